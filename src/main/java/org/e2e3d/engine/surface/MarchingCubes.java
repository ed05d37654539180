package org.e2e3d.engine.surface;

import java.util.ArrayList;
import java.util.List;

/**
 * The triangles of each of the 256 sign patterns of a cube's corners (Lorensen and Cline, "Marching
 * cubes", 1987), derived instead of copied: on every face of the cube each run of inside corners is
 * cut off by one segment, which settles ambiguous faces alike for both cubes that share them, so
 * that the surface has no cracks; the segments are then joined to loops and the loops to fans.
 *
 * <p>Corner c lies at (c & 1, c >> 1 & 1, c >> 2). Edge e = 4 * axis + i starts at corner {@link
 * #EDGE_START}[e] and runs along the axis. Triangles are counter-clockwise seen from outside.
 */
final class MarchingCubes {
  /** The corner at which an edge starts; it ends one further along its axis. */
  static final int[] EDGE_START = {0, 2, 4, 6, 0, 1, 4, 5, 0, 1, 2, 3};

  /** Corners of the six faces, counter-clockwise seen from outside the cube. */
  private static final int[][] FACES = {
    {0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}
  };

  private final int[][] triangles = new int[256][];

  MarchingCubes() {
    for (int pattern = 0; pattern < 256; pattern++) {
      triangles[pattern] = triangulate(pattern);
    }
  }

  /** Edge triples for a pattern whose bit c is set if corner c is inside. */
  int[] triangles(int pattern) {
    return triangles[pattern];
  }

  private static int[] triangulate(int pattern) {
    int[] next = new int[12];
    java.util.Arrays.fill(next, -1);
    for (int[] face : FACES) {
      for (int i = 0; i < 4; i++) {
        if (inside(pattern, face[i]) || !inside(pattern, face[(i + 1) % 4])) {
          continue;
        }
        int last = i + 1;
        while (inside(pattern, face[(last + 1) % 4])) {
          last++;
        }
        next[edge(face[i], face[(i + 1) % 4])] = edge(face[last % 4], face[(last + 1) % 4]);
      }
    }
    List<Integer> out = new ArrayList<>();
    for (int e = 0; e < 12; e++) {
      if (next[e] < 0) {
        continue;
      }
      List<Integer> loop = new ArrayList<>();
      int at = e;
      while (next[at] >= 0) {
        loop.add(at);
        int to = next[at];
        next[at] = -1;
        at = to;
      }
      for (int i = 1; i + 1 < loop.size(); i++) {
        out.addAll(List.of(loop.get(0), loop.get(i), loop.get(i + 1)));
      }
    }
    return out.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean inside(int pattern, int corner) {
    return (pattern >> corner & 1) != 0;
  }

  private static int edge(int a, int b) {
    int low = Math.min(a, b);
    int axis = Integer.numberOfTrailingZeros(a ^ b);
    for (int e = 4 * axis; e < 4 * axis + 4; e++) {
      if (EDGE_START[e] == low) {
        return e;
      }
    }
    throw new IllegalStateException("no edge between corners " + a + " and " + b);
  }
}
