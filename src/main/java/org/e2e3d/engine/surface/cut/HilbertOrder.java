package org.e2e3d.engine.surface.cut;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An order of insertion that keeps the expected cost of a Delaunay triangulation near linear:
 * random rounds, each twice as large as all before it, and along a space-filling curve within each
 * (Amenta, Choi and Rote, "Incremental constructions con BRIO", SoCG 2003).
 */
final class HilbertOrder {
  private static final int BITS = 10;
  private static final int SMALLEST_ROUND = 512;

  private HilbertOrder() {}

  /**
   * A permutation of the points.
   *
   * @param xyz coordinates, three a point
   * @param n how many points
   */
  static int[] of(double[] xyz, int n, long seed) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    for (int end = n; end > 0; ) {
      int start = end <= SMALLEST_ROUND ? 0 : end / 2;
      sort(xyz, n, order, start, end);
      end = start;
    }
    return order;
  }

  /** The points along one curve: neighbours in space are mostly near each other in the order. */
  static int[] along(double[] xyz, int n) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    sort(xyz, n, order, 0, n);
    return order;
  }

  private static void sort(double[] xyz, int n, int[] order, int start, int end) {
    double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
    for (int i = 0; i < 3 * n; i++) {
      low[i % 3] = Math.min(low[i % 3], xyz[i]);
      high[i % 3] = Math.max(high[i % 3], xyz[i]);
    }
    double extent = Math.max(high[0] - low[0], Math.max(high[1] - low[1], high[2] - low[2]));
    double scale = extent > 0 ? ((1 << BITS) - 1) / extent : 0;
    long[] keys = new long[end - start];
    for (int i = start; i < end; i++) {
      int p = 3 * order[i];
      int x = (int) ((xyz[p] - low[0]) * scale);
      int y = (int) ((xyz[p + 1] - low[1]) * scale);
      int z = (int) ((xyz[p + 2] - low[2]) * scale);
      keys[i - start] = hilbert(x, y, z) << 32 | order[i];
    }
    Arrays.sort(keys);
    for (int i = start; i < end; i++) {
      order[i] = (int) keys[i - start];
    }
  }

  /**
   * How far along the Hilbert curve a cell lies (Skilling, "Programming the Hilbert curve", AIP
   * Conference Proceedings 707, 2004).
   */
  static long hilbert(int x, int y, int z) {
    int[] c = {x, y, z};
    for (int q = 1 << (BITS - 1); q > 1; q >>= 1) {
      int mask = q - 1;
      for (int i = 0; i < 3; i++) {
        if ((c[i] & q) != 0) {
          c[0] ^= mask;
        } else {
          int t = (c[0] ^ c[i]) & mask;
          c[0] ^= t;
          c[i] ^= t;
        }
      }
    }
    c[1] ^= c[0];
    c[2] ^= c[1];
    int t = 0;
    for (int q = 1 << (BITS - 1); q > 1; q >>= 1) {
      if ((c[2] & q) != 0) {
        t ^= q - 1;
      }
    }
    long key = 0;
    for (int bit = BITS - 1; bit >= 0; bit--) {
      for (int i = 0; i < 3; i++) {
        key = key << 1 | ((c[i] ^ t) >> bit & 1);
      }
    }
    return key;
  }
}
