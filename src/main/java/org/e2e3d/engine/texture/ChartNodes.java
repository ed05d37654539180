package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/** Numbers the pairs (vertex, chart): a vertex on a seam has one node in each chart it touches. */
final class ChartNodes {
  /** Node of each face corner (3 a face); -1 for faces without a chart. */
  final int[] ofCorner;

  /** Vertex of each node. */
  final int[] vertex;

  /** Nodes of vertex v are start[v] to start[v+1]-1. */
  final int[] start;

  ChartNodes(TriangleMesh mesh, FaceGraph graph, Charts charts) {
    int[] t = mesh.triangles();
    ofCorner = new int[t.length];
    Arrays.fill(ofCorner, -1);
    start = new int[mesh.vertexCount() + 1];
    int[] owner = new int[t.length];
    int n = 0;
    for (int v = 0; v < mesh.vertexCount(); v++) {
      start[v] = n;
      int[] chart = new int[graph.vertexStart[v + 1] - graph.vertexStart[v]];
      int charted = 0;
      for (int i = graph.vertexStart[v]; i < graph.vertexStart[v + 1]; i++) {
        int f = graph.vertexFaces[i];
        int c = charts.chartOf[f];
        if (c < 0) {
          continue;
        }
        int k = 0;
        while (k < charted && chart[k] != c) {
          k++;
        }
        if (k == charted) {
          chart[charted++] = c;
          owner[n + k] = v;
        }
        for (int corner = 0; corner < 3; corner++) {
          if (t[3 * f + corner] == v) {
            ofCorner[3 * f + corner] = n + k;
          }
        }
      }
      n += charted;
    }
    start[mesh.vertexCount()] = n;
    vertex = Arrays.copyOf(owner, n);
  }

  int size() {
    return vertex.length;
  }
}
