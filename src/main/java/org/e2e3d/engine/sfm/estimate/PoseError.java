package org.e2e3d.engine.sfm.estimate;

import org.e2e3d.engine.sfm.geometry.Lens;

/** Reprojection errors of matches under a pose. */
final class PoseError {
  private final double[] points;
  private final double[] xy;
  private final double[] lens;
  private final double[] pixel = new double[2];

  PoseError(AbsolutePose.Matches matches) {
    points = matches.points();
    xy = matches.xy();
    lens = matches.lens();
  }

  /**
   * The squared error of match i in pixels, infinite where the point cannot be seen.
   *
   * @param pose rotation (9, world to camera) and translation (3) from o
   */
  double squared(int i, double[] pose, int o) {
    double x = points[3 * i];
    double y = points[3 * i + 1];
    double z = points[3 * i + 2];
    if (!Lens.project(
        lens,
        0,
        pose[o] * x + pose[o + 1] * y + pose[o + 2] * z + pose[o + 9],
        pose[o + 3] * x + pose[o + 4] * y + pose[o + 5] * z + pose[o + 10],
        pose[o + 6] * x + pose[o + 7] * y + pose[o + 8] * z + pose[o + 11],
        pixel)) {
      return Double.POSITIVE_INFINITY;
    }
    double eu = pixel[0] - xy[2 * i];
    double ev = pixel[1] - xy[2 * i + 1];
    return eu * eu + ev * ev;
  }
}
