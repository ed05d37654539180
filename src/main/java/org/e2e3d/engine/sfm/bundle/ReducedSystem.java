package org.e2e3d.engine.sfm.bundle;

import java.util.Arrays;

/**
 * The reduced camera system of a step, symmetric positive definite in blocks. Moderate systems are
 * factored (rows with the blocks' zeros skipped); large ones are solved by conjugate gradients with
 * the inverted diagonal blocks as preconditioner (Agarwal et al., "Bundle adjustment in the large",
 * ECCV 2010), whose memory follows the filled blocks alone.
 */
final class ReducedSystem {
  private static final int MAX_STEPS = 500;
  private static final double ACCURACY = 1e-8; // of the residual, relative to the right side

  private final BundleLayout layout;
  private final BlockPattern pattern;
  private final double[] blocks;
  private final int directLimit;
  private double[][] factor;

  /**
   * @param blocks filled blocks as the pattern places them, diagonal blocks in their upper triangle
   * @param directLimit columns up to which the system is factored
   */
  ReducedSystem(BundleLayout layout, BlockPattern pattern, double[] blocks, int directLimit) {
    this.layout = layout;
    this.pattern = pattern;
    this.blocks = blocks;
    this.directLimit = directLimit;
  }

  /**
   * Solves for a right side, in place.
   *
   * @return false if the system is not positive definite or the iteration breaks down
   */
  boolean solve(double[] right) {
    if (layout.size() > directLimit) {
      return iterate(right);
    }
    if (!factor()) {
      return false;
    }
    solveFactored(right);
    return true;
  }

  /** Factors the system as a whole; false if it is not positive definite. */
  boolean factor() {
    int n = layout.size();
    factor = new double[n][n];
    for (int a = 0; a < layout.blocks(); a++) {
      int width = layout.width(a);
      for (int b = a; b < layout.blocks(); b++) {
        int o = pattern.offset(a, b);
        int columns = layout.width(b);
        for (int i = 0; o >= 0 && i < width; i++) {
          System.arraycopy(
              blocks, o + i * columns, factor[layout.start(a) + i], layout.start(b), columns);
        }
      }
    }
    return Cholesky.factor(factor, n);
  }

  /** Solves by the factor that {@link #factor} left, in place. */
  void solveFactored(double[] right) {
    Cholesky.solveFactored(factor, right, layout.size());
  }

  private boolean iterate(double[] right) {
    int n = layout.size();
    double[][] preconditioner = preconditioner();
    if (preconditioner.length == 0) {
      return false;
    }
    double[] x = new double[n];
    double[] r = right.clone();
    double[] z = precondition(preconditioner, r);
    double[] p = z.clone();
    double[] q = new double[n];
    double rz = dot(r, z);
    double goal = ACCURACY * ACCURACY * dot(right, right);
    for (int step = 0; step < MAX_STEPS && dot(r, r) > goal; step++) {
      multiply(p, q);
      double curvature = dot(p, q);
      if (!(curvature > 0)) {
        return false;
      }
      double alpha = rz / curvature;
      for (int i = 0; i < n; i++) {
        x[i] += alpha * p[i];
        r[i] -= alpha * q[i];
      }
      z = precondition(preconditioner, r);
      double next = dot(r, z);
      double beta = next / rz;
      rz = next;
      for (int i = 0; i < n; i++) {
        p[i] = z[i] + beta * p[i];
      }
    }
    System.arraycopy(x, 0, right, 0, n);
    return true;
  }

  /** The factor of each diagonal block; none if one is not positive definite. */
  private double[][] preconditioner() {
    double[][] out = new double[layout.blocks()][];
    for (int a = 0; a < out.length; a++) {
      int width = layout.width(a);
      int o = pattern.offset(a, a);
      out[a] = Arrays.copyOfRange(blocks, o, o + width * width);
      if (!Cholesky.solve(out[a].clone(), new double[width], width)) {
        return new double[0][];
      }
    }
    return out;
  }

  private double[] precondition(double[][] diagonal, double[] r) {
    double[] out = new double[r.length];
    for (int a = 0; a < diagonal.length; a++) {
      int width = layout.width(a);
      double[] part = Arrays.copyOfRange(r, layout.start(a), layout.start(a) + width);
      Cholesky.solve(diagonal[a].clone(), part, width);
      System.arraycopy(part, 0, out, layout.start(a), width);
    }
    return out;
  }

  private void multiply(double[] p, double[] out) {
    Arrays.fill(out, 0);
    for (int a = 0; a < layout.blocks(); a++) {
      int row = layout.start(a);
      int width = layout.width(a);
      for (int b = a; b < layout.blocks(); b++) {
        int o = pattern.offset(a, b);
        if (o < 0) {
          continue;
        }
        int column = layout.start(b);
        int columns = layout.width(b);
        for (int i = 0; i < width; i++) {
          double sum = 0;
          for (int j = a == b ? i : 0; j < columns; j++) {
            double v = blocks[o + i * columns + j];
            sum += v * p[column + j];
            if (row + i != column + j) {
              out[column + j] += v * p[row + i];
            }
          }
          out[row + i] += sum;
        }
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
