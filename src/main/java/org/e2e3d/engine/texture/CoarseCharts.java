package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Cuts a mesh without texture into charts that can be laid flat: connected faces that all face one
 * axis, along which they are projected. Grown face by face while the faces stay within a cone about
 * their mean normal; pieces too small are given to a neighbour whose axis they face; faces that
 * fold over others of their chart go into charts of their own.
 */
final class CoarseCharts {
  private static final double GROWN_COSINE = 0.5;
  private static final double LEAST_COSINE = 0.1;

  /** A chart of fewer faces is given to a neighbour. */
  private static final int SMALL = 24;

  private static final int MERGE_ROUNDS = 3;
  private static final int UNFOLD_ROUNDS = 3;

  /** Cells of the grid on which folds are looked for, for each face of the chart. */
  private static final double CELLS_A_FACE = 8;

  private static final int NONE = -1;

  private final TriangleMesh mesh;
  private final FaceGraph graph;

  /** 3f unit normals; zero for faces without area. */
  private final float[] normal;

  private final float[] area;

  /** Chart of each face. */
  private final int[] label;

  /** 3 a chart: the sum of its faces' normals by area. */
  private double[] axis = new double[96];

  private int charts;
  private final double scale;
  private Charts result;

  private CoarseCharts(TriangleMesh mesh, FaceGraph graph, double scale) {
    this.scale = scale;
    this.mesh = mesh;
    this.graph = graph;
    int n = mesh.faceCount();
    normal = new float[3 * n];
    area = new float[n];
    label = new int[n];
    Arrays.fill(label, NONE);
    for (int f = 0; f < n; f++) {
      measure(f);
    }
  }

  /**
   * Cuts a mesh.
   *
   * @param scale texels a unit of the mesh
   */
  static CoarseCharts of(TriangleMesh mesh, FaceGraph graph, double scale) {
    CoarseCharts cut = new CoarseCharts(mesh, graph, scale);
    cut.grow();
    cut.merge();
    for (int round = 0; round < UNFOLD_ROUNDS && cut.unfold(); round++) {
      cut.grow();
    }
    cut.result = Charts.of(graph, cut.label, cut.project(scale));
    return cut;
  }

  /** The charts; their views are the numbers of their frames. */
  Charts charts() {
    return result;
  }

  /** Texels a unit of the mesh. */
  double scale() {
    return scale;
  }

  private void measure(int f) {
    double[] n = new double[3];
    mesh.areaVector(f, n, 0);
    double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    area[f] = (float) length / 2;
    for (int k = 0; k < 3 && length > 0; k++) {
      normal[3 * f + k] = (float) (n[k] / length);
    }
  }

  /** Puts every face without a chart into one. */
  private void grow() {
    int[] queue = new int[label.length];
    boolean left = true;
    while (left) {
      left = false;
      for (int seed = 0; seed < label.length; seed++) {
        if (label[seed] == NONE) {
          left |= growFrom(seed, queue);
        }
      }
    }
  }

  /** Returns whether faces that were tried have no chart. */
  private boolean growFrom(int seed, int[] queue) {
    int chart = charts++;
    if (3 * charts > axis.length) {
      axis = Arrays.copyOf(axis, 2 * axis.length);
    }
    int tail = 0;
    queue[tail++] = seed;
    take(seed, chart);
    for (int head = 0; head < tail; head++) {
      for (int k = 0; k < 3; k++) {
        int g = graph.across[3 * queue[head] + k];
        if (g >= 0 && label[g] == NONE && facing(g, chart) > GROWN_COSINE) {
          take(g, chart);
          queue[tail++] = g;
        }
      }
    }
    // The axis has moved while the chart grew: who does not face it any more starts anew.
    boolean left = false;
    for (int i = 1; i < tail; i++) {
      if (facing(queue[i], chart) < LEAST_COSINE) {
        label[queue[i]] = NONE;
        left = true;
      }
    }
    return left;
  }

  private void take(int f, int chart) {
    label[f] = chart;
    for (int k = 0; k < 3; k++) {
      axis[3 * chart + k] += area[f] * normal[3 * f + k];
    }
  }

  /** The cosine between a face's normal and a chart's axis; 1 for faces without area. */
  private double facing(int f, int chart) {
    double x = axis[3 * chart];
    double y = axis[3 * chart + 1];
    double z = axis[3 * chart + 2];
    double length = Math.sqrt(x * x + y * y + z * z);
    return area[f] > 0 && length > 0
        ? (x * normal[3 * f] + y * normal[3 * f + 1] + z * normal[3 * f + 2]) / length
        : 1;
  }

  private void merge() {
    int[] queue = new int[label.length];
    for (int round = 0; round < MERGE_ROUNDS; round++) {
      boolean[] done = new boolean[label.length];
      for (int seed = 0; seed < label.length; seed++) {
        if (done[seed]) {
          continue;
        }
        int n = connected(seed, done, queue);
        if (n < SMALL) {
          int heir = heir(queue, n);
          for (int i = 0; i < n && heir != NONE; i++) {
            label[queue[i]] = heir;
          }
        }
      }
    }
  }

