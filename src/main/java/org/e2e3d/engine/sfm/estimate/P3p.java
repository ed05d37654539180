package org.e2e3d.engine.sfm.estimate;

import org.e2e3d.engine.sfm.geometry.Quartic;

/**
 * The pose of a calibrated camera from three points: Grunert's quartic as given by Haralick et al.,
 * "Review and analysis of solutions of the three point perspective pose problem" (IJCV 1994), the
 * distances polished by Newton's method.
 */
final class P3p {
  /** Entries a solution: nine of the rotation (world to camera), three of the translation. */
  static final int POSE = 12;

  private final double[] roots = new double[4];
  private final double[] ray = new double[9];
  private final double[] depth = new double[3];

  /**
   * @param points world coordinates, 3 a point
   * @param bearings unit directions seen in the camera frame, 3 a point
   * @param pick the three points to use
   * @param poses receives up to 4 poses, {@link #POSE} entries each
   * @return how many
   */
  int solve(double[] points, double[] bearings, int[] pick, double[] poses) {
    for (int i = 0; i < 3; i++) {
      System.arraycopy(bearings, 3 * pick[i], ray, 3 * i, 3);
    }
    double a2 = squaredDistance(points, pick[1], pick[2]);
    double b2 = squaredDistance(points, pick[0], pick[2]);
    double c2 = squaredDistance(points, pick[0], pick[1]);
    if (!(a2 > 0 && b2 > 0 && c2 > 0)) {
      return 0;
    }
    double ca = dot(1, 2);
    double cb = dot(0, 2);
    double cg = dot(0, 1);
    double m = (a2 - c2) / b2;
    double p = (a2 + c2) / b2;
    double a4 = (m - 1) * (m - 1) - 4 * c2 / b2 * ca * ca;
    double a3 = 4 * (m * (1 - m) * cb - (1 - p) * ca * cg + 2 * c2 / b2 * ca * ca * cb);
    double aa2 =
        2
            * (m * m
                - 1
                + 2 * m * m * cb * cb
                + 2 * (b2 - c2) / b2 * ca * ca
                - 4 * p * ca * cb * cg
                + 2 * (b2 - a2) / b2 * cg * cg);
    double a1 = 4 * (-m * (1 + m) * cb + 2 * a2 / b2 * cg * cg * cb - (1 - p) * ca * cg);
    double a0 = (1 + m) * (1 + m) - 4 * a2 / b2 * cg * cg;
    int n = Quartic.solve(a4, a3, aa2, a1, a0, roots);
    int found = 0;
    for (int k = 0; k < n; k++) {
      double v = roots[k];
      double under = 2 * (cg - v * ca);
      double square = 1 + v * v - 2 * v * cb;
      if (!(v > 0) || Math.abs(under) < 1e-12 || !(square > 0)) {
        continue;
      }
      double u = ((m - 1) * v * v - 2 * m * cb * v + 1 + m) / under;
      if (!(u > 0)) {
        continue;
      }
      depth[0] = Math.sqrt(b2 / square);
      depth[1] = u * depth[0];
      depth[2] = v * depth[0];
      if (polish(a2, b2, c2, ca, cb, cg) && align(points, pick, poses, found * POSE)) {
        found++;
      }
    }
    return found;
  }

  private double dot(int i, int j) {
    return ray[3 * i] * ray[3 * j]
        + ray[3 * i + 1] * ray[3 * j + 1]
        + ray[3 * i + 2] * ray[3 * j + 2];
  }

  private static double squaredDistance(double[] points, int i, int j) {
    double dx = points[3 * i] - points[3 * j];
    double dy = points[3 * i + 1] - points[3 * j + 1];
    double dz = points[3 * i + 2] - points[3 * j + 2];
    return dx * dx + dy * dy + dz * dz;
  }

  /** Newton's method on the law of cosines for the three distances. */
  private boolean polish(double a2, double b2, double c2, double ca, double cb, double cg) {
    for (int step = 0; step < 3; step++) {
      double s1 = depth[0];
      double s2 = depth[1];
      double s3 = depth[2];
      double ea = s2 * s2 + s3 * s3 - 2 * s2 * s3 * ca - a2;
      double eb = s1 * s1 + s3 * s3 - 2 * s1 * s3 * cb - b2;
      double ec = s1 * s1 + s2 * s2 - 2 * s1 * s2 * cg - c2;
      double a12 = s2 - s3 * ca;
      double a13 = s3 - s2 * ca;
      double b11 = s1 - s3 * cb;
      double b13 = s3 - s1 * cb;
      double c11 = s1 - s2 * cg;
      double c12 = s2 - s1 * cg;
      // rows (0, a12, a13), (b11, 0, b13), (c11, c12, 0), each twice
      double det = 2 * (a12 * b13 * c11 + a13 * b11 * c12);
      if (!(Math.abs(det) > 1e-18 * (s1 * s1 * s1 + s2 * s2 * s2 + s3 * s3 * s3))) {
        return step > 0;
      }
      double d1 = (-b13 * c12 * ea + a13 * c12 * eb + a12 * b13 * ec) / det;
      double d2 = (b13 * c11 * ea - a13 * c11 * eb + a13 * b11 * ec) / det;
      double d3 = (b11 * c12 * ea + a12 * c11 * eb - a12 * b11 * ec) / det;
      depth[0] -= d1;
      depth[1] -= d2;
      depth[2] -= d3;
    }
    return depth[0] > 0 && depth[1] > 0 && depth[2] > 0;
  }

  /** The rotation that carries the world triangle onto the camera triangle, by their frames. */
  private boolean align(double[] points, int[] pick, double[] poses, int o) {
    double[] world = new double[9];
    double[] camera = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        world[3 * i + j] = points[3 * pick[i] + j];
        camera[3 * i + j] = ray[3 * i + j] * depth[i];
      }
    }
    double[] fw = frame(world);
    double[] fc = frame(camera);
    if (fw.length == 0 || fc.length == 0) {
      return false;
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        poses[o + 3 * i + j] = fc[i] * fw[j] + fc[3 + i] * fw[3 + j] + fc[6 + i] * fw[6 + j];
      }
    }
    for (int i = 0; i < 3; i++) {
      poses[o + 9 + i] =
          camera[i]
              - poses[o + 3 * i] * world[0]
              - poses[o + 3 * i + 1] * world[1]
              - poses[o + 3 * i + 2] * world[2];
    }
    return true;
  }

  /** Three orthonormal axes (rows) of a triangle, or an empty array if it has no area. */
  private static double[] frame(double[] t) {
    double ax = t[3] - t[0];
    double ay = t[4] - t[1];
    double az = t[5] - t[2];
    double bx = t[6] - t[0];
    double by = t[7] - t[1];
    double bz = t[8] - t[2];
    double na = Math.sqrt(ax * ax + ay * ay + az * az);
    double nx = ay * bz - az * by;
    double ny = az * bx - ax * bz;
    double nz = ax * by - ay * bx;
    double nn = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (!(na > 0) || !(nn > 1e-9 * na * na)) {
      return new double[0];
    }
    ax /= na;
    ay /= na;
    az /= na;
    nx /= nn;
    ny /= nn;
    nz /= nn;
    return new double[] {
      ax, ay, az, ny * az - nz * ay, nz * ax - nx * az, nx * ay - ny * ax, nx, ny, nz
    };
  }
}
