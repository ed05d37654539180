package org.e2e3d.engine.texture;

/** Barycentric coordinates in the plane. */
final class Barycentric {
  private static final double REACH = 0.6;

  private Barycentric() {}

  /**
   * The weights of a triangle's corners at a point; points outside are followed a little way
   * beyond, and no farther.
   *
   * @param corner u, v of the three corners from {@code at} on
   * @param w receives three weights that sum to 1
   */
  static void weights(float[] corner, int at, double u, double v, double[] w) {
    double ax = corner[at];
    double ay = corner[at + 1];
    double ux = corner[at + 2] - ax;
    double uy = corner[at + 3] - ay;
    double vx = corner[at + 4] - ax;
    double vy = corner[at + 5] - ay;
    double det = ux * vy - uy * vx;
    if (Math.abs(det) < 1e-12) {
      w[0] = w[1] = w[2] = 1.0 / 3;
      return;
    }
    double px = u - ax;
    double py = v - ay;
    w[1] = Math.max(-REACH, Math.min(1 + REACH, (px * vy - py * vx) / det));
    w[2] = Math.max(-REACH, Math.min(1 + REACH, (ux * py - uy * px) / det));
    w[0] = 1 - w[1] - w[2];
  }
}
