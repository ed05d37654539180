package org.e2e3d.engine.features.sift;

import java.util.Arrays;

/**
 * Describes a feature by 4 by 4 histograms of 8 gradient directions each (Lowe, IJCV 2004, section
 * 6). Gradients are sampled on a grid that turns and grows with the feature, so that shares of
 * histograms and the window's weights are the same for every feature and computed once.
 */
final class SiftDescriptor {
  static final int LENGTH = 128;
  private static final int CELLS = 4;
  private static final int TURNS = 8;

  /** Width of a histogram's cell in multiples of the scale. */
  private static final double CELL = 3;

  /**
   * Samples along a cell: three quarters of the scale apart, denser than the blur leaves detail.
   */
  private static final int DENSITY = 4;

  /** Cells and a half on either side share in what falls beyond them. */
  private static final int SIDE = DENSITY * (CELLS + 1);

  /** Cells with one more on either side, which takes what belongs to none. */
  private static final int PADDED = CELLS + 2;

  private static final float CLIP = 0.2f;

  private final float[] along = new float[SIDE];
  private final int[] cell = new int[SIDE];
  private final float[] upper = new float[SIDE];
  private final float[] window = new float[SIDE];
  private final float[] histogram = new float[PADDED * PADDED * TURNS + 1];
  private final float[] gradient = new float[2];

  SiftDescriptor() {
    for (int i = 0; i < SIDE; i++) {
      double u = (i + 0.5) / DENSITY - 0.5 * (CELLS + 1);
      double bin = u + 0.5 * CELLS + 0.5; // of the padded cells' middles
      along[i] = (float) u;
      cell[i] = (int) Math.floor(bin);
      upper[i] = (float) (bin - cell[i]);
      window[i] = (float) Math.exp(-u * u / (0.5 * CELLS * CELLS));
    }
  }

  /**
   * @param layer the blurred image
   * @param x column of the feature
   * @param y its line
   * @param sigma its scale, pixels
   * @param turn its direction, radians from x towards y
   * @param to receives 128 values of at least 0, of unit length but for clipping
   */
  void describe(Layer layer, float x, float y, double sigma, double turn, float[] to) {
    Arrays.fill(histogram, 0);
    float c = (float) (CELL * sigma * Math.cos(turn));
    float s = (float) (CELL * sigma * Math.sin(turn));
    int width = layer.width() - 2;
    int height = layer.height() - 2;
    for (int j = 0; j < SIDE; j++) {
      float lineX = x - along[j] * s;
      float lineY = y + along[j] * c;
      for (int i = 0; i < SIDE; i++) {
        float px = lineX + along[i] * c;
        float py = lineY + along[i] * s;
        int ix = (int) px;
        int iy = (int) py;
        if (px >= 1 && py >= 1 && ix < width && iy < height) {
          layer.differences(ix, iy, px - ix, py - iy, gradient);
          vote(i, j, gradient[0], gradient[1], (float) turn);
        }
      }
    }
    gather(to);
  }

  private void vote(int i, int j, float gx, float gy, float turn) {
    float size = window[i] * window[j] * (float) Math.sqrt(gx * gx + gy * gy);
    float direction = (Angles.of(gy, gx) - turn) * (float) (TURNS / (2 * Math.PI));
    if (direction < 0) {
      direction += TURNS;
    }
    int bin = (int) direction;
    float later = direction - bin;
    bin &= TURNS - 1;
    int after = (bin + 1) & (TURNS - 1);
    float right = upper[i];
    float low = upper[j];
    int at = (cell[j] * PADDED + cell[i]) * TURNS;
    share(at, bin, after, size * (1 - low) * (1 - right), later);
    share(at + TURNS, bin, after, size * (1 - low) * right, later);
    share(at + PADDED * TURNS, bin, after, size * low * (1 - right), later);
    share(at + (PADDED + 1) * TURNS, bin, after, size * low * right, later);
  }

  private void share(int at, int bin, int after, float size, float later) {
    float second = size * later;
    histogram[at + bin] += size - second;
    histogram[at + after] += second;
  }

  private void gather(float[] to) {
    double square = 0;
    for (int row = 0; row < CELLS; row++) {
      for (int column = 0; column < CELLS; column++) {
        for (int t = 0; t < TURNS; t++) {
          float v = histogram[((row + 1) * PADDED + column + 1) * TURNS + t];
          to[(row * CELLS + column) * TURNS + t] = v;
          square += v * v;
        }
      }
    }
    float most = CLIP * (float) Math.sqrt(square);
    square = 0;
    for (int k = 0; k < LENGTH; k++) {
      to[k] = Math.min(to[k], most);
      square += to[k] * to[k];
    }
    float scale = square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
    for (int k = 0; k < LENGTH; k++) {
      to[k] *= scale;
    }
  }
}
