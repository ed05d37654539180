package org.e2e3d.engine.features.sift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LineBlurTest {
  /** Line by line gives what the sum over the whole kernel gives, mirrored borders included. */
  @ParameterizedTest
  @CsvSource({"40, 30, 1.25", "1100, 26, 3.09", "33, 90, 2.45"})
  void isTheConvolution(int width, int height, double sigma) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] image = new float[height][width];
    for (float[] line : image) {
      for (int x = 0; x < width; x++) {
        line[x] = (float) (255 * random.nextDouble());
      }
    }
    LineBlur blur = new LineBlur(width, height, sigma);
    float[] got = new float[width];
    int y = 0;
    for (float[] line : image) {
      blur.push(line);
      while (blur.ready()) {
        blur.pop(got);
        for (int x : new int[] {0, 1, width / 2, width - 2, width - 1}) {
          assertThat((double) got[x]).isCloseTo(direct(image, x, y, sigma), within(0.002));
        }
        y++;
      }
    }
    assertThat(y).isEqualTo(height);
  }

  private static double direct(float[][] image, int x, int y, double sigma) {
    int radius = LineBlur.radius(sigma);
    double sum = 0;
    double weights = 0;
    for (int j = -radius; j <= radius; j++) {
      for (int i = -radius; i <= radius; i++) {
        double w = Math.exp(-0.5 * (i * i + j * j) / (sigma * sigma));
        weights += w;
        sum += w * image[mirrored(y + j, image.length)][mirrored(x + i, image[0].length)];
      }
    }
    return sum / weights;
  }

  private static int mirrored(int i, int n) {
    return i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i;
  }
}
