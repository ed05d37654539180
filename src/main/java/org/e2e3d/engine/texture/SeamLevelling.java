package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/**
 * Makes colours meet along seams.
 *
 * <p>Globally after Lempitsky and Ivanov, "Seamless Mosaicing of Image-Based Texture Maps" (CVPR
 * 2007), and Waechter et al. 2014, section 5.1: each vertex gets an additive correction in each of
 * its charts, such that the corrected colours (means along the seam) agree across seams and the
 * corrections vary little within charts; linear over faces. What still differs is split between the
 * two sides: at seam vertices by hat functions, between them by a profile along the edge that fades
 * into the face. Both fade within a dozen texels, and are continuous.
 */
final class SeamLevelling {
  private static final float SMOOTHNESS = 0.1f;
  private static final float ANCHOR = 3e-4f;
  private static final double RESIDUAL = 4e-3;
  private static final int MOST_STEPS = 150;

  private final TriangleMesh mesh;
  private final FaceGraph graph;
  private final Charts charts;
  private final Atlas atlas;
  private final SeamEdges seams;
  private final ChartNodes nodes;

  SeamLevelling(TriangleMesh mesh, FaceGraph graph, Charts charts, Atlas atlas) {
    this.mesh = mesh;
    this.graph = graph;
    this.charts = charts;
    this.atlas = atlas;
    this.seams = new SeamEdges(graph, charts);
    this.nodes = new ChartNodes(mesh, graph, charts);
  }

  void run(int threads) {
    if (seams.size() == 0) {
      return;
    }
    float[] shift = globalShift();
    SeamResidual residual = new SeamResidual(mesh, seams, nodes, atlas, shift);
    Workers.forEach(threads, charts.size(), c -> apply(c, shift, residual));
  }

  /** 3 a node: what is to be added there. */
  private float[] globalShift() {
    int most = 3 * charts.faces.length + 2 * seams.size();
    int[] from = new int[most];
    int[] to = new int[most];
    float[] weight = new float[most];
    int e = 0;
    for (int f : charts.faces) {
      for (int k = 0; k < 3; k++) {
        int g = graph.across[3 * f + k];
        boolean inner = g >= 0 && charts.chartOf[g] == charts.chartOf[f];
        // An inner edge stands in two faces and is taken once, with the weight of both.
        if (!inner || g > f) {
          from[e] = nodes.ofCorner[3 * f + k];
          to[e] = nodes.ofCorner[3 * f + (k + 1) % 3];
          weight[e++] = inner ? SMOOTHNESS : SMOOTHNESS / 2;
        }
      }
    }
    float[] b = new float[3 * nodes.size()];
    SeamSampler sampler = new SeamSampler(seams, atlas);
    double[] near = new double[3];
    double[] far = new double[3];
    for (int s = 0; s < seams.size(); s++) {
      int f = seams.faceF[s];
      int g = seams.faceG[s];
      sampler.meanDifferences(s, near, far);
      for (int end = 0; end < 2; end++) {
        int i = nodes.ofCorner[3 * f + (seams.edgeK[s] + end) % 3];
        int j = nodes.ofCorner[3 * g + (seams.edgeM[s] + 1 - end) % 3];
        from[e] = i;
        to[e] = j;
        weight[e++] = 1;
        double[] wanted = end == 0 ? near : far;
        for (int c = 0; c < 3; c++) {
          b[3 * i + c] += (float) wanted[c];
          b[3 * j + c] -= (float) wanted[c];
        }
      }
    }
    GraphLaplacian system =
        new GraphLaplacian(
            nodes.size(),
            Arrays.copyOf(from, e),
            Arrays.copyOf(to, e),
            Arrays.copyOf(weight, e),
            ANCHOR);
    return system.solve(b, RESIDUAL, MOST_STEPS);
  }

  private void apply(int chart, float[] shift, SeamResidual residual) {
    AtlasLayout layout = atlas.layout;
    ChartBox box = layout.boxes().get(chart);
    double sx = layout.scaleX(charts.view[chart]);
    double sy = layout.scaleY(charts.view[chart]);
    ChartRaster raster = layout.rasters()[chart];
    MaskPacker.Place place = layout.places()[chart];
    byte[] page = atlas.pages.get(place.page());
    int step = atlas.step(place);
    double[] w = new double[3];
    double[] next = new double[3];
    double[] add = new double[3];
    for (int i = 0; i < raster.size(); i++) {
      int f = raster.face(i);
      int n = raster.length(i);
      double u = (box.x() + raster.x(i) + 0.5) / sx;
      double v = (box.y() + raster.y(i) + 0.5) / sy;
      int o = atlas.offset(place, raster.x(i), raster.y(i));
      Barycentric.weights(charts.pixel, 6 * f, u, v, w);
      shiftAt(f, w, shift, add);
      if (!residual.touches(f)) {
        // Weights, and with them the shift, change evenly along the row.
        Barycentric.weights(charts.pixel, 6 * f, u + 1 / sx, v, w);
        shiftAt(f, w, shift, next);
        double r = next[0] - add[0];
        double g = next[1] - add[1];
        double b = next[2] - add[2];
        for (int k = 0; k < n; k++, o += step) {
          page[o] = shifted(page[o], add[0] + k * r);
          page[o + 1] = shifted(page[o + 1], add[1] + k * g);
          page[o + 2] = shifted(page[o + 2], add[2] + k * b);
        }
        continue;
      }
      for (int k = 0; k < n; k++, o += step) {
        Barycentric.weights(charts.pixel, 6 * f, u + k / sx, v, w);
        shiftAt(f, w, shift, add);
        residual.add(f, w, add);
        for (int channel = 0; channel < 3; channel++) {
          page[o + channel] = shifted(page[o + channel], add[channel]);
        }
      }
    }
  }

  /** The global shift at a point of a face, given by its barycentric weights. */
  private void shiftAt(int f, double[] w, float[] shift, double[] add) {
    int a = 3 * nodes.ofCorner[3 * f];
    int b = 3 * nodes.ofCorner[3 * f + 1];
    int c = 3 * nodes.ofCorner[3 * f + 2];
    for (int channel = 0; channel < 3; channel++) {
      add[channel] =
          w[0] * shift[a + channel] + w[1] * shift[b + channel] + w[2] * shift[c + channel];
    }
  }

  private static byte shifted(byte value, double add) {
    return (byte) (int) Math.max(0, Math.min(255, (value & 255) + add + 0.5));
  }
}
