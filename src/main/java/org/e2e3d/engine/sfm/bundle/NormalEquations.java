package org.e2e3d.engine.sfm.bundle;

import java.util.Arrays;
import org.e2e3d.engine.sfm.geometry.Linear3;

/**
 * The normal equations of a share of the points, reduced to the cameras by the Schur complement
 * (Triggs et al., "Bundle adjustment: a modern synthesis", section 6). One instance serves one
 * thread at a time; shares are summed in a fixed order, so sums do not depend on the threads.
 */
final class NormalEquations {
  private static final int VIEW = BundleLayout.VIEW;
  private static final int WIDTH = 7; // columns of the widest block
  private static final int W = 3 * WIDTH;

  private final BundleProblem problem;
  private final BundleLayout layout;
  private final BlockPattern pattern;
  private final int from;
  private final int to;

  /** The blocks of the reduced system, as the pattern places them. */
  final double[] reduced;

  /** Reduced gradient. */
  final double[] gradient;

  /** Diagonal of the unreduced camera system, and its gradient. */
  final double[] diagonal;

  final double[] fullGradient;

  /** Half the robust cost of the share at the last {@link #accumulate} or {@link #evaluate}. */
  double cost;

  /** Half of {@code dp (lambda D dp - g)} over the points of the share. */
  double predicted;

  private final Observation at;
  private final double[] hpp = new double[6];
  private final double[] inverse = new double[6];
  private final double[] gp = new double[3];
  private int[] blocks = new int[16];
  private double[] w = new double[16 * W];
  private final double[] y = new double[W];

  NormalEquations(
      BundleProblem problem,
      BundleLayout layout,
      BlockPattern pattern,
      BundleOptions options,
      int from,
      int to) {
    this.problem = problem;
    this.layout = layout;
    this.pattern = pattern;
    this.from = from;
    this.to = to;
    at = new Observation(problem, layout, options);
    reduced = new double[pattern.size()];
    gradient = new double[layout.size()];
    diagonal = new double[layout.size()];
    fullGradient = new double[layout.size()];
  }

  /** Linearises the share at the problem's present values and eliminates its points. */
  void accumulate(double lambda) {
    Arrays.fill(reduced, 0);
    Arrays.fill(gradient, 0);
    Arrays.fill(diagonal, 0);
    Arrays.fill(fullGradient, 0);
    cost = 0;
    for (int p = from; p < to; p++) {
      int n = gather(p);
      damp(lambda);
      if (Linear3.invert(hpp, inverse)) {
        eliminate(n);
      }
    }
  }

  /** Sums a point's observations; returns how many blocks it touches. */
  private int gather(int p) {
    Arrays.fill(hpp, 0);
    Arrays.fill(gp, 0);
    int n = 0;
    for (int o = problem.pointStart[p]; o < problem.pointStart[p + 1]; o++) {
      boolean seen = at.linearise(p, o);
      cost += at.cost;
      if (!seen) {
        continue;
      }
      at.addPoint(hpp, gp);
      int v = problem.obsView[o];
      int view = layout.viewBlock(v);
      int lens = layout.lensBlock(problem.viewLens[v]);
      if (view >= 0) {
        n = open(n, view);
        addDiagonal(at.view, VIEW, view);
        addW(at.view, VIEW, n - 1);
      }
      if (lens >= 0) {
        int width = layout.width(lens);
        int k = find(n, lens);
        if (k < 0) {
          k = n;
          n = open(n, lens);
        }
        addDiagonal(at.lens, width, lens);
        addW(at.lens, width, k);
        if (view >= 0) {
          addCross(width, pattern.offset(view, lens));
        }
      }
    }
    return n;
  }

