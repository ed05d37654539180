package org.e2e3d.engine.surface;

/** Distance to one triangle. */
final class Triangle {
  private double ax;
  private double ay;
  private double az;
  private double ux;
  private double uy;
  private double uz;
  private double vx;
  private double vy;
  private double vz;
  private double uu;
  private double uv;
  private double vv;

  /** Makes this the triangle of three corners, offsets into p. */
  void set(float[] p, int a, int b, int c) {
    ax = p[a];
    ay = p[a + 1];
    az = p[a + 2];
    ux = p[b] - ax;
    uy = p[b + 1] - ay;
    uz = p[b + 2] - az;
    vx = p[c] - ax;
    vy = p[c + 1] - ay;
    vz = p[c + 2] - az;
    uu = ux * ux + uy * uy + uz * uz;
    uv = ux * vx + uy * vy + uz * vz;
    vv = vx * vx + vy * vy + vz * vz;
  }

  /** Squared distance of a place from the nearest point of the triangle. */
  double squaredDistance(double x, double y, double z) {
    double wx = x - ax;
    double wy = y - ay;
    double wz = z - az;
    double wu = wx * ux + wy * uy + wz * uz;
    double wv = wx * vx + wy * vy + wz * vz;
    double det = uu * vv - uv * uv;
    double s = vv * wu - uv * wv;
    double t = uu * wv - uv * wu;
    if (det > 0 && s >= 0 && t >= 0 && s + t <= det) {
      return away(wx, wy, wz, s / det, t / det);
    }
    // the nearest point lies on one of the edges
    double onU = clamp(uu > 0 ? wu / uu : 0);
    double onV = clamp(vv > 0 ? wv / vv : 0);
    double ee = uu - 2 * uv + vv;
    double onE = clamp(ee > 0 ? (wv - uv - wu + uu) / ee : 0);
    return Math.min(
        away(wx, wy, wz, onU, 0),
        Math.min(away(wx, wy, wz, 0, onV), away(wx, wy, wz, 1 - onE, onE)));
  }

  private double away(double wx, double wy, double wz, double s, double t) {
    double x = wx - s * ux - t * vx;
    double y = wy - s * uy - t * vy;
    double z = wz - s * uz - t * vz;
    return x * x + y * y + z * z;
  }

  private static double clamp(double t) {
    return Math.max(0, Math.min(1, t));
  }
}
