package org.e2e3d.engine.texture;

/**
 * The cells that a chart occupies, padding included, as bits: cell (x, y) is bit x % 64 of word y *
 * words + x / 64.
 *
 * @param width cells
 * @param height cells
 * @param words words of a row
 * @param bits height * words
 */
record ChartMask(int width, int height, int words, long[] bits) {

  static ChartMask empty(int width, int height) {
    int words = (width + 63) / 64;
    return new ChartMask(width, height, words, new long[words * height]);
  }

  static ChartMask rectangle(int width, int height) {
    ChartMask mask = empty(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        mask.set(x, y);
      }
    }
    return mask;
  }

  /** Cells in which any texel of the chart lies. */
  static ChartMask of(ChartRaster raster, int cell) {
    int w = raster.box.width();
    int h = raster.box.height();
    ChartMask mask = empty((w + cell - 1) / cell, (h + cell - 1) / cell);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        if (raster.face[y * w + x] >= 0) {
          mask.set(x / cell, y / cell);
        }
      }
    }
    return mask;
  }

  private void set(int x, int y) {
    bits[y * words + (x >> 6)] |= 1L << (x & 63);
  }

  boolean get(int x, int y) {
    return (bits[y * words + (x >> 6)] >>> (x & 63) & 1) != 0;
  }

  /** How many cells are occupied. */
  long area() {
    long n = 0;
    for (long word : bits) {
      n += Long.bitCount(word);
    }
    return n;
  }

  /** Columns and rows exchanged. */
  ChartMask transposed() {
    ChartMask mask = empty(height, width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (get(x, y)) {
          mask.set(y, x);
        }
      }
    }
    return mask;
  }
}
