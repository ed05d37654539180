package org.e2e3d.engine.sfm.bundle;

import org.e2e3d.engine.sfm.geometry.Lens;

/** One observation's weighted residual and Jacobians; reused from one to the next. */
final class Observation {
  private static final int VIEW = BundleLayout.VIEW;
  private static final double UNSEEN = 1e6; // squared error charged to a point behind a camera

  private final BundleProblem problem;
  private final BundleLayout layout;
  private final RobustLoss loss;
  private final double lossScale2;
  private final Projection projection = new Projection();

  /** 2x6: by rotation and centre of the view. */
  final double[] view = new double[2 * VIEW];

  /** 2 x the number of free parameters: by these. */
  final double[] lens = new double[2 * Lens.PARAMETERS];

  /** 2x3: by the point. */
  final double[] point = new double[6];

  /** Half the robust cost at the last {@link #linearise}. */
  double cost;

  Observation(BundleProblem problem, BundleLayout layout, BundleOptions options) {
    this.problem = problem;
    this.layout = layout;
    loss = options.loss();
    lossScale2 = options.lossScale() * options.lossScale();
  }

  /** The weighted residual along an axis. */
  double residual(int axis) {
    return projection.residual[axis];
  }

  /** Fills residual, Jacobians and cost; false, with a cost only, if the point cannot be seen. */
  boolean linearise(int p, int o) {
    double[] xyz = problem.xyz;
    int v = problem.obsView[o];
    if (!projection.linearise(
        problem,
        v,
        xyz[3 * p],
        xyz[3 * p + 1],
        xyz[3 * p + 2],
        problem.obsXy[2 * o],
        problem.obsXy[2 * o + 1])) {
      cost = 0.5 * loss.cost(UNSEEN, lossScale2);
      return false;
    }
    double q = problem.obsWeight[o];
    double[] r = projection.residual;
    double s = q * q * (r[0] * r[0] + r[1] * r[1]);
    cost = 0.5 * loss.cost(s, lossScale2);
    double weight = q * Math.sqrt(loss.weight(s, lossScale2));
    r[0] *= weight;
    r[1] *= weight;
    for (int i = 0; i < 6; i++) {
      point[i] = weight * projection.byPoint[i];
    }
    for (int j = 0; j < 3; j++) {
      view[j] = weight * projection.byRotation[j];
      view[3 + j] = -point[j];
      view[VIEW + j] = weight * projection.byRotation[3 + j];
      view[VIEW + 3 + j] = -point[3 + j];
    }
    int[] free = layout.lensParameters(problem.viewLens[v]);
    for (int i = 0; i < free.length; i++) {
      lens[i] = weight * projection.byLens[free[i]];
      lens[free.length + i] = weight * projection.byLens[Lens.PARAMETERS + free[i]];
    }
    return true;
  }

  /** Half the robust cost at the problem's present values. */
  double evaluate(int p, int o) {
    double[] xyz = problem.xyz;
    double q = problem.obsWeight[o];
    double[] r = projection.residual;
    boolean seen =
        projection.error(
            problem,
            problem.obsView[o],
            xyz[3 * p],
            xyz[3 * p + 1],
            xyz[3 * p + 2],
            problem.obsXy[2 * o],
            problem.obsXy[2 * o + 1]);
    double s = seen ? q * q * (r[0] * r[0] + r[1] * r[1]) : UNSEEN;
    return 0.5 * loss.cost(s, lossScale2);
  }

  /** Adds to the point's normal matrix (packed symmetric) and gradient. */
  void addPoint(double[] h, double[] g) {
    double[] r = projection.residual;
    h[0] += point[0] * point[0] + point[3] * point[3];
    h[1] += point[0] * point[1] + point[3] * point[4];
    h[2] += point[0] * point[2] + point[3] * point[5];
    h[3] += point[1] * point[1] + point[4] * point[4];
    h[4] += point[1] * point[2] + point[4] * point[5];
    h[5] += point[2] * point[2] + point[5] * point[5];
    for (int j = 0; j < 3; j++) {
      g[j] += point[j] * r[0] + point[3 + j] * r[1];
    }
  }

  /** Adds the point Jacobian's transpose times the residual that the cameras' step leaves. */
  void addPrediction(int v, double[] step, double[] rhs) {
    double e0 = projection.residual[0];
    double e1 = projection.residual[1];
    int block = layout.viewBlock(v);
    if (block >= 0) {
      int column = layout.start(block);
      for (int a = 0; a < VIEW; a++) {
        e0 += view[a] * step[column + a];
        e1 += view[VIEW + a] * step[column + a];
      }
    }
    block = layout.lensBlock(problem.viewLens[v]);
    if (block >= 0) {
      int column = layout.start(block);
      int width = layout.width(block);
      for (int a = 0; a < width; a++) {
        e0 += lens[a] * step[column + a];
        e1 += lens[width + a] * step[column + a];
      }
    }
    for (int j = 0; j < 3; j++) {
      rhs[j] += point[j] * e0 + point[3 + j] * e1;
    }
  }
}
