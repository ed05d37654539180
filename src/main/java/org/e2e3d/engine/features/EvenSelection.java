package org.e2e3d.engine.features;

import java.util.Arrays;

/**
 * Picks features so that they cover the image evenly: the image is cut into cells, and the cells
 * give their strongest in turns. The order of the result is the order of the turns, so every prefix
 * is itself an even selection of the strongest.
 */
final class EvenSelection {
  private static final int CELLS_ALONG_LONGER = 16;

  private EvenSelection() {}

  /**
   * @param x n positions
   * @param y n positions
   * @param response n strengths
   * @param most how many to pick at most
   * @return indices of the picked features
   */
  static int[] pick(float[] x, float[] y, float[] response, int width, int height, int most) {
    int n = response.length;
    float cell = (float) Math.max(width, height) / CELLS_ALONG_LONGER;
    int columns = (int) Math.ceil(width / cell);
    int rows = (int) Math.ceil(height / cell);
    int[] byStrength = strongestFirst(response);
    int[] taken = new int[columns * rows];
    long[] turn = new long[n];
    for (int k = 0; k < n; k++) {
      int i = byStrength[k];
      int c = Math.max(0, Math.min(columns - 1, (int) (x[i] / cell)));
      int r = Math.max(0, Math.min(rows - 1, (int) (y[i] / cell)));
      turn[k] = (long) taken[r * columns + c]++ << 32 | k;
    }
    Arrays.sort(turn);
    int[] picked = new int[Math.min(most, n)];
    for (int k = 0; k < picked.length; k++) {
      picked[k] = byStrength[(int) turn[k]];
    }
    return picked;
  }

  /** Indices by falling strength, those of equal strength by index. */
  static int[] strongestFirst(float[] response) {
    long[] keys = new long[response.length];
    for (int i = 0; i < keys.length; i++) {
      int bits = Float.floatToIntBits(response[i]);
      int rising = bits ^ (bits >> 31 & Integer.MAX_VALUE); // orders integers as floats are
      keys[i] = (long) ~rising << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }
}
