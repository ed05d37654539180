package org.e2e3d.engine.texture;

import java.util.Arrays;

/**
 * The matrix of a weighted graph's Laplacian plus a multiple of the identity, in compressed rows,
 * and its solution by conjugate gradients (Jacobi-preconditioned), three right-hand sides at once.
 */
final class GraphLaplacian {
  private final int n;
  private final int[] rowStart;
  private final int[] column;
  private final float[] weight;
  private final float[] diagonal;

  /**
   * @param n rows
   * @param from one end of each edge
   * @param to the other end
   * @param edgeWeight positive
   * @param anchor what is added to the diagonal, positive
   */
  GraphLaplacian(int n, int[] from, int[] to, float[] edgeWeight, float anchor) {
    this.n = n;
    rowStart = new int[n + 1];
    for (int e = 0; e < from.length; e++) {
      rowStart[from[e] + 1]++;
      rowStart[to[e] + 1]++;
    }
    for (int i = 0; i < n; i++) {
      rowStart[i + 1] += rowStart[i];
    }
    column = new int[rowStart[n]];
    weight = new float[rowStart[n]];
    diagonal = new float[n];
    Arrays.fill(diagonal, anchor);
    int[] fill = Arrays.copyOf(rowStart, n);
    for (int e = 0; e < from.length; e++) {
      int a = from[e];
      int b = to[e];
      column[fill[a]] = b;
      weight[fill[a]++] = edgeWeight[e];
      column[fill[b]] = a;
      weight[fill[b]++] = edgeWeight[e];
      diagonal[a] += edgeWeight[e];
      diagonal[b] += edgeWeight[e];
    }
  }

  /**
   * Solves for three channels, interleaved.
   *
   * @param b 3n
   * @return 3n, from a start at zero; stops at the relative residual or after the most steps
   */
  float[] solve(float[] b, double relativeResidual, int mostSteps) {
    float[] x = new float[3 * n];
    float[] r = b.clone();
    float[] z = new float[3 * n];
    double[] rz = precondition(r, z);
    double[] goal = new double[3];
    for (int c = 0; c < 3; c++) {
      goal[c] = rz[c] * relativeResidual * relativeResidual;
    }
    float[] p = z.clone();
    float[] q = new float[3 * n];
    for (int step = 0; step < mostSteps && unfinished(rz, goal); step++) {
      double[] pq = multiply(p, q);
      double[] alpha = new double[3];
      for (int c = 0; c < 3; c++) {
        alpha[c] = pq[c] > 0 ? rz[c] / pq[c] : 0;
      }
      for (int i = 0; i < 3 * n; i += 3) {
        for (int c = 0; c < 3; c++) {
          x[i + c] += (float) (alpha[c] * p[i + c]);
          r[i + c] -= (float) (alpha[c] * q[i + c]);
        }
      }
      double[] next = precondition(r, z);
      for (int c = 0; c < 3; c++) {
        double beta = rz[c] > 0 ? next[c] / rz[c] : 0;
        for (int i = c; i < 3 * n; i += 3) {
          p[i] = (float) (z[i] + beta * p[i]);
        }
      }
      rz = next;
    }
    return x;
  }

  private static boolean unfinished(double[] rz, double[] goal) {
    return rz[0] > goal[0] || rz[1] > goal[1] || rz[2] > goal[2];
  }

  /** z = r / diagonal; returns r·z by channel. */
  private double[] precondition(float[] r, float[] z) {
    double[] dot = new double[3];
    for (int i = 0; i < n; i++) {
      float inverse = 1 / diagonal[i];
      for (int c = 0; c < 3; c++) {
        z[3 * i + c] = r[3 * i + c] * inverse;
        dot[c] += (double) r[3 * i + c] * z[3 * i + c];
      }
    }
    return dot;
  }

  /** q = A p; returns p·q by channel. */
  private double[] multiply(float[] p, float[] q) {
    double d0 = 0;
    double d1 = 0;
    double d2 = 0;
    for (int i = 0; i < n; i++) {
      float s0 = diagonal[i] * p[3 * i];
      float s1 = diagonal[i] * p[3 * i + 1];
      float s2 = diagonal[i] * p[3 * i + 2];
      for (int k = rowStart[i]; k < rowStart[i + 1]; k++) {
        int j = 3 * column[k];
        float w = weight[k];
        s0 -= w * p[j];
        s1 -= w * p[j + 1];
        s2 -= w * p[j + 2];
      }
      q[3 * i] = s0;
      q[3 * i + 1] = s1;
      q[3 * i + 2] = s2;
      d0 += (double) s0 * p[3 * i];
      d1 += (double) s1 * p[3 * i + 1];
      d2 += (double) s2 * p[3 * i + 2];
    }
    return new double[] {d0, d1, d2};
  }
}