  private int connected(int seed, boolean[] done, int[] queue) {
    int n = 0;
    queue[n++] = seed;
    done[seed] = true;
    for (int head = 0; head < n; head++) {
      for (int k = 0; k < 3; k++) {
        int g = graph.across[3 * queue[head] + k];
        if (g >= 0 && !done[g] && label[g] == label[seed]) {
          done[g] = true;
          queue[n++] = g;
        }
      }
    }
    return n;
  }

  /** The neighbouring chart that all of the faces face, best in the worst case; or none. */
  private int heir(int[] faces, int n) {
    int best = NONE;
    double bestWorst = LEAST_COSINE;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) {
        int g = graph.across[3 * faces[i] + k];
        if (g < 0 || label[g] == label[faces[0]] || label[g] == best) {
          continue;
        }
        double worst = 1;
        for (int j = 0; j < n; j++) {
          worst = Math.min(worst, facing(faces[j], label[g]));
        }
        if (worst > bestWorst) {
          best = label[g];
          bestWorst = worst;
        }
      }
    }
    return best;
  }

  /** Takes faces out of charts where they fold over others; false if there were none. */
  private boolean unfold() {
    float[] pixel = project(1);
    Charts now = Charts.of(graph, label, pixel);
    boolean any = false;
    for (int c = 0; c < now.size(); c++) {
      int faces = now.start[c + 1] - now.start[c];
      if (faces < 3) {
        continue;
      }
      double scale = Math.sqrt(CELLS_A_FACE * faces / Math.max(1e-30, now.area[c]));
      ChartBox box = ChartBox.of(now, c, scale, scale, 1);
      if ((long) box.width() * box.height() > 1 << 24) {
        continue;
      }
      any |= unfold(now, c, box, scale);
    }
    return any;
  }

  /** A face whose middle another one covers, not even a neighbour of it, has to go. */
  private boolean unfold(Charts now, int chart, ChartBox box, double scale) {
    ChartRaster raster = new ChartRaster(now, chart, box, scale, scale, 0);
    int[] owner = new int[box.width() * box.height()];
    Arrays.fill(owner, NONE);
    for (int i = 0; i < raster.size(); i++) {
      int from = raster.y(i) * box.width() + raster.x(i);
      Arrays.fill(owner, from, from + raster.length(i), raster.face(i));
    }
    boolean any = false;
    for (int i = now.start[chart]; i < now.start[chart + 1]; i++) {
      int f = now.faces[i];
      float[] p = now.pixel;
      int y = (int) Math.floor((p[6 * f + 1] + p[6 * f + 3] + p[6 * f + 5]) / 3 * scale) - box.y();
      int x = (int) Math.floor((p[6 * f] + p[6 * f + 2] + p[6 * f + 4]) / 3 * scale) - box.x();
      int there = owner[y * box.width() + x];
      if (there != NONE && there != f && !near(f, there)) {
        label[f] = NONE;
        any = true;
      }
    }
    return any;
  }

  /** Whether two faces have a vertex, or neighbours with one, in common. */
  private boolean near(int f, int g) {
    for (int k = 0; k < 3; k++) {
      int v = mesh.triangles()[3 * f + k];
      for (int i = graph.vertexStart[v]; i < graph.vertexStart[v + 1]; i++) {
        int h = graph.vertexFaces[i];
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 3; b++) {
            if (mesh.triangles()[3 * h + a] == mesh.triangles()[3 * g + b]) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  /** 6 a face: its corners seen along its chart's axis. */
  private float[] project(double scale) {
    float[] p = mesh.xyz();
    int[] t = mesh.triangles();
    float[] pixel = new float[2 * t.length];
    double[] frame = new double[9];
    int framed = NONE;
    for (int i = 0; i < t.length; i++) {
      int chart = label[i / 3];
      if (chart != framed && chart != NONE) {
        frame = frame(chart);
        framed = chart;
      }
      int v = 3 * t[i];
      for (int k = 0; k < 2; k++) {
        pixel[2 * i + k] =
            (float)
                (scale
                    * (frame[3 * k] * p[v]
                        + frame[3 * k + 1] * p[v + 1]
                        + frame[3 * k + 2] * p[v + 2]));
      }
    }
    return pixel;
  }

  /**
   * Three unit vectors, right-handed: two across a chart's axis, and the axis. Seen along it, faces
   * keep their sense of turning.
   */
  double[] frame(int chart) {
    double[] a = Arrays.copyOfRange(axis, 3 * chart, 3 * chart + 3);
    double length = Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
    for (int k = 0; k < 3; k++) {
      a[k] = length > 0 ? a[k] / length : k == 2 ? 1 : 0;
    }
    int least = Math.abs(a[0]) < Math.abs(a[1]) ? 0 : 1;
    least = Math.abs(a[2]) < Math.abs(a[least]) ? 2 : least;
    double[] e = new double[3];
    for (int k = 0; k < 3; k++) {
      e[k] = (k == least ? 1 : 0) - a[least] * a[k];
    }
    double norm = Math.sqrt(e[0] * e[0] + e[1] * e[1] + e[2] * e[2]);
    for (int k = 0; k < 3; k++) {
      e[k] /= norm;
    }
    return new double[] {
      e[0],
      e[1],
      e[2],
      a[1] * e[2] - a[2] * e[1],
      a[2] * e[0] - a[0] * e[2],
      a[0] * e[1] - a[1] * e[0],
      a[0],
      a[1],
      a[2]
    };
  }
}
