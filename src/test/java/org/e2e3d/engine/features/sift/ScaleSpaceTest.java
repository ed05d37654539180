package org.e2e3d.engine.features.sift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScaleSpaceTest {
  private static final SiftParameters PARAMETERS = SiftParameters.of(0.02, 10);
  private static final int SIDE = 300;

  /**
   * A Gaussian blob is found once, in its middle, at about its own scale (Lindeberg, IJCV 1998).
   */
  @ParameterizedTest
  @CsvSource({"60.3, 47.8, 2.5", "71.5, 50.1, 5", "64.0, 64.25, 9"})
  void aBlobIsFoundWhereItIsAndAsLargeAsItIs(double x, double y, double sigma) {
    byte[] grey = new byte[128 * 120];
    for (int r = 0; r < 120; r++) {
      for (int c = 0; c < 128; c++) {
        double d2 = (c - x) * (c - x) + (r - y) * (r - y);
        grey[r * 128 + c] = (byte) Math.round(40 + 180 * Math.exp(-0.5 * d2 / (sigma * sigma)));
      }
    }
    ScaleSpace space = ScaleSpace.of(grey, 128, 120, PARAMETERS);
    int strongest = 0;
    for (int i = 0; i < space.size(); i++) {
      strongest = space.response(i) > space.response(strongest) ? i : strongest;
    }
    assertThat(space.size()).isPositive();
    assertThat((double) space.x(strongest)).isCloseTo(x, within(0.05));
    assertThat((double) space.y(strongest)).isCloseTo(y, within(0.05));
    assertThat(space.sigma(strongest) / sigma).isCloseTo(1, within(0.15));
  }

  /**
   * The same texture turned, larger or brighter: nearest descriptions belong to the same points.
   */
  @ParameterizedTest
  @CsvSource({"0, 1, 0.6", "0.5, 1, 1", "-2.2, 0.8, 1", "1.3, 1.4, 1.2"})
  void descriptionsOutlastTurnSizeAndBrightness(double turn, double scale, double gain) {
    BlobImage texture = new BlobImage(11, 130);
    Described a = describe(texture.draw(SIDE, 0, 1, 1));
    Described b = describe(texture.draw(SIDE, turn, scale, gain));
    int right = 0;
    int seen = 0;
    double[] apart = new double[a.count()];
    double middle = 0.5 * (SIDE - 1);
    for (int i = 0; i < a.count(); i++) {
      double px = a.at(i, 0) - middle;
      double py = a.at(i, 1) - middle;
      double u = scale * (Math.cos(turn) * px - Math.sin(turn) * py) + middle;
      double v = scale * (Math.sin(turn) * px + Math.cos(turn) * py) + middle;
      if (Math.hypot(u - middle, v - middle) > 110) {
        continue;
      }
      int j = b.nearest(a.description[i]);
      seen++;
      double off = Math.hypot(b.at(j, 0) - u, b.at(j, 1) - v);
      double turned = Math.IEEEremainder(b.at(j, 3) - a.at(i, 3) - turn, 2 * Math.PI);
      double grown = b.at(j, 2) / (scale * a.at(i, 2));
      if (off < 1.5 && Math.abs(turned) < 0.15 && grown > 0.85 && grown < 1.18) {
        apart[right++] = off;
      }
    }
    Arrays.sort(apart, 0, right);
    assertThat(seen).isGreaterThan(60);
    assertThat((double) right / seen).isGreaterThan(0.75);
    assertThat(apart[right / 2]).isLessThan(0.15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 11, 12, 13, 40})
  void flatAndTinyPicturesHaveNoExtrema(int side) {
    byte[] grey = new byte[side * (side + 1)];
    Arrays.fill(grey, (byte) 200);
    assertThat(ScaleSpace.of(grey, side + 1, side, PARAMETERS).size()).isZero();
  }

  @Test
  void anEdgeIsNoFeature() {
    byte[] grey = new byte[100 * 100];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (i % 100 < 50 ? 30 : 220);
    }
    assertThat(ScaleSpace.of(grey, 100, 100, PARAMETERS).size()).isZero();
  }

  /** Features: position, scale, direction, and their descriptions. */
  private record Described(float[][] place, float[][] description) {
    int count() {
      return place.length;
    }

    double at(int i, int field) {
      return place[i][field];
    }

    int nearest(float[] wanted) {
      int best = -1;
      double least = Double.MAX_VALUE;
      for (int i = 0; i < count(); i++) {
        double sum = 0;
        for (int k = 0; k < wanted.length; k++) {
          double d = wanted[k] - description[i][k];
          sum += d * d;
        }
        if (sum < least) {
          least = sum;
          best = i;
        }
      }
      return best;
    }
  }

  private static Described describe(byte[] grey) {
    ScaleSpace space = ScaleSpace.of(grey, SIDE, SIDE, PARAMETERS);
    float[][] place = new float[ScaleSpace.MOST_TURNS * space.size()][];
    float[][] description = new float[place.length][ScaleSpace.LENGTH];
    float[] turns = new float[ScaleSpace.MOST_TURNS];
    int n = 0;
    for (int i = 0; i < space.size(); i++) {
      int found = space.turns(i, turns);
      for (int t = 0; t < found; t++) {
        space.describe(i, turns[t], description[n]);
        place[n++] = new float[] {space.x(i), space.y(i), space.sigma(i), turns[t]};
      }
    }
    return new Described(Arrays.copyOf(place, n), Arrays.copyOf(description, n));
  }
}
