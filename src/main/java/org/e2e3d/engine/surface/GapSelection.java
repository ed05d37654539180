package org.e2e3d.engine.surface;

import java.util.Arrays;
import java.util.PriorityQueue;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Which gaps in measured surface are closed. The boundary of free space has no holes, so a gap is
 * part of it that nobody measured. What the views do not support stays open, and so does what lies
 * not clearly nearer, along the surface, to measured surface than to such an open end. Where the
 * boundary turns away from measured surface at an angle it is an open end too: there the object
 * ends before empty sky, which shows no depth either. So a hole that seen surface surrounds is
 * closed whatever its width, while surface does not grow outwards from where sight ends.
 */
final class GapSelection {
  /** Below this cosine between them, boundary does not continue measured surface. */
  private static final double SMOOTH = 0.6;

  /** An open end must be so many times as far away as measured surface. */
  private static final double FARTHER = 1.5;

  /** Rounds of averaging normals over neighbours. */
  private static final int ROUNDS = 2;

  private final TriangleMesh bound;
  private final HalfEdges edges;

  GapSelection(TriangleMesh bound) {
    this.bound = bound;
    this.edges = new HalfEdges(bound.vertexCount(), bound.triangles());
  }

  /**
   * Chooses among the faces of gaps.
   *
   * @param gaps faces that nobody measured
   * @param supported which of these the views support
   * @return per gap, whether it is closed
   */
  boolean[] closed(int[] gaps, boolean[] supported) {
    int n = bound.faceCount();
    int[] number = new int[n];
    Arrays.fill(number, -1);
    for (int i = 0; i < gaps.length; i++) {
      number[gaps[i]] = i;
    }
    double[] normals = normals(number);
    double[] fromMeasured = distances(gaps, supported, number, normals, false);
    double[] fromOpen = distances(gaps, supported, number, normals, true);
    boolean[] closed = new boolean[gaps.length];
    for (int i = 0; i < gaps.length; i++) {
      closed[i] =
          supported[i]
              && fromMeasured[i] < Double.POSITIVE_INFINITY
              && FARTHER * fromMeasured[i] <= fromOpen[i];
    }
    dropShards(gaps, closed, number);
    return closed;
  }

  /** Opens faces that hang on a single edge, and what then does: spikes into an open end. */
  private void dropShards(int[] gaps, boolean[] closed, int[] number) {
    int[] stack = new int[4 * gaps.length];
    int size = 0;
    for (int i = gaps.length - 1; i >= 0; i--) {
      stack[size++] = i;
    }
    while (size > 0) {
      int i = stack[--size];
      if (!closed[i] || held(gaps[i], closed, number) >= 2) {
        continue;
      }
      closed[i] = false;
      for (int h = 3 * gaps[i]; h < 3 * gaps[i] + 3; h++) {
        int o = edges.opposite[h];
        if (o >= 0 && number[o / 3] >= 0) {
          stack[size++] = number[o / 3];
        }
      }
    }
  }

  /** Over how many edges a face continues in surface. */
  private int held(int face, boolean[] closed, int[] number) {
    int held = 0;
    for (int h = 3 * face; h < 3 * face + 3; h++) {
      int o = edges.opposite[h];
      held += o >= 0 && (number[o / 3] < 0 || closed[number[o / 3]]) ? 1 : 0;
    }
    return held;
  }

  /** How far supported faces are, along supported faces, from measured ones or from open ends. */
  private double[] distances(
      int[] gaps, boolean[] supported, int[] number, double[] normals, boolean open) {
    double[] distance = new double[gaps.length];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    PriorityQueue<long[]> queue =
        new PriorityQueue<>(
            (a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
    for (int i = 0; i < gaps.length; i++) {
      for (int h = 3 * gaps[i]; supported[i] && h < 3 * gaps[i] + 3; h++) {
        int o = edges.opposite[h];
        boolean rim = o >= 0 && number[o / 3] < 0;
        boolean measured = rim && smooth(normals, gaps[i], o / 3);
        boolean end = rim ? !measured : o < 0 || number[o / 3] >= 0 && !supported[number[o / 3]];
        if (open ? end : measured) {
          offer(queue, distance, i, toEdge(h));
        }
      }
    }
    while (!queue.isEmpty()) {
      long[] top = queue.poll();
      int i = (int) top[1];
      double d = Double.longBitsToDouble(top[0]);
      if (d > distance[i]) {
        continue;
      }
      for (int h = 3 * gaps[i]; h < 3 * gaps[i] + 3; h++) {
        int o = edges.opposite[h];
        int j = o < 0 ? -1 : number[o / 3];
        if (j >= 0 && supported[j]) {
          offer(queue, distance, j, d + toEdge(h) + toEdge(o));
        }
      }
    }
    return distance;
  }

  private static boolean smooth(double[] n, int f, int g) {
    double dot = n[3 * f] * n[3 * g] + n[3 * f + 1] * n[3 * g + 1] + n[3 * f + 2] * n[3 * g + 2];
    return dot > SMOOTH * length(n, f) * length(n, g);
  }

  private static double length(double[] n, int f) {
    return Math.sqrt(
        n[3 * f] * n[3 * f] + n[3 * f + 1] * n[3 * f + 1] + n[3 * f + 2] * n[3 * f + 2]);
  }

  /** Normals averaged over the faces around, measured ones and gaps apart. */
  private double[] normals(int[] number) {
    int[] t = bound.triangles();
    double[] face = new double[t.length];
    for (int f = 0; f < bound.faceCount(); f++) {
      bound.areaVector(f, face, 3 * f);
    }
    for (int round = 0; round < ROUNDS; round++) {
      double[][] corner = new double[2][3 * bound.vertexCount()];
      for (int h = 0; h < t.length; h++) {
        for (int k = 0; k < 3; k++) {
          corner[number[h / 3] < 0 ? 0 : 1][3 * t[h] + k] += face[3 * (h / 3) + k];
        }
      }
      for (int f = 0; f < bound.faceCount(); f++) {
        double[] c = corner[number[f] < 0 ? 0 : 1];
        for (int k = 0; k < 3; k++) {
          face[3 * f + k] = c[3 * t[3 * f] + k] + c[3 * t[3 * f + 1] + k] + c[3 * t[3 * f + 2] + k];
        }
      }
    }
    return face;
  }

  private static void offer(PriorityQueue<long[]> queue, double[] distance, int i, double d) {
    if (d < distance[i]) {
      distance[i] = d;
      // positive doubles sort like their bits
      queue.add(new long[] {Double.doubleToLongBits(d), i});
    }
  }

  /** From a face's centre to the middle of an edge. */
  private double toEdge(int h) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      float[] p = bound.xyz();
      double a = p[3 * edges.from(h) + k];
      double b = p[3 * edges.to(h) + k];
      double c = p[3 * edges.from(HalfEdges.previous(h)) + k];
      double d = (a + b) / 2 - (a + b + c) / 3;
      sum += d * d;
    }
    return Math.sqrt(sum);
  }
}