  private int open(int n, int block) {
    if (n == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * n);
      w = Arrays.copyOf(w, 2 * n * W);
    }
    blocks[n] = block;
    Arrays.fill(w, W * n, W * n + W, 0);
    return n + 1;
  }

  private int find(int n, int block) {
    for (int k = 0; k < n; k++) {
      if (blocks[k] == block) {
        return k;
      }
    }
    return -1;
  }

  private void addDiagonal(double[] j, int width, int block) {
    double r0 = at.residual(0);
    double r1 = at.residual(1);
    int column = layout.start(block);
    int o = pattern.offset(block, block);
    for (int a = 0; a < width; a++) {
      double ja = j[a];
      double jb = j[width + a];
      double g = ja * r0 + jb * r1;
      gradient[column + a] += g;
      fullGradient[column + a] += g;
      diagonal[column + a] += ja * ja + jb * jb;
      for (int b = a; b < width; b++) {
        reduced[o + b] += ja * j[b] + jb * j[width + b];
      }
      o += width;
    }
  }

  private void addCross(int width, int offset) {
    int o = offset;
    for (int a = 0; a < VIEW; a++) {
      double ja = at.view[a];
      double jb = at.view[VIEW + a];
      for (int b = 0; b < width; b++) {
        reduced[o++] += ja * at.lens[b] + jb * at.lens[width + b];
      }
    }
  }

  private void addW(double[] j, int width, int k) {
    int o = W * k;
    double[] p = at.point;
    for (int a = 0; a < width; a++) {
      double ja = j[a];
      double jb = j[width + a];
      w[o] += ja * p[0] + jb * p[3];
      w[o + 1] += ja * p[1] + jb * p[4];
      w[o + 2] += ja * p[2] + jb * p[5];
      o += 3;
    }
  }

  private void damp(double lambda) {
    hpp[0] += lambda * hpp[0];
    hpp[3] += lambda * hpp[3];
    hpp[5] += lambda * hpp[5];
  }

  private void eliminate(int n) {
    for (int a = 0; a < n; a++) {
      int block = blocks[a];
      int rows = layout.width(block);
      int column = layout.start(block);
      int o = W * a;
      for (int i = 0; i < 3 * rows; i += 3) {
        double w0 = w[o + i];
        double w1 = w[o + i + 1];
        double w2 = w[o + i + 2];
        y[i] = w0 * inverse[0] + w1 * inverse[1] + w2 * inverse[2];
        y[i + 1] = w0 * inverse[1] + w1 * inverse[3] + w2 * inverse[4];
        y[i + 2] = w0 * inverse[2] + w1 * inverse[4] + w2 * inverse[5];
        gradient[column++] -= y[i] * gp[0] + y[i + 1] * gp[1] + y[i + 2] * gp[2];
      }
      for (int b = 0; b < n; b++) {
        if (blocks[b] >= block) {
          int columns = layout.width(blocks[b]);
          int target = pattern.offset(block, blocks[b]);
          if (columns == VIEW) {
            subtractWide(rows, W * b, target);
          } else {
            subtract(rows, W * b, columns, target);
          }
        }
      }
    }
  }

  private void subtract(int rows, int wb, int columns, int target) {
    int o = target;
    for (int i = 0; i < 3 * rows; i += 3) {
      double y0 = y[i];
      double y1 = y[i + 1];
      double y2 = y[i + 2];
      for (int j = wb; j < wb + 3 * columns; j += 3) {
        reduced[o++] -= y0 * w[j] + y1 * w[j + 1] + y2 * w[j + 2];
      }
    }
  }

  /** The same for six columns, unrolled: this is where most of the time goes. */
  private void subtractWide(int rows, int b, int target) {
    double[] s = reduced;
    double[] v = w;
    int o = target;
    for (int i = 0; i < 3 * rows; i += 3) {
      double y0 = y[i];
      double y1 = y[i + 1];
      double y2 = y[i + 2];
      s[o] -= y0 * v[b] + y1 * v[b + 1] + y2 * v[b + 2];
      s[o + 1] -= y0 * v[b + 3] + y1 * v[b + 4] + y2 * v[b + 5];
      s[o + 2] -= y0 * v[b + 6] + y1 * v[b + 7] + y2 * v[b + 8];
      s[o + 3] -= y0 * v[b + 9] + y1 * v[b + 10] + y2 * v[b + 11];
      s[o + 4] -= y0 * v[b + 12] + y1 * v[b + 13] + y2 * v[b + 14];
      s[o + 5] -= y0 * v[b + 15] + y1 * v[b + 16] + y2 * v[b + 17];
      o += VIEW;
    }
  }

  /**
   * Computes the points' steps from the cameras' step.
   *
   * @param step the cameras' step
   * @param moved 3 entries a point: receives the moved points of the share
   */
  void backSubstitute(double lambda, double[] step, double[] moved) {
    predicted = 0;
    double[] rhs = new double[3];
    double[] d = new double[3];
    for (int p = from; p < to; p++) {
      Arrays.fill(hpp, 0);
      Arrays.fill(gp, 0);
      Arrays.fill(rhs, 0);
      for (int o = problem.pointStart[p]; o < problem.pointStart[p + 1]; o++) {
        if (at.linearise(p, o)) {
          at.addPoint(hpp, gp);
          at.addPrediction(problem.obsView[o], step, rhs);
        }
      }
      double d0 = lambda * hpp[0];
      double d1 = lambda * hpp[3];
      double d2 = lambda * hpp[5];
      damp(lambda);
      System.arraycopy(problem.xyz, 3 * p, moved, 3 * p, 3);
      if (Linear3.invert(hpp, inverse)) {
        d[0] = -(inverse[0] * rhs[0] + inverse[1] * rhs[1] + inverse[2] * rhs[2]);
        d[1] = -(inverse[1] * rhs[0] + inverse[3] * rhs[1] + inverse[4] * rhs[2]);
        d[2] = -(inverse[2] * rhs[0] + inverse[4] * rhs[1] + inverse[5] * rhs[2]);
        for (int j = 0; j < 3; j++) {
          moved[3 * p + j] += d[j];
        }
        predicted +=
            0.5
                * (d[0] * (d0 * d[0] - gp[0])
                    + d[1] * (d1 * d[1] - gp[1])
                    + d[2] * (d2 * d[2] - gp[2]));
      }
    }
  }

  /** Evaluates the share's cost at the problem's present values. */
  void evaluate() {
    cost = 0;
    for (int p = from; p < to; p++) {
      for (int o = problem.pointStart[p]; o < problem.pointStart[p + 1]; o++) {
        cost += at.evaluate(p, o);
      }
    }
  }
}
