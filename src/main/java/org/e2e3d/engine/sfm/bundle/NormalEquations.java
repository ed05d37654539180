package org.e2e3d.engine.sfm.bundle;

import java.util.Arrays;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.sfm.geometry.Linear3;

/**
 * The normal equations of a share of the points, reduced to the cameras by the Schur complement
 * (Triggs et al., "Bundle adjustment: a modern synthesis", section 6). One instance serves one
 * thread at a time; shares are summed in a fixed order, so sums do not depend on the threads.
 */
final class NormalEquations {
  private static final int VIEW = 6;
  private static final double BEHIND = 1e6; // squared error charged to a point behind a camera

  private final BundleProblem problem;
  private final BundleLayout layout;
  private final BundleOptions options;
  private final int from;
  private final int to;
  private final double lossScale2;

  /** Upper triangle of the reduced system, by rows. */
  final double[][] reduced;

  /** Reduced gradient. */
  final double[] gradient;

  /** Diagonal of the unreduced camera system, and its gradient. */
  final double[] diagonal;

  final double[] fullGradient;

  /** Half the robust cost of the share at the last {@link #accumulate} or {@link #cost}. */
  double cost;

  /** Half of {@code dp (lambda D dp - g)} over the points of the share. */
  double predicted;

  private final Projection projection = new Projection();
  private final double[] view = new double[2 * VIEW];
  private final double[] lens = new double[2 * Lens.SIZE];
  private final double[] point = new double[6];
  private final double[] hpp = new double[6];
  private final double[] inverse = new double[6];
  private final double[] gp = new double[3];
  private int[] blockOffset = new int[16];
  private int[] blockSize = new int[16];
  private double[] blockW = new double[16 * 21];
  private final double[] y = new double[21];

  NormalEquations(
      BundleProblem problem, BundleLayout layout, BundleOptions options, int from, int to) {
    this.problem = problem;
    this.layout = layout;
    this.options = options;
    this.from = from;
    this.to = to;
    lossScale2 = options.lossScale() * options.lossScale();
    reduced = new double[layout.size()][layout.size()];
    gradient = new double[layout.size()];
    diagonal = new double[layout.size()];
    fullGradient = new double[layout.size()];
  }

  /** Linearises the share at the problem's present values and eliminates its points. */
  void accumulate(double lambda) {
    for (double[] row : reduced) {
      Arrays.fill(row, 0);
    }
    Arrays.fill(gradient, 0);
    Arrays.fill(diagonal, 0);
    Arrays.fill(fullGradient, 0);
    cost = 0;
    for (int p = from; p < to; p++) {
      int blocks = gather(p);
      damp(lambda);
      if (Linear3.invert(hpp, inverse)) {
        eliminate(blocks);
      }
    }
  }

  /** Sums a point's observations; returns how many camera blocks it touches. */
  private int gather(int p) {
    Arrays.fill(hpp, 0);
    Arrays.fill(gp, 0);
    int blocks = 0;
    for (int o = problem.pointStart[p]; o < problem.pointStart[p + 1]; o++) {
      if (!linearise(p, o)) {
        continue;
      }
      addPoint();
      int v = problem.obsView[o];
      int vo = layout.viewOffset(v);
      int lo = layout.lensOffset(problem.viewLens[v]);
      int viewBlock = -1;
      int lensBlock = -1;
      if (vo >= 0) {
        viewBlock = open(blocks++, vo, VIEW);
      }
      if (lo >= 0) {
        lensBlock = find(blocks, lo);
        if (lensBlock < 0) {
          lensBlock = open(blocks++, lo, Lens.SIZE);
        }
      }
      if (viewBlock >= 0) {
        addDiagonal(view, VIEW, vo);
        addW(view, VIEW, viewBlock);
      }
      if (lensBlock >= 0) {
        addDiagonal(lens, Lens.SIZE, lo);
        addW(lens, Lens.SIZE, lensBlock);
        if (viewBlock >= 0) {
          addCross(vo, lo);
        }
      }
    }
    return blocks;
  }

  /** Fills residual and weighted Jacobians of an observation, and adds its cost. */
  private boolean linearise(int p, int o) {
    double[] xyz = problem.xyz;
    if (!projection.linearise(
        problem,
        problem.obsView[o],
        xyz[3 * p],
        xyz[3 * p + 1],
        xyz[3 * p + 2],
        problem.obsXy[2 * o],
        problem.obsXy[2 * o + 1])) {
      cost += 0.5 * options.loss().cost(BEHIND, lossScale2);
      return false;
    }
    double q = problem.obsWeight[o];
    double[] r = projection.residual;
    double s = q * q * (r[0] * r[0] + r[1] * r[1]);
    cost += 0.5 * options.loss().cost(s, lossScale2);
    double w = q * Math.sqrt(options.loss().weight(s, lossScale2));
    r[0] *= w;
    r[1] *= w;
    for (int i = 0; i < 6; i++) {
      point[i] = w * projection.byPoint[i];
    }
    for (int row = 0; row < 2; row++) {
      for (int j = 0; j < 3; j++) {
        view[VIEW * row + j] = w * projection.byRotation[3 * row + j];
        view[VIEW * row + 3 + j] = -point[3 * row + j];
      }
    }
    for (int i = 0; i < 2 * Lens.SIZE; i++) {
      lens[i] = w * projection.byLens[i];
    }
    return true;
  }

  private void addPoint() {
    double[] r = projection.residual;
    hpp[0] += point[0] * point[0] + point[3] * point[3];
    hpp[1] += point[0] * point[1] + point[3] * point[4];
    hpp[2] += point[0] * point[2] + point[3] * point[5];
    hpp[3] += point[1] * point[1] + point[4] * point[4];
    hpp[4] += point[1] * point[2] + point[4] * point[5];
    hpp[5] += point[2] * point[2] + point[5] * point[5];
    for (int j = 0; j < 3; j++) {
      gp[j] += point[j] * r[0] + point[3 + j] * r[1];
    }
  }

