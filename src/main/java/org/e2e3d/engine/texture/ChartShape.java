package org.e2e3d.engine.texture;

import java.util.Arrays;

/**
 * The outline that packing needs: of each column of cells the lowest and one past the highest cell
 * the shape touches, padding included.
 *
 * @param low per column; the least is 0
 * @param high per column
 */
record ChartShape(int[] low, int[] high) {

  static ChartShape rectangle(int width, int height) {
    int[] high = new int[width];
    Arrays.fill(high, height);
    return new ChartShape(new int[width], high);
  }

  int width() {
    return low.length;
  }

  int height() {
    return Arrays.stream(high).max().orElse(0);
  }

  long area() {
    long sum = 0;
    for (int i = 0; i < low.length; i++) {
      sum += high[i] - low[i];
    }
    return sum;
  }

  /** Columns and rows exchanged. */
  ChartShape transposed() {
    int n = height();
    int[] newLow = new int[n];
    int[] newHigh = new int[n];
    Arrays.fill(newLow, Integer.MAX_VALUE);
    for (int x = 0; x < low.length; x++) {
      for (int y = low[x]; y < high[x]; y++) {
        newLow[y] = Math.min(newLow[y], x);
        newHigh[y] = Math.max(newHigh[y], x + 1);
      }
    }
    for (int y = 0; y < n; y++) {
      if (newLow[y] == Integer.MAX_VALUE) {
        newLow[y] = 0;
        newHigh[y] = 1;
      }
    }
    return new ChartShape(newLow, newHigh);
  }
}
