package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/** Which faces share an edge, and which meet at a vertex. */
final class FaceGraph {
  /** The face across edge k (from corner k to corner k+1) of face f is at 3f+k; -1 if none. */
  final int[] across;

  /** Faces of vertex v are vertexFaces[vertexStart[v] .. vertexStart[v+1]). */
  final int[] vertexStart;

  final int[] vertexFaces;

  FaceGraph(TriangleMesh mesh) {
    int[] t = mesh.triangles();
    vertexStart = new int[mesh.vertexCount() + 1];
    for (int v : t) {
      vertexStart[v + 1]++;
    }
    for (int v = 0; v < mesh.vertexCount(); v++) {
      vertexStart[v + 1] += vertexStart[v];
    }
    vertexFaces = new int[t.length];
    int[] fill = Arrays.copyOf(vertexStart, mesh.vertexCount());
    for (int i = 0; i < t.length; i++) {
      vertexFaces[fill[t[i]]++] = i / 3;
    }
    across = new int[t.length];
    Arrays.fill(across, -1);
    for (int f = 0; f < mesh.faceCount(); f++) {
      for (int k = 0; k < 3; k++) {
        if (across[3 * f + k] < 0) {
          join(t, f, k);
        }
      }
    }
  }

  /** Pairs an edge with the first unpaired edge that runs the other way. */
  private void join(int[] t, int f, int k) {
    int a = t[3 * f + k];
    int b = t[3 * f + (k + 1) % 3];
    for (int i = vertexStart[a]; i < vertexStart[a + 1]; i++) {
      int g = vertexFaces[i];
      if (g == f) {
        continue;
      }
      for (int m = 0; m < 3; m++) {
        if (across[3 * g + m] < 0 && t[3 * g + m] == b && t[3 * g + (m + 1) % 3] == a) {
          across[3 * f + k] = g;
          across[3 * g + m] = f;
          return;
        }
      }
    }
  }

  /** Which edge of face g leads to face f, or -1. */
  int edgeTowards(int g, int f) {
    for (int k = 0; k < 3; k++) {
      if (across[3 * g + k] == f) {
        return k;
      }
    }
    return -1;
  }
}
