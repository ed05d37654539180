package org.e2e3d.engine.texture;

import java.util.Arrays;

/** Reads the two colours of a seam along its edge. */
final class SeamSampler {
  private static final int FEWEST = 4;
  private static final int MOST = 64;

  private final SeamEdges seams;
  private final Atlas atlas;
  private final double[] colour = new double[3];

  SeamSampler(SeamEdges seams, Atlas atlas) {
    this.seams = seams;
    this.atlas = atlas;
  }

  /** How many intervals an edge is cut into: about one a texel of its longer image. */
  int intervals(int s) {
    double length =
        Math.max(length(seams.faceF[s], seams.edgeK[s]), length(seams.faceG[s], seams.edgeM[s]));
    return (int) Math.max(FEWEST, Math.min(MOST, Math.ceil(length)));
  }

  private double length(int face, int edge) {
    int a = 6 * face + 2 * edge;
    int b = 6 * face + 2 * ((edge + 1) % 3);
    return Math.hypot(atlas.corner[a] - atlas.corner[b], atlas.corner[a + 1] - atlas.corner[b + 1]);
  }

  /** Colour of side G less colour of side F at t of the way along F's edge. */
  void difference(int s, double t, double[] out) {
    Arrays.fill(colour, 0);
    sample(seams.faceG[s], seams.edgeM[s], 1 - t, 1, colour);
    sample(seams.faceF[s], seams.edgeK[s], t, -1, colour);
    System.arraycopy(colour, 0, out, 0, 3);
  }

  private void sample(int face, int edge, double t, double weight, double[] sum) {
    int a = 6 * face + 2 * edge;
    int b = 6 * face + 2 * ((edge + 1) % 3);
    double u = atlas.corner[a] * (1 - t) + atlas.corner[b] * t;
    double v = atlas.corner[a + 1] * (1 - t) + atlas.corner[b + 1] * t;
    atlas.addSample(atlas.page[face], u, v, weight, sum);
  }

  /** Mean differences, weighted towards the start and towards the end of F's edge. */
  void meanDifferences(int s, double[] near, double[] far) {
    Arrays.fill(near, 0);
    Arrays.fill(far, 0);
    double[] d = new double[3];
    int n = intervals(s);
    double total = 0;
    for (int i = 0; i <= n; i++) {
      double t = (double) i / n;
      difference(s, t, d);
      total += t;
      for (int c = 0; c < 3; c++) {
        near[c] += (1 - t) * d[c];
        far[c] += t * d[c];
      }
    }
    for (int c = 0; c < 3; c++) {
      near[c] /= total;
      far[c] /= total;
    }
  }
}
