package org.e2e3d.engine.texture;

import java.util.Arrays;

/**
 * Edges at which two charts meet, each once: edge k of face f lies against edge m of face g, the
 * other way round.
 */
final class SeamEdges {
  final int[] faceF;
  final int[] edgeK;
  final int[] faceG;
  final int[] edgeM;

  SeamEdges(FaceGraph graph, Charts charts) {
    int n = 0;
    int[] at = new int[graph.across.length];
    for (int i = 0; i < at.length; i++) {
      int f = i / 3;
      int g = graph.across[i];
      if (g > f
          && charts.chartOf[f] >= 0
          && charts.chartOf[g] >= 0
          && charts.chartOf[f] != charts.chartOf[g]) {
        at[n++] = i;
      }
    }
    faceF = Arrays.stream(at, 0, n).map(i -> i / 3).toArray();
    edgeK = Arrays.stream(at, 0, n).map(i -> i % 3).toArray();
    faceG = Arrays.stream(at, 0, n).map(i -> graph.across[i]).toArray();
    edgeM = new int[n];
    for (int i = 0; i < n; i++) {
      edgeM[i] = graph.edgeTowards(faceG[i], faceF[i]);
    }
  }

  int size() {
    return faceF.length;
  }
}
