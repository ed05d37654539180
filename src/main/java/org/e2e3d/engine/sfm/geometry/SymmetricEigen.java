package org.e2e3d.engine.sfm.geometry;

/** Eigenvalues and eigenvectors of small symmetric matrices by Jacobi rotations. */
public final class SymmetricEigen {
  private static final int SWEEPS = 60;

  private final double[] values;
  private final double[] vectors;
  private final int n;

  /**
   * @param matrix row-major n x n, symmetric; left unchanged
   */
  public SymmetricEigen(double[] matrix, int n) {
    this.n = n;
    double[] a = matrix.clone();
    double[] v = new double[n * n];
    for (int i = 0; i < n; i++) {
      v[i * n + i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS && offDiagonal(a, n) > 0; sweep++) {
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, v, n, p, q);
        }
      }
    }
    Integer[] order = new Integer[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    java.util.Arrays.sort(order, (i, j) -> Double.compare(a[i * n + i], a[j * n + j]));
    values = new double[n];
    vectors = new double[n * n];
    for (int k = 0; k < n; k++) {
      values[k] = a[order[k] * n + order[k]];
      for (int i = 0; i < n; i++) {
        vectors[k * n + i] = v[i * n + order[k]];
      }
    }
  }

  /** The k-th smallest eigenvalue. */
  public double value(int k) {
    return values[k];
  }

  /** A fresh copy of the unit eigenvector of the k-th smallest eigenvalue. */
  public double[] vector(int k) {
    return java.util.Arrays.copyOfRange(vectors, k * n, (k + 1) * n);
  }

  private static double offDiagonal(double[] a, int n) {
    double off = 0;
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double s = a[i * n + j] * a[i * n + j];
        all += s;
        off += i == j ? 0 : s;
      }
    }
    return off <= 1e-30 * all ? 0 : off;
  }

  private static void rotate(double[] a, double[] v, int n, int p, int q) {
    double apq = a[p * n + q];
    if (apq == 0) {
      return;
    }
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < n; k++) {
      double akp = a[k * n + p];
      double akq = a[k * n + q];
      a[k * n + p] = c * akp - s * akq;
      a[k * n + q] = s * akp + c * akq;
    }
    for (int k = 0; k < n; k++) {
      double apk = a[p * n + k];
      double aqk = a[q * n + k];
      a[p * n + k] = c * apk - s * aqk;
      a[q * n + k] = s * apk + c * aqk;
    }
    for (int k = 0; k < n; k++) {
      double vkp = v[k * n + p];
      double vkq = v[k * n + q];
      v[k * n + p] = c * vkp - s * vkq;
      v[k * n + q] = s * vkp + c * vkq;
    }
  }
}
