package org.e2e3d.engine.sfm.bundle;

import static org.e2e3d.engine.sfm.geometry.Lens.CX;
import static org.e2e3d.engine.sfm.geometry.Lens.CY;
import static org.e2e3d.engine.sfm.geometry.Lens.F;
import static org.e2e3d.engine.sfm.geometry.Lens.K1;
import static org.e2e3d.engine.sfm.geometry.Lens.K2;
import static org.e2e3d.engine.sfm.geometry.Lens.P1;
import static org.e2e3d.engine.sfm.geometry.Lens.P2;

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

  /** 2 x Lens.SIZE: derivatives by the lens parameters. */
  final double[] byLens = new double[14];

  /**
   * Evaluates the error only.
   *
   * @return false if the point is behind the camera
   */
  boolean error(BundleProblem p, int view, double x, double y, double z, double u, double v) {
    return evaluate(p, view, x, y, z, u, v, false);
  }

  /**
   * Evaluates the error and all derivatives.
   *
   * @return false if the point is behind the camera
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
    if (!(zc > 1e-9)) {
      return false;
    }
    double[] k = p.lens;
    int o = p.lensOffset(view);
    double f = k[o + F];
    double k1 = k[o + K1];
    double k2 = k[o + K2];
    double p1 = k[o + P1];
    double p2 = k[o + P2];
    double a = xc / zc;
    double b = yc / zc;
    double r2 = a * a + b * b;
    double radial = 1 + r2 * (k1 + r2 * k2);
    double ad = a * radial + 2 * p1 * a * b + p2 * (r2 + 2 * a * a);
    double bd = b * radial + 2 * p2 * a * b + p1 * (r2 + 2 * b * b);
    residual[0] = f * ad + k[o + CX] - u;
    residual[1] = f * bd + k[o + CY] - v;
    if (!derivatives) {
      return true;
    }
    double slope = 2 * (k1 + 2 * k2 * r2);
    // d(ad, bd) / d(a, b), symmetric off the diagonal
    double aa = radial + slope * a * a + 2 * p1 * b + 6 * p2 * a;
    double ab = slope * a * b + 2 * p1 * a + 2 * p2 * b;
    double bb = radial + slope * b * b + 2 * p2 * a + 6 * p1 * b;
    byLens(a, b, r2, ad, bd, f);
    double s = f / zc;
    camera(s * aa, s * ab, -s * (aa * a + ab * b), 0, xc, yc, zc, r, ro);
    camera(s * ab, s * bb, -s * (ab * a + bb * b), 1, xc, yc, zc, r, ro);
    return true;
  }

  /** One row: (gx, gy, gz) is the derivative by the point in the camera frame. */
  private void camera(
      double gx,
      double gy,
      double gz,
      int row,
      double xc,
      double yc,
      double zc,
      double[] r,
      int ro) {
    int o = 3 * row;
    byRotation[o] = gz * yc - gy * zc;
    byRotation[o + 1] = gx * zc - gz * xc;
    byRotation[o + 2] = gy * xc - gx * yc;
    for (int j = 0; j < 3; j++) {
      byPoint[o + j] = gx * r[ro + j] + gy * r[ro + 3 + j] + gz * r[ro + 6 + j];
    }
  }

  private void byLens(double a, double b, double r2, double ad, double bd, double f) {
    byLens[F] = ad;
    byLens[CX] = 1;
    byLens[CY] = 0;
    byLens[K1] = f * a * r2;
    byLens[K2] = f * a * r2 * r2;
    byLens[P1] = f * 2 * a * b;
    byLens[P2] = f * (r2 + 2 * a * a);
    byLens[7 + F] = bd;
    byLens[7 + CX] = 0;
    byLens[7 + CY] = 1;
    byLens[7 + K1] = f * b * r2;
    byLens[7 + K2] = f * b * r2 * r2;
    byLens[7 + P1] = f * (r2 + 2 * b * b);
    byLens[7 + P2] = f * 2 * a * b;
  }
}