  private int open(int block, int offset, int size) {
    if (block == blockOffset.length) {
      blockOffset = Arrays.copyOf(blockOffset, 2 * block);
      blockSize = Arrays.copyOf(blockSize, 2 * block);
      blockW = Arrays.copyOf(blockW, 2 * block * 21);
    }
    blockOffset[block] = offset;
    blockSize[block] = size;
    Arrays.fill(blockW, 21 * block, 21 * block + 21, 0);
    return block;
  }

  private int find(int blocks, int offset) {
    for (int b = 0; b < blocks; b++) {
      if (blockOffset[b] == offset) {
        return b;
      }
    }
    return -1;
  }

  private void addDiagonal(double[] j, int size, int offset) {
    double[] r = projection.residual;
    for (int a = 0; a < size; a++) {
      double ja = j[a];
      double jb = j[size + a];
      double g = ja * r[0] + jb * r[1];
      gradient[offset + a] += g;
      fullGradient[offset + a] += g;
      double[] row = reduced[offset + a];
      for (int b = a; b < size; b++) {
        row[offset + b] += ja * j[b] + jb * j[size + b];
      }
      diagonal[offset + a] += ja * ja + jb * jb;
    }
  }

  private void addCross(int vo, int lo) {
    for (int a = 0; a < VIEW; a++) {
      double[] row = reduced[vo + a];
      for (int b = 0; b < Lens.SIZE; b++) {
        row[lo + b] += view[a] * lens[b] + view[VIEW + a] * lens[Lens.SIZE + b];
      }
    }
  }

  private void addW(double[] j, int size, int block) {
    int o = 21 * block;
    for (int a = 0; a < size; a++) {
      for (int c = 0; c < 3; c++) {
        blockW[o + 3 * a + c] += j[a] * point[c] + j[size + a] * point[3 + c];
      }
    }
  }

  private void damp(double lambda) {
    hpp[0] += lambda * hpp[0];
    hpp[3] += lambda * hpp[3];
    hpp[5] += lambda * hpp[5];
  }

  private void eliminate(int blocks) {
    for (int a = 0; a < blocks; a++) {
      int wa = 21 * a;
      int rows = blockSize[a];
      int ao = blockOffset[a];
      for (int i = 0; i < rows; i++) {
        double w0 = blockW[wa + 3 * i];
        double w1 = blockW[wa + 3 * i + 1];
        double w2 = blockW[wa + 3 * i + 2];
        y[3 * i] = w0 * inverse[0] + w1 * inverse[1] + w2 * inverse[2];
        y[3 * i + 1] = w0 * inverse[1] + w1 * inverse[3] + w2 * inverse[4];
        y[3 * i + 2] = w0 * inverse[2] + w1 * inverse[4] + w2 * inverse[5];
        gradient[ao + i] -= y[3 * i] * gp[0] + y[3 * i + 1] * gp[1] + y[3 * i + 2] * gp[2];
      }
      for (int b = 0; b < blocks; b++) {
        int bo = blockOffset[b];
        if (bo < ao) {
          continue;
        }
        int wb = 21 * b;
        int columns = blockSize[b];
        for (int i = 0; i < rows; i++) {
          double y0 = y[3 * i];
          double y1 = y[3 * i + 1];
          double y2 = y[3 * i + 2];
          double[] row = reduced[ao + i];
          for (int j = bo == ao ? i : 0; j < columns; j++) {
            row[bo + j] -=
                y0 * blockW[wb + 3 * j] + y1 * blockW[wb + 3 * j + 1] + y2 * blockW[wb + 3 * j + 2];
          }
        }
      }
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
        if (!linearise(p, o)) {
          continue;
        }
        addPoint();
        addPrediction(problem.obsView[o], step, rhs);
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

  /** Adds the point Jacobian's transpose times the residual that the cameras' step leaves. */
  private void addPrediction(int v, double[] step, double[] rhs) {
    double e0 = projection.residual[0];
    double e1 = projection.residual[1];
    int vo = layout.viewOffset(v);
    if (vo >= 0) {
      for (int a = 0; a < VIEW; a++) {
        e0 += view[a] * step[vo + a];
        e1 += view[VIEW + a] * step[vo + a];
      }
    }
    int lo = layout.lensOffset(problem.viewLens[v]);
    if (lo >= 0) {
      for (int a = 0; a < Lens.SIZE; a++) {
        e0 += lens[a] * step[lo + a];
        e1 += lens[Lens.SIZE + a] * step[lo + a];
      }
    }
    for (int j = 0; j < 3; j++) {
      rhs[j] += point[j] * e0 + point[3 + j] * e1;
    }
  }

  /** Evaluates the share's cost at the problem's present values. */
  void evaluate() {
    cost = 0;
    double[] xyz = problem.xyz;
    double[] r = projection.residual;
    for (int p = from; p < to; p++) {
      for (int o = problem.pointStart[p]; o < problem.pointStart[p + 1]; o++) {
        double q = problem.obsWeight[o];
        boolean front =
            projection.error(
                problem,
                problem.obsView[o],
                xyz[3 * p],
                xyz[3 * p + 1],
                xyz[3 * p + 2],
                problem.obsXy[2 * o],
                problem.obsXy[2 * o + 1]);
        double s = front ? q * q * (r[0] * r[0] + r[1] * r[1]) : BEHIND;
        cost += 0.5 * options.loss().cost(s, lossScale2);
      }
    }
  }
}
