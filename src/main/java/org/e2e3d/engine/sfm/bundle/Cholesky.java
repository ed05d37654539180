package org.e2e3d.engine.sfm.bundle;

/**
 * Cholesky factors of symmetric positive definite systems, upper triangle only. The large form
 * works on rows and skips zero entries, so that banded and block-sparse systems in a good order
 * cost little; it is serial, so that results do not depend on the number of threads.
 */
public final class Cholesky {
  private static final int BLOCK = 4;

  private Cholesky() {}

  /**
   * Solves a x = b for a small system, in place.
   *
   * @param a row-major n x n, upper triangle read; overwritten
   * @param b right side; receives x
   * @return false if a is not positive definite
   */
  public static boolean solve(double[] a, double[] b, int n) {
    for (int k = 0; k < n; k++) {
      double d = a[k * n + k];
      if (!(d > 0)) {
        return false;
      }
      d = Math.sqrt(d);
      for (int j = k; j < n; j++) {
        a[k * n + j] /= d;
      }
      for (int i = k + 1; i < n; i++) {
        double f = a[k * n + i];
        for (int j = i; j < n; j++) {
          a[i * n + j] -= f * a[k * n + j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        b[i] -= a[k * n + i] * b[k];
      }
      b[i] /= a[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        b[i] -= a[i * n + j] * b[j];
      }
      b[i] /= a[i * n + i];
    }
    return true;
  }

  /**
   * Factors a = UᵀU in place.
   *
   * @param a n rows of n entries, upper triangle read; receives U
   * @return false if a is not positive definite
   */
  static boolean factor(double[][] a, int n) {
    for (int k = 0; k < n; k += BLOCK) {
      int end = Math.min(k + BLOCK, n);
      for (int p = k; p < end; p++) {
        double d = a[p][p];
        if (!(d > 0)) {
          return false;
        }
        double s = 1 / Math.sqrt(d);
        double[] row = a[p];
        for (int j = p; j < n; j++) {
          row[j] *= s;
        }
        for (int q = p + 1; q < end; q++) {
          if (row[q] != 0) {
            subtract(a[q], row, row[q], q, n);
          }
        }
      }
      if (end - k == BLOCK) {
        update(a, k, end, n);
      }
    }
    return true;
  }

  private static void update(double[][] a, int k, int end, int n) {
    double[] r0 = a[k];
    double[] r1 = a[k + 1];
    double[] r2 = a[k + 2];
    double[] r3 = a[k + 3];
    for (int i = end; i < n; i++) {
      double f0 = r0[i];
      double f1 = r1[i];
      double f2 = r2[i];
      double f3 = r3[i];
      if (f0 != 0 || f1 != 0 || f2 != 0 || f3 != 0) {
        subtract4(a[i], r0, r1, r2, r3, f0, f1, f2, f3, i, n);
      }
    }
  }

  private static void subtract(double[] target, double[] row, double f, int from, int n) {
    for (int j = from; j < n; j++) {
      target[j] -= f * row[j];
    }
  }

  private static void subtract4(
      double[] target,
      double[] r0,
      double[] r1,
      double[] r2,
      double[] r3,
      double f0,
      double f1,
      double f2,
      double f3,
      int from,
      int n) {
    for (int j = from; j < n; j++) {
      target[j] -= f0 * r0[j] + f1 * r1[j] + f2 * r2[j] + f3 * r3[j];
    }
  }

  /** Solves UᵀU x = b in place, with the factor that {@link #factor} left. */
  static void solveFactored(double[][] u, double[] b, int n) {
    for (int i = 0; i < n; i++) {
      b[i] /= u[i][i];
      double f = b[i];
      if (f != 0) {
        subtract(b, u[i], f, i + 1, n);
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double[] row = u[i];
      double s = b[i];
      for (int j = i + 1; j < n; j++) {
        s -= row[j] * b[j];
      }
      b[i] = s / row[i];
    }
  }
}
