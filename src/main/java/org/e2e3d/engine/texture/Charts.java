package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Connected faces with one view: each becomes a piece of that view's photograph. Charts are
 * numbered from 0 in the order of their first faces; faces no view sees have chart -1.
 */
final class Charts {
  final int[] chartOf;

  /** Faces of chart c are faces[start[c] .. start[c+1]), ascending. */
  final int[] start;

  final int[] faces;

  /** View index of each chart. */
  final int[] view;

  /** 6 a face: u, v of its corners in the full-size photograph of its chart's view. */
  final float[] pixel;

  /** Of each chart in its photograph, pixels squared. */
  final double[] area;

  /** Length of each chart's outline in its photograph, pixels. */
  final double[] border;

  private Charts(
      int[] chartOf, int[] start, int[] faces, int[] view, float[] pixel, FaceGraph graph) {
    this.chartOf = chartOf;
    this.start = start;
    this.faces = faces;
    this.view = view;
    this.pixel = pixel;
    this.area = new double[view.length];
    this.border = new double[view.length];
    for (int f : faces) {
      int chart = chartOf[f];
      area[chart] += area(pixel, 6 * f);
      for (int k = 0; k < 3; k++) {
        int g = graph.across[3 * f + k];
        if (g < 0 || chartOf[g] != chart) {
          int a = 6 * f + 2 * k;
          int b = 6 * f + 2 * ((k + 1) % 3);
          border[chart] += Math.hypot(pixel[b] - pixel[a], pixel[b + 1] - pixel[a + 1]);
        }
      }
    }
  }

  private static double area(float[] p, int at) {
    double ux = p[at + 2] - p[at];
    double uy = p[at + 3] - p[at + 1];
    double vx = p[at + 4] - p[at];
    double vy = p[at + 5] - p[at + 1];
    return Math.abs(ux * vy - uy * vx) / 2;
  }

  int size() {
    return view.length;
  }

  /**
   * @param label view index of each face, or -1
   */
  static Charts of(TriangleMesh mesh, FaceGraph graph, int[] label, ViewProjection[] views) {
    return of(graph, label, project(mesh, label, views));
  }

  /**
   * @param label of each face, or -1; connected faces of a label become a chart
   * @param pixel 6 a face: where its corners lie
   */
  static Charts of(FaceGraph graph, int[] label, float[] pixel) {
    int n = label.length;
    int[] chartOf = new int[n];
    Arrays.fill(chartOf, -1);
    int[] queue = new int[n];
    int[] view = new int[n];
    int count = 0;
    for (int seed = 0; seed < n; seed++) {
      if (label[seed] < 0 || chartOf[seed] >= 0) {
        continue;
      }
      int tail = 0;
      queue[tail++] = seed;
      chartOf[seed] = count;
      for (int head = 0; head < tail; head++) {
        int f = queue[head];
        for (int k = 0; k < 3; k++) {
          int g = graph.across[3 * f + k];
          if (g >= 0 && chartOf[g] < 0 && label[g] == label[seed]) {
            chartOf[g] = count;
            queue[tail++] = g;
          }
        }
      }
      view[count++] = label[seed];
    }
    int[] start = new int[count + 1];
    for (int c : chartOf) {
      if (c >= 0) {
        start[c + 1]++;
      }
    }
    for (int c = 0; c < count; c++) {
      start[c + 1] += start[c];
    }
    int[] fill = Arrays.copyOf(start, count);
    int[] faces = new int[start[count]];
    for (int f = 0; f < n; f++) {
      if (chartOf[f] >= 0) {
        faces[fill[chartOf[f]]++] = f;
      }
    }
    return new Charts(chartOf, start, faces, Arrays.copyOf(view, count), pixel, graph);
  }

  private static float[] project(TriangleMesh mesh, int[] label, ViewProjection[] views) {
    float[] pixel = new float[6 * label.length];
    double[] uv = new double[2];
    for (int f = 0; f < label.length; f++) {
      if (label[f] < 0) {
        continue;
      }
      for (int k = 0; k < 3; k++) {
        views[label[f]].project(mesh.xyz(), mesh.triangles()[3 * f + k], uv);
        pixel[6 * f + 2 * k] = (float) uv[0];
        pixel[6 * f + 2 * k + 1] = (float) uv[1];
      }
    }
    return pixel;
  }
}
