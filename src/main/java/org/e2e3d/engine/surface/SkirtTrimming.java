package org.e2e3d.engine.surface;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Tells closed holes from skirts. {@link HoleClosing} grows surface from every rim; where rims
 * surround a hole they meet, elsewhere they end in the open. So trimming starts at the open ends
 * and flows down to seen surface, never up: like water it stops at the saddle where a skirt and a
 * closed hole meet.
 */
final class SkirtTrimming {
  private SkirtTrimming() {}

  /** The faces to keep: those seen, and those that close a hole. */
  static boolean[] keep(Surface surface) {
    TriangleMesh mesh = surface.mesh();
    short[] reached = surface.reached();
    HalfEdges edges = new HalfEdges(mesh.vertexCount(), mesh.triangles());
    boolean[] keep = new boolean[mesh.faceCount()];
    Arrays.fill(keep, true);
    int[] stack = new int[mesh.faceCount()];
    int size = 0;
    for (int h = 0; h < edges.opposite.length; h++) {
      int f = h / 3;
      if (edges.opposite[h] == HalfEdges.BORDER && reached[f] > 0 && keep[f]) {
        keep[f] = false;
        stack[size++] = f;
      }
    }
    while (size > 0) {
      int f = stack[--size];
      for (int h = 3 * f; h < 3 * f + 3; h++) {
        int g = edges.opposite[h] / 3;
        if (edges.opposite[h] >= 0 && keep[g] && reached[g] > 0 && reached[g] <= reached[f]) {
          keep[g] = false;
          stack[size++] = g;
        }
      }
    }
    return keep;
  }
}
