package org.e2e3d.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.e2e3d.engine.features.FeatureSet;
import org.junit.jupiter.api.Test;

final class CommonTurnTest {
  private static final int RIGHT = 60;
  private static final int WRONG = 240;

  /** A turn of 350 degrees crosses the seam of the histogram; noise is up to 20 degrees. */
  @Test
  void keepsTheTurnedAndEnlargedAndFewOthers() {
    SplittableRandom random = new SplittableRandom(3);
    int n = RIGHT + WRONG;
    float[] scaleA = new float[n];
    float[] scaleB = new float[n];
    float[] angleA = new float[n];
    float[] angleB = new float[n];
    int[] pairs = new int[2 * n];
    for (int i = 0; i < n; i++) {
      pairs[2 * i] = i;
      pairs[2 * i + 1] = i;
      boolean right = i < RIGHT;
      scaleA[i] = (float) (2 + 10 * random.nextDouble());
      angleA[i] = (float) (360 * random.nextDouble());
      double turn = right ? 350 + 40 * (random.nextDouble() - 0.5) : 360 * random.nextDouble();
      double octaves = right ? 1 + 0.8 * (random.nextDouble() - 0.5) : 6 * random.nextDouble() - 3;
      angleB[i] = (float) ((angleA[i] + turn) % 360);
      scaleB[i] = (float) (scaleA[i] * Math.pow(2, octaves));
    }
    int[] kept = CommonTurn.of(features(scaleA, angleA), features(scaleB, angleB), pairs);
    int right = 0;
    for (int k = 0; k < kept.length; k += 2) {
      right += kept[k] < RIGHT ? 1 : 0;
    }
    assertThat(right).isEqualTo(RIGHT);
    // A fifth of all turns times a third of the enlargements drawn are kept by chance: 16.
    assertThat(kept.length / 2 - right).isLessThan(32);
  }

  @Test
  void nothingOfNothing() {
    FeatureSet empty = features(new float[0], new float[0]);
    assertThat(CommonTurn.of(empty, empty, new int[0])).isEmpty();
  }

  private static FeatureSet features(float[] scale, float[] angle) {
    int n = scale.length;
    return new FeatureSet(0, new float[2 * n], scale, angle, new byte[128 * n], new byte[3 * n]);
  }
}
