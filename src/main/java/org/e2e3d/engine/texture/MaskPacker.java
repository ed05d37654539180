package org.e2e3d.engine.texture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Packs masks on pages: large ones first, each at the first place in reading order where none of
 * its cells is taken (large ones in steps), as it is or with columns and rows exchanged, so that
 * small charts fill the bays and holes of large ones. Masks of one size class are looked for from
 * where the last of the class was put.
 */
final class MaskPacker {

  /**
   * Where a mask came to lie.
   *
   * @param page page number
   * @param x left column of cells
   * @param y upper row of cells
   * @param transposed whether columns and rows are exchanged
   */
  record Place(int page, int x, int y, boolean transposed) {}

  private static final int CLASSES = 32;

  /** A mask is tried at steps of this share of its size: finer ones take long and gain little. */
  private static final int STRIDE_SHARE = 24;

  private final int width;
  private final int words;
  private final int maxHeight;
  private final int maxPages;
  private final List<Page> pages = new ArrayList<>();

  /** The row of a mask in which something was hit last. */
  private int likely;

  /** Occupied cells of a page and where each size class is looked for next. */
  private static final class Page {
    final long[] taken;
    final int[] from = new int[CLASSES * CLASSES];

    /** Longest run of free cells in each row. */
    final int[] room;

    int height;

    Page(int words, int rows, int width) {
      // One spare word, so that a mask shifted over a word's edge may look one further.
      taken = new long[words * rows + 1];
      room = new int[rows];
      Arrays.fill(room, width);
    }
  }

  /**
   * @param width columns of a page
   * @param maxHeight rows of a page
   * @param maxPages pages
   */
  MaskPacker(int width, int maxHeight, int maxPages) {
    this.width = width;
    this.words = (width + 63) / 64;
    this.maxHeight = maxHeight;
    this.maxPages = maxPages;
  }

  /** A place for each mask, or null if they do not fit. */
  Place[] pack(List<ChartMask> masks) {
    long[] area = masks.stream().mapToLong(ChartMask::area).toArray();
    Integer[] order = new Integer[area.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingLong((Integer i) -> -area[i]));
    Place[] places = new Place[area.length];
    for (int i : order) {
      places[i] = place(masks.get(i));
      if (places[i] == null) {
        return null;
      }
    }
    return places;
  }

  /** Rows in use on each page. */
  int[] heights() {
    return pages.stream().mapToInt(p -> p.height).toArray();
  }

  private Place place(ChartMask upright) {
    ChartMask lying = upright.transposed();
    for (int p = 0; p < maxPages; p++) {
      if (p == pages.size()) {
        pages.add(new Page(words, maxHeight, width));
      }
      Page page = pages.get(p);
      int a = find(page, upright, maxHeight);
      // It is laid down only where that keeps the page lower.
      int b = find(page, lying, a < 0 ? maxHeight : a / width + upright.height() - 1);
      if (a < 0 && b < 0) {
        continue;
      }
      boolean turn = b >= 0;
      ChartMask mask = turn ? lying : upright;
      int at = turn ? b : a;
      page.from[sizeClass(mask)] = at;
      take(page, mask, at % width, at / width);
      return new Place(p, at % width, at / width, turn);
    }
    return null;
  }

  private static int sizeClass(ChartMask mask) {
    return half(mask.width()) * CLASSES + half(mask.height());
  }

  /** Twice the binary logarithm, rounded down. */
  private static int half(int n) {
    int log = 31 - Integer.numberOfLeadingZeros(n);
    return Math.min(CLASSES - 1, 2 * log + (log > 0 ? n >> (log - 1) & 1 : 0));
  }

  /**
   * The first free place in reading order (y * width + x), or -1.
   *
   * @param bottom the mask may not reach beyond this row
   */
  private int find(Page page, ChartMask mask, int bottom) {
    int lastX = width - mask.width();
    int lastY = bottom - mask.height();
    likely = mask.height() / 2;
    int from = page.from[sizeClass(mask)];
    int x = from % width;
    if (from / width > lastY) {
      return -1;
    }
    int[] runs = longestRuns(mask);
    int stride = Math.max(1, Math.min(mask.width(), mask.height()) / STRIDE_SHARE);
    for (int y = from / width; y <= lastY; y += stride) {
      if (y >= page.height) {
        return lastX >= 0 ? y * width : -1;
      }
      boolean roomy = hasRoom(page, runs, y);
      while (roomy && x <= lastX) {
        int step = collision(page.taken, mask, x, y);
        if (step == 0) {
          return y * width + x;
        }
        x = (x + step + stride - 1) / stride * stride;
      }
      x = 0;
    }
    return -1;
  }

  /** False if some row of the mask is wider than any gap where it would lie: most rows are full. */
  private static boolean hasRoom(Page page, int[] runs, int y) {
    for (int r = 0; r < runs.length; r++) {
      if (runs[r] > page.room[y + r]) {
        return false;
      }
    }
    return true;
  }

  /** The longest unbroken run of cells in each row of a mask. */
  private static int[] longestRuns(ChartMask mask) {
    int[] runs = new int[mask.height()];
    for (int r = 0; r < runs.length; r++) {
      runs[r] = BitRow.longestRun(mask.bits(), r * mask.words(), mask.width());
    }
    return runs;
  }

  /**
   * 0 if the mask fits at (x, y); otherwise the least step to the right after which the run of mask
   * cells that was found to hit lies beyond the run of taken cells that it hit.
   */
  private int collision(long[] taken, ChartMask mask, int x, int y) {
    int shift = x & 63;
    int n = mask.words();
    int rows = mask.height();
    long[] bits = mask.bits();
    int first = y * words + (x >> 6);
    // The row that was hit last is the likeliest to be hit again.
    for (int i = 0, r = Math.min(rows - 1, likely); i < rows; i++, r = r + 1 == rows ? 0 : r + 1) {
      int row = first + r * words;
      for (int k = n - 1; k >= 0; k--) {
        long m = bits[r * n + k];
        long over = shift == 0 ? 0 : taken[row + k + 1] & m >>> 64 - shift;
        long hit = over != 0 ? over : taken[row + k] & m << shift;
        if (hit != 0) {
          likely = r;
          int column = 64 * k + (over != 0 ? 127 : 63) - shift - Long.numberOfLeadingZeros(hit);
          int beyond = BitRow.ones(taken, (y + r) * words, x + column + 1, width);
          return mask.runEndingAt(column, r) + beyond;
        }
      }
    }
    return 0;
  }

  private void take(Page page, ChartMask mask, int x, int y) {
    int shift = x & 63;
    int n = mask.words();
    for (int r = 0; r < mask.height(); r++) {
      int row = (y + r) * words + (x >> 6);
      for (int k = 0; k < n; k++) {
        long m = mask.bits()[r * n + k];
        page.taken[row + k] |= m << shift;
        if (shift != 0) {
          long over = m >>> 64 - shift;
          if (over != 0) {
            page.taken[row + k + 1] |= over;
          }
        }
      }
      page.room[y + r] = BitRow.longestGap(page.taken, (y + r) * words, width);
    }
    page.height = Math.max(page.height, y + mask.height());
  }
}
