package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * What the two sides of a seam still differ by after the global shift, split evenly and faded into
 * the faces: at vertices by sharpened hat functions, along edges by a profile that is zero at both
 * ends. Every part vanishes on the other edges of its face or is the same in the face beyond, so
 * the correction is continuous within a chart.
 */
final class SeamResidual {
  private static final double FADE_TEXELS = 10;
  private static final float MOST = 60;

  private final SeamEdges seams;
  private final ChartNodes nodes;
  private final Atlas atlas;
  private final float[] shift;

  /** How steep each node's hat function is at the node. */
  private final float[] sharpness;

  /** 3 a node. */
  private final float[] atVertex;

  /** Seam of face edge 3f+k, or -1. */
  private final int[] seamOf;

  private final int[] profileStart;
  private final float[] profile;

  SeamResidual(TriangleMesh mesh, SeamEdges seams, ChartNodes nodes, Atlas atlas, float[] shift) {
    this.seams = seams;
    this.nodes = nodes;
    this.atlas = atlas;
    this.shift = shift;
    this.sharpness = sharpness();
    this.atVertex = vertexParts(mesh);
    this.seamOf = new int[nodes.ofCorner.length];
    Arrays.fill(seamOf, -1);
    SeamSampler sampler = new SeamSampler(seams, atlas);
    profileStart = new int[seams.size() + 1];
    for (int s = 0; s < seams.size(); s++) {
      seamOf[3 * seams.faceF[s] + seams.edgeK[s]] = s;
      seamOf[3 * seams.faceG[s] + seams.edgeM[s]] = s;
      profileStart[s + 1] = profileStart[s] + sampler.intervals(s) + 1;
    }
    profile = new float[3 * profileStart[seams.size()]];
    for (int s = 0; s < seams.size(); s++) {
      fillProfile(s, sampler);
    }
  }

  /** Mean length of the edges at a node over the fading length. */
  private float[] sharpness() {
    float[] sum = new float[nodes.size()];
    int[] count = new int[nodes.size()];
    for (int i = 0; i < nodes.ofCorner.length; i++) {
      int node = nodes.ofCorner[i];
      if (node >= 0) {
        int f = i / 3;
        sum[node] += (float) edgeLength(f, i % 3);
        sum[node] += (float) edgeLength(f, (i + 2) % 3);
        count[node] += 2;
      }
    }
    for (int node = 0; node < sum.length; node++) {
      sum[node] = (float) Math.max(1, sum[node] / Math.max(1, count[node]) / FADE_TEXELS);
    }
    return sum;
  }

  private double edgeLength(int f, int k) {
    int a = 6 * f + 2 * k;
    int b = 6 * f + 2 * ((k + 1) % 3);
    return Math.hypot(atlas.corner[a] - atlas.corner[b], atlas.corner[a + 1] - atlas.corner[b + 1]);
  }

  private float[] vertexParts(TriangleMesh mesh) {
    float[] colour = new float[3 * nodes.size()];
    boolean[] done = new boolean[nodes.size()];
    double[] sample = new double[3];
    for (int i = 0; i < nodes.ofCorner.length; i++) {
      int node = nodes.ofCorner[i];
      if (node < 0 || done[node] || only(nodes.vertex[node])) {
        continue;
      }
      done[node] = true;
      Arrays.fill(sample, 0);
      int f = i / 3;
      atlas.addSample(atlas.page[f], atlas.corner[2 * i], atlas.corner[2 * i + 1], 1, sample);
      for (int c = 0; c < 3; c++) {
        colour[3 * node + c] = (float) sample[c] + shift[3 * node + c];
      }
    }
    float[] part = new float[colour.length];
    for (int v = 0; v < mesh.vertexCount(); v++) {
      int n = nodes.start[v + 1] - nodes.start[v];
      for (int c = 0; c < 3 && n > 1; c++) {
        float mean = 0;
        for (int node = nodes.start[v]; node < nodes.start[v + 1]; node++) {
          mean += colour[3 * node + c] / n;
        }
        for (int node = nodes.start[v]; node < nodes.start[v + 1]; node++) {
          part[3 * node + c] = limited(mean - colour[3 * node + c]);
        }
      }
    }
    return part;
  }

