package org.e2e3d.engine.sfm.estimate;

import org.e2e3d.engine.sfm.bundle.Cholesky;
import org.e2e3d.engine.sfm.geometry.Rotations;

/** Refines a calibrated camera's pose to its points by Gauss-Newton with Cauchy weights. */
public final class PoseRefinement {
  private static final int STEPS = 12;

  private PoseRefinement() {}

  /**
   * @param points world coordinates, 3 a point
   * @param rays the plane z = 1 coordinates seen, 2 a point
   * @param use which points to use
   * @param scale Cauchy scale, in units of the plane z = 1
   * @param pose rotation (9, world to camera) and translation (3); refined in place
   * @return false if the system was singular; pose is then left at its best iterate
   */
  public static boolean refine(
      double[] points, double[] rays, boolean[] use, double scale, double[] pose) {
    double[] best = pose.clone();
    double bestCost = cost(points, rays, use, scale, pose);
    double lambda = 1e-6;
    double[] h = new double[36];
    double[] g = new double[6];
    for (int step = 0; step < STEPS; step++) {
      System.arraycopy(best, 0, pose, 0, P3p.POSE);
      accumulate(points, rays, use, scale, pose, h, g);
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
      double c = cost(points, rays, use, scale, pose);
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

  private static double cost(
      double[] points, double[] rays, boolean[] use, double scale, double[] pose) {
    double sum = 0;
    for (int i = 0; i < use.length; i++) {
      if (use[i]) {
        sum += Math.log1p(squaredError(points, rays, i, pose, 0) / (scale * scale));
      }
    }
    return sum;
  }

  /** The squared error on the plane z = 1, infinite behind the camera. */
  static double squaredError(double[] points, double[] rays, int i, double[] pose, int o) {
    double x = points[3 * i];
    double y = points[3 * i + 1];
    double z = points[3 * i + 2];
    double c = pose[o + 6] * x + pose[o + 7] * y + pose[o + 8] * z + pose[o + 11];
    if (!(c > 1e-12)) {
      return Double.POSITIVE_INFINITY;
    }
    double ex = (pose[o] * x + pose[o + 1] * y + pose[o + 2] * z + pose[o + 9]) / c - rays[2 * i];
    double ey =
        (pose[o + 3] * x + pose[o + 4] * y + pose[o + 5] * z + pose[o + 10]) / c - rays[2 * i + 1];
    return ex * ex + ey * ey;
  }

  private static void accumulate(
      double[] points,
      double[] rays,
      boolean[] use,
      double scale,
      double[] pose,
      double[] h,
      double[] g) {
    java.util.Arrays.fill(h, 0);
    java.util.Arrays.fill(g, 0);
    double[] ju = new double[6];
    double[] jv = new double[6];
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
      if (!(c > 1e-12)) {
        continue;
      }
      double u = a / c;
      double v = b / c;
      double eu = u - rays[2 * i];
      double ev = v - rays[2 * i + 1];
      double w = 1 / (1 + (eu * eu + ev * ev) / (scale * scale));
      ju[0] = -u * v;
      ju[1] = 1 + u * u;
      ju[2] = -v;
      ju[3] = 1 / c;
      ju[4] = 0;
      ju[5] = -u / c;
      jv[0] = -1 - v * v;
      jv[1] = u * v;
      jv[2] = u;
      jv[3] = 0;
      jv[4] = 1 / c;
      jv[5] = -v / c;
      for (int p = 0; p < 6; p++) {
        g[p] += w * (ju[p] * eu + jv[p] * ev);
        for (int q = p; q < 6; q++) {
          h[6 * p + q] += w * (ju[p] * ju[q] + jv[p] * jv[q]);
        }
      }
    }
  }
}
