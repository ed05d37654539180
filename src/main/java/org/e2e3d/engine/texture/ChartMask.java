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
  static ChartMask of(ChartRaster raster, ChartBox box, int cell) {
    ChartMask mask = empty((box.width() + cell - 1) / cell, (box.height() + cell - 1) / cell);
    for (int i = 0; i < raster.size(); i++) {
      int last = (raster.x(i) + raster.length(i) - 1) / cell;
      for (int x = raster.x(i) / cell; x <= last; x++) {
        mask.set(x, raster.y(i) / cell);
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

  /** Cells of the unbroken run in a row that ends at a column; 0 if that is not occupied. */
  int runEndingAt(int x, int y) {
    int at = x;
    while (at >= 0) {
      int set = Long.numberOfLeadingZeros(~(bits[y * words + (at >> 6)] << (63 - (at & 63))));
      if (set <= (at & 63)) {
        return x - at + set;
      }
      at = (at & ~63) - 1;
    }
    return x + 1;
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