  private boolean only(int vertex) {
    return nodes.start[vertex + 1] - nodes.start[vertex] == 1;
  }

  private static float limited(double v) {
    return (float) Math.max(-MOST, Math.min(MOST, v));
  }

  private void fillProfile(int s, SeamSampler sampler) {
    int n = profileStart[s + 1] - profileStart[s] - 1;
    double[] d = new double[3];
    for (int i = 1; i < n; i++) {
      double t = (double) i / n;
      sampler.difference(s, t, d);
      int f = seams.faceF[s];
      int g = seams.faceG[s];
      int k = seams.edgeK[s];
      int m = seams.edgeM[s];
      accumulate(d, nodes.ofCorner[3 * g + m], nodes.ofCorner[3 * g + (m + 1) % 3], 1 - t, 1);
      accumulate(d, nodes.ofCorner[3 * f + k], nodes.ofCorner[3 * f + (k + 1) % 3], t, -1);
      for (int c = 0; c < 3; c++) {
        profile[3 * (profileStart[s] + i) + c] = limited(d[c] / 2);
      }
    }
  }

  /** Adds what the shift and the vertex parts give on an edge from node a to node b. */
  private void accumulate(double[] d, int a, int b, double t, double sign) {
    double ha = hat(1 - t, sharpness[a]);
    double hb = hat(t, sharpness[b]);
    for (int c = 0; c < 3; c++) {
      d[c] +=
          sign
              * ((1 - t) * shift[3 * a + c]
                  + t * shift[3 * b + c]
                  + ha * atVertex[3 * a + c]
                  + hb * atVertex[3 * b + c]);
    }
  }

  /** Whether there is anything to add in a face. */
  boolean touches(int f) {
    for (int k = 3 * f; k < 3 * f + 3; k++) {
      if (seamOf[k] >= 0 || !only(nodes.vertex[nodes.ofCorner[k]])) {
        return true;
      }
    }
    return false;
  }

  /** Adds the residual correction at a point of a face, given by its barycentric weights. */
  void add(int f, double[] w, double[] sum) {
    for (int k = 0; k < 3; k++) {
      int node = nodes.ofCorner[3 * f + k];
      if (!only(nodes.vertex[node]) && w[k] > 0) {
        double hat = hat(Math.min(1, w[k]), sharpness[node]);
        sum[0] += hat * atVertex[3 * node];
        sum[1] += hat * atVertex[3 * node + 1];
        sum[2] += hat * atVertex[3 * node + 2];
      }
      int s = seamOf[3 * f + k];
      if (s >= 0) {
        addProfile(s, f, k, w, sum);
      }
    }
  }

  private void addProfile(int s, int f, int k, double[] w, double[] sum) {
    double wa = Math.max(0, w[k]);
    double wb = Math.max(0, w[(k + 1) % 3]);
    if (wa + wb <= 0) {
      return;
    }
    boolean sideF = seams.faceF[s] == f && seams.edgeK[s] == k;
    double t = wb / (wa + wb);
    double along = sideF ? t : 1 - t;
    int a = nodes.ofCorner[3 * f + k];
    double fade = hat(Math.min(1, wa + wb), sharpness[a]) * (sideF ? 1 : -1);
    int n = profileStart[s + 1] - profileStart[s] - 1;
    double at = along * n;
    int i = Math.min(n - 1, (int) at);
    double rest = at - i;
    int o = 3 * (profileStart[s] + i);
    for (int c = 0; c < 3; c++) {
      sum[c] += fade * (profile[o + c] * (1 - rest) + profile[o + 3 + c] * rest);
    }
  }

  /**
   * From 0 at 0 to 1 at 1 with a slope of s there: Schlick, "Fast Alternatives to Perlin's Bias and
   * Gain Functions" (Graphics Gems IV, 1994), which a power costs many times.
   */
  private static double hat(double w, double s) {
    return w / (s - (s - 1) * w);
  }
}
