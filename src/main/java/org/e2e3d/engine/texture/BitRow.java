package org.e2e3d.engine.texture;

/**
 * Counts cells without a gap in a row of bits, a word at a time: cell x is bit x % 64 of word x /
 * 64.
 */
final class BitRow {
  private BitRow() {}

  /**
   * How many cells are set from a column on, before the first that is not.
   *
   * @param first word of the row's cell 0
   * @param x column to begin at
   * @param end columns of the row
   */
  static int ones(long[] bits, int first, int x, int end) {
    return run(bits, first, x, end, 0);
  }

  /** How many cells are not set from a column on, before the first that is. */
  static int zeros(long[] bits, int first, int x, int end) {
    return run(bits, first, x, end, -1L);
  }

  /** The longest run of cells that are not set. */
  static int longestGap(long[] bits, int first, int end) {
    int longest = 0;
    for (int x = 0; x < end; ) {
      x += ones(bits, first, x, end);
      int gap = zeros(bits, first, x, end);
      longest = Math.max(longest, gap);
      x += gap;
    }
    return longest;
  }

  /** The longest run of cells that are set. */
  static int longestRun(long[] bits, int first, int end) {
    int longest = 0;
    for (int x = 0; x < end; ) {
      x += zeros(bits, first, x, end);
      int run = ones(bits, first, x, end);
      longest = Math.max(longest, run);
      x += run;
    }
    return longest;
  }

  private static int run(long[] bits, int first, int x, int end, long flip) {
    int at = x;
    while (at < end) {
      long rest = (bits[first + (at >> 6)] ^ flip) >>> (at & 63);
      int same = Long.numberOfTrailingZeros(~rest);
      if (same < 64 - (at & 63)) {
        return Math.min(end, at + same) - x;
      }
      at = (at | 63) + 1;
    }
    return Math.max(0, end - x);
  }
}
