package org.e2e3d.engine.surface;

/**
 * Who shares an edge with whom in a triangle mesh. Half-edge h = 3 * face + i runs from the face's
 * corner i to its corner (i + 1) % 3.
 */
final class HalfEdges {
  /** The edge has one face. */
  static final int BORDER = -1;

  /** The edge has more than two faces, or two of opposite orientation. */
  static final int TANGLED = -2;

  final int[] triangles;

  /** The half-edge of the neighbouring face, {@link #BORDER} or {@link #TANGLED}. */
  final int[] opposite;

  /** Offsets into {@link #corners}; vertex v owns [start[v], start[v + 1]). */
  final int[] start;

  /** Corners (3 * face + i) sorted by their vertex. */
  final int[] corners;

  HalfEdges(int vertexCount, int[] triangles) {
    this.triangles = triangles;
    start = new int[vertexCount + 1];
    for (int v : triangles) {
      start[v + 1]++;
    }
    for (int v = 0; v < vertexCount; v++) {
      start[v + 1] += start[v];
    }
    corners = new int[triangles.length];
    int[] fill = start.clone();
    for (int h = 0; h < triangles.length; h++) {
      corners[fill[triangles[h]]++] = h;
    }
    opposite = new int[triangles.length];
    for (int h = 0; h < triangles.length; h++) {
      opposite[h] = partner(h);
    }
  }

  /** The next half-edge of the same face. */
  static int next(int h) {
    return h % 3 == 2 ? h - 2 : h + 1;
  }

  /** The previous half-edge of the same face. */
  static int previous(int h) {
    return h % 3 == 0 ? h + 2 : h - 1;
  }

  /** The vertex a half-edge starts at. */
  int from(int h) {
    return triangles[h];
  }

  /** The vertex a half-edge ends at. */
  int to(int h) {
    return triangles[next(h)];
  }

  private int partner(int h) {
    int a = from(h);
    int b = to(h);
    int found = BORDER;
    int same = 0;
    int other = 0;
    for (int i = start[a]; i < start[a + 1]; i++) {
      int c = corners[i];
      if (to(c) == b) {
        same++;
      }
      int p = previous(c);
      if (from(p) == b) {
        other++;
        found = p;
      }
    }
    return same > 1 || other > 1 ? TANGLED : found;
  }
}
