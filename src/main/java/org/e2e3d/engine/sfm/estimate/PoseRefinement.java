package org.e2e3d.engine.sfm.estimate;

import org.e2e3d.engine.sfm.bundle.Cholesky;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.sfm.geometry.Rotations;

/** Refines a calibrated camera's pose to its points by Gauss-Newton with Cauchy weights. */
final class PoseRefinement {
  private static final int STEPS = 12;

  private PoseRefinement() {}

  /**
   * @param use which matches to use
   * @param scale Cauchy scale in pixels
   * @param pose rotation (9, world to camera) and translation (3); refined in place
   * @return false if the system was singular; pose is then left at its best iterate
   */
  static boolean refine(AbsolutePose.Matches matches, boolean[] use, double scale, double[] pose) {
    PoseError error = new PoseError(matches);
    double[] best = pose.clone();
    double bestCost = cost(error, use, scale, pose);
    double lambda = 1e-6;
    double[] h = new double[36];
    double[] g = new double[6];
    for (int step = 0; step < STEPS; step++) {
      System.arraycopy(best, 0, pose, 0, P3p.POSE);
      accumulate(matches, use, scale, pose, h, g);
      for (int i = 0; i < 6; i++) {
        h[7 * i] *= 1 + lambda;
      }
      if (!Cholesky.solve(h, g, 6)) {
        return false;
      }
      double moved = 0;
      for (int i = 0; i < 6; i++) {
        moved = Math.max(moved, Math.abs(g[i]));
      }
      double[] t = Rotations.exp(-g[0], -g[1], -g[2]);
      double tx = pose[9];
      double ty = pose[10];
      double tz = pose[11];
      for (int i = 0; i < 3; i++) {
        pose[9 + i] = t[3 * i] * tx + t[3 * i + 1] * ty + t[3 * i + 2] * tz - g[3 + i];
      }
      Rotations.leftMultiplyExp(pose, 0, -g[0], -g[1], -g[2]);
      double c = cost(error, use, scale, pose);
      if (c < bestCost) {
        boolean done = bestCost - c < 1e-9 * bestCost;
        bestCost = c;
        System.arraycopy(pose, 0, best, 0, P3p.POSE);
        lambda = Math.max(lambda / 10, 1e-12);
        if (done) {
          break;
        }
      } else {
        lambda = Math.max(lambda, 1e-7) * 100;
        if (lambda > 1e6 || moved < 1e-12) {
          break;
        }
      }
    }
    System.arraycopy(best, 0, pose, 0, P3p.POSE);
    return true;
  }

  private static double cost(PoseError error, boolean[] use, double scale, double[] pose) {
    double sum = 0;
    for (int i = 0; i < use.length; i++) {
      if (use[i]) {
        sum += Math.log1p(error.squared(i, pose, 0) / (scale * scale));
      }
    }
    return sum;
  }

  private static void accumulate(
      AbsolutePose.Matches matches,
      boolean[] use,
      double scale,
      double[] pose,
      double[] h,
      double[] g) {
    java.util.Arrays.fill(h, 0);
    java.util.Arrays.fill(g, 0);
    double[] points = matches.points();
    double[] pixel = new double[2];
    double[] byPoint = new double[6];
    double[] byLens = new double[2 * Lens.PARAMETERS];
    double[] j = new double[12];
    for (int i = 0; i < use.length; i++) {
      if (!use[i]) {
        continue;
      }
      double x = points[3 * i];
      double y = points[3 * i + 1];
      double z = points[3 * i + 2];
      double a = pose[0] * x + pose[1] * y + pose[2] * z + pose[9];
      double b = pose[3] * x + pose[4] * y + pose[5] * z + pose[10];
      double c = pose[6] * x + pose[7] * y + pose[8] * z + pose[11];
      if (!Lens.linearise(matches.lens(), 0, a, b, c, pixel, byPoint, byLens)) {
        continue;
      }
      double eu = pixel[0] - matches.xy()[2 * i];
      double ev = pixel[1] - matches.xy()[2 * i + 1];
      double w = 1 / (1 + (eu * eu + ev * ev) / (scale * scale));
      row(byPoint, 0, a, b, c, j, 0);
      row(byPoint, 3, a, b, c, j, 6);
      for (int p = 0; p < 6; p++) {
        g[p] += w * (j[p] * eu + j[6 + p] * ev);
        for (int q = p; q < 6; q++) {
          h[6 * p + q] += w * (j[p] * j[q] + j[6 + p] * j[6 + q]);
        }
      }
    }
  }

  /** Derivatives by a rotation of the camera frame (about its origin) and by the translation. */
  private static void row(
      double[] byPoint, int o, double a, double b, double c, double[] j, int to) {
    double gx = byPoint[o];
    double gy = byPoint[o + 1];
    double gz = byPoint[o + 2];
    j[to] = gz * b - gy * c;
    j[to + 1] = gx * c - gz * a;
    j[to + 2] = gy * a - gx * b;
    j[to + 3] = gx;
    j[to + 4] = gy;
    j[to + 5] = gz;
  }
}
