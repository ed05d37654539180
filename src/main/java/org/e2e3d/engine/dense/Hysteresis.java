package org.e2e3d.engine.dense;

/**
 * Keeps depths that many views confirm, and those fewer confirm where they continue the surface of
 * the former, as Canny does with strong and weak edges: at the border of what several views see
 * there are always pixels that one other view alone can confirm.
 */
final class Hysteresis {
  private Hysteresis() {}

  /**
   * Sets all other depths to 0.
   *
   * @param depth row-major, 0 where unknown; changed in place
   * @param least how many views suffice by themselves; beside a depth that is kept, one that
   *     confirms closely does
   * @param jump relative depth difference that parts neighbours
   */
  static void apply(
      float[] depth,
      GeometricFilter.Confirmed confirmed,
      int width,
      int height,
      int least,
      double jump) {
    int n = width * height;
    boolean[] kept = new boolean[n];
    int[] queue = new int[n];
    int tail = 0;
    for (int i = 0; i < n; i++) {
      if (depth[i] > 0 && Integer.bitCount(confirmed.near()[i]) >= least) {
        kept[i] = true;
        queue[tail++] = i;
      }
    }
    for (int head = 0; head < tail; head++) {
      int at = queue[head];
      int x = at % width;
      for (int k = 0; k < 4; k++) {
        int to = k == 0 ? at - 1 : k == 1 ? at + 1 : k == 2 ? at - width : at + width;
        if (k == 0 && x == 0 || k == 1 && x == width - 1 || to < 0 || to >= n) {
          continue;
        }
        if (kept[to] || depth[to] <= 0 || confirmed.close()[to] == 0) {
          continue;
        }
        if (Math.abs(depth[to] - depth[at]) <= jump * Math.min(depth[to], depth[at])) {
          kept[to] = true;
          queue[tail++] = to;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      if (!kept[i]) {
        depth[i] = 0;
      }
    }
  }
}
