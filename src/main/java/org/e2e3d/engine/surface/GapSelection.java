package org.e2e3d.engine.surface;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.surface.cut.MinCut;

/**
 * Which gaps in measured surface are closed. The boundary of free space has no holes, so a gap is
 * part of it that nobody measured. Of all choices among what the views support, that is taken which
 * leaves the surface with the shortest border, as a minimum cut of the graph of the gaps' faces: an
 * edge between what is closed and what stays open is border, and so is the rim of measured surface
 * where nothing continues it. Where the boundary turns away from measured surface at an angle, the
 * rim counts against closing: there the object ends before empty sky, which shows no depth either.
 * So a hole that seen surface surrounds is closed whatever its width, an opening is closed as far
 * as its narrowest place, and nothing spiky grows into one.
 */
final class GapSelection {
  /** Below this cosine between them, boundary does not continue measured surface. */
  private static final double SMOOTH = 0.6;

  /** Units of length to an edge of the mean length: the cut is of whole numbers. */
  private static final double UNITS = 1000;

  /** No edge counts for more units. */
  private static final double LONGEST = 1e6;

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
    double unit = unit(gaps);
    int[] reverse = new int[MinCut.ARCS * gaps.length];
    int[] capacity = new int[MinCut.ARCS * gaps.length];
    int[] terminal = new int[gaps.length];
    Arrays.fill(reverse, MinCut.NO_ARC);
    for (int i = 0; i < gaps.length; i++) {
      for (int k = 0; supported[i] && k < 3; k++) {
        int h = 3 * gaps[i] + k;
        int o = edges.opposite[h];
        int length = (int) Math.min(LONGEST, length(h) / unit);
        int neighbour = o < 0 ? -1 : number[o / 3];
        if (o >= 0 && neighbour < 0) {
          terminal[i] += smooth(normals, gaps[i], o / 3) ? length : -length;
        } else if (o >= 0 && supported[neighbour]) {
          reverse[MinCut.ARCS * i + k] = MinCut.ARCS * neighbour + o % 3;
          capacity[MinCut.ARCS * i + k] = length;
        } else {
          terminal[i] -= length;
        }
      }
    }
    return new MinCut(reverse, capacity, terminal).sourceSide();
  }

  private double unit(int[] gaps) {
    double sum = 0;
    for (int f : gaps) {
      sum += length(3 * f) + length(3 * f + 1) + length(3 * f + 2);
    }
    return Math.max(sum / (3.0 * gaps.length) / UNITS, Double.MIN_NORMAL);
  }

  private static boolean smooth(double[] n, int f, int g) {
    double dot = n[3 * f] * n[3 * g] + n[3 * f + 1] * n[3 * g + 1] + n[3 * f + 2] * n[3 * g + 2];
    return dot > SMOOTH * norm(n, f) * norm(n, g);
  }

  private static double norm(double[] n, int f) {
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

  private double length(int h) {
    float[] p = bound.xyz();
    int a = 3 * edges.from(h);
    int b = 3 * edges.to(h);
    double x = p[a] - p[b];
    double y = p[a + 1] - p[b + 1];
    double z = p[a + 2] - p[b + 2];
    return Math.sqrt(x * x + y * y + z * z);
  }
}
