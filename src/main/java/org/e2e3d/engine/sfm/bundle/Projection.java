package org.e2e3d.engine.sfm.bundle;

import org.e2e3d.engine.sfm.geometry.Lens;

/**
 * One observation's reprojection error and its analytic derivatives. A view is (R, C): {@code
 * x_camera = R (X - C)}; rotations change by {@code exp([w]x) R}.
 */
final class Projection {
  /** u, v predicted minus observed. */
  final double[] residual = new double[2];

  /** 2x3 (row-major): derivatives by the rotation increment w. */
  final double[] byRotation = new double[6];

  /** 2x3: derivatives by the point X; those by the centre C are the negative. */
  final double[] byPoint = new double[6];

  /** 2 x Lens.PARAMETERS: derivatives by the lens parameters. */
  final double[] byLens = new double[2 * Lens.PARAMETERS];

  private final double[] byCamera = new double[6];

  /**
   * Evaluates the error only.
   *
   * @return false if the point cannot be seen, such as behind the camera
   */
  boolean error(BundleProblem p, int view, double x, double y, double z, double u, double v) {
    return evaluate(p, view, x, y, z, u, v, false);
  }

  /**
   * Evaluates the error and all derivatives.
   *
   * @return false if the point cannot be seen
   */
  boolean linearise(BundleProblem p, int view, double x, double y, double z, double u, double v) {
    return evaluate(p, view, x, y, z, u, v, true);
  }

  private boolean evaluate(
      BundleProblem p,
      int view,
      double x,
      double y,
      double z,
      double u,
      double v,
      boolean derivatives) {
    double[] r = p.rotation;
    int ro = 9 * view;
    double dx = x - p.centre[3 * view];
    double dy = y - p.centre[3 * view + 1];
    double dz = z - p.centre[3 * view + 2];
    double xc = r[ro] * dx + r[ro + 1] * dy + r[ro + 2] * dz;
    double yc = r[ro + 3] * dx + r[ro + 4] * dy + r[ro + 5] * dz;
    double zc = r[ro + 6] * dx + r[ro + 7] * dy + r[ro + 8] * dz;
    int o = p.lensOffset(view);
    if (derivatives
        ? !Lens.linearise(p.lens, o, xc, yc, zc, residual, byCamera, byLens)
        : !Lens.project(p.lens, o, xc, yc, zc, residual)) {
      return false;
    }
    residual[0] -= u;
    residual[1] -= v;
    if (derivatives) {
      chain(0, xc, yc, zc, r, ro);
      chain(3, xc, yc, zc, r, ro);
    }
    return true;
  }

  private void chain(int o, double xc, double yc, double zc, double[] r, int ro) {
    double gx = byCamera[o];
    double gy = byCamera[o + 1];
    double gz = byCamera[o + 2];
    byRotation[o] = gz * yc - gy * zc;
    byRotation[o + 1] = gx * zc - gz * xc;
    byRotation[o + 2] = gy * xc - gx * yc;
    for (int j = 0; j < 3; j++) {
      byPoint[o + j] = gx * r[ro + j] + gy * r[ro + 3 + j] + gz * r[ro + 6 + j];
    }
  }
}
