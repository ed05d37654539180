package org.e2e3d.engine.dense;

/** Drops small islands of depth: connected pixels of nearly the same depth that are few. */
final class SpeckleFilter {
  private SpeckleFilter() {}

  /**
   * Sets the depths of small islands to 0.
   *
   * @param depth row-major, 0 where unknown; changed in place
   * @param smallest islands of fewer pixels go
   * @param jump relative depth difference that parts neighbours
   */
  static void apply(float[] depth, int width, int height, int smallest, double jump) {
    int n = width * height;
    boolean[] visited = new boolean[n];
    int[] queue = new int[n];
    for (int start = 0; start < n; start++) {
      if (visited[start] || depth[start] <= 0) {
        continue;
      }
      int tail = 0;
      queue[tail++] = start;
      visited[start] = true;
      for (int head = 0; head < tail; head++) {
        int at = queue[head];
        int x = at % width;
        tail = visit(depth, visited, queue, tail, at, x > 0 ? at - 1 : -1, jump);
        tail = visit(depth, visited, queue, tail, at, x < width - 1 ? at + 1 : -1, jump);
        tail = visit(depth, visited, queue, tail, at, at - width, jump);
        tail = visit(depth, visited, queue, tail, at, at + width < n ? at + width : -1, jump);
      }
      if (tail < smallest) {
        for (int i = 0; i < tail; i++) {
          depth[queue[i]] = 0;
        }
      }
    }
  }

  private static int visit(
      float[] depth, boolean[] visited, int[] queue, int tail, int from, int to, double jump) {
    if (to < 0 || visited[to] || depth[to] <= 0) {
      return tail;
    }
    if (Math.abs(depth[to] - depth[from]) > jump * Math.min(depth[to], depth[from])) {
      return tail;
    }
    visited[to] = true;
    queue[tail] = to;
    return tail + 1;
  }
}
