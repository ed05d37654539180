package org.e2e3d.engine.sfm.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.scene.Pose;

/**
 * What the cameras look at: the point nearest to all optical axes in the least-squares sense.
 *
 * @param point world coordinates
 * @param distance median distance of the cameras from it
 */
public record ViewFocus(double[] point, double distance) {
  /**
   * Smallest mean squared sine between the axes and any one direction; 0.03 is a spread of about 10
   * degrees.
   */
  private static final double LEAST_SPREAD = 0.03;

  /** Share of the cameras that must have the point in front of them. */
  private static final double LEAST_IN_FRONT = 0.8;

  /**
   * Finds the focus.
   *
   * @param poses world-to-camera transforms
   * @return empty if the axes are nearly parallel, as in aerial photographs, or meet behind the
   *     cameras, as in a panorama
   */
  public static Optional<ViewFocus> of(List<Pose> poses) {
    int n = poses.size();
    if (n < 3) {
      return Optional.empty();
    }
    double[] a = new double[9];
    double[] b = new double[3];
    for (Pose pose : poses) {
      double[] r = pose.rotation();
      double[] c = pose.centre();
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          double m = ((i == j ? 1 : 0) - r[6 + i] * r[6 + j]) / n;
          a[3 * i + j] += m;
          b[i] += m * c[j];
        }
      }
    }
    double[] point = new double[3];
    double[] packed = {a[0], a[1], a[2], a[4], a[5], a[8]};
    if (new SymmetricEigen(a, 3).value(0) < LEAST_SPREAD || !Linear3.solve(packed, b, point)) {
      return Optional.empty();
    }
    double[] distance = new double[n];
    int inFront = 0;
    for (int i = 0; i < n; i++) {
      double[] r = poses.get(i).rotation();
      double[] c = poses.get(i).centre();
      double x = point[0] - c[0];
      double y = point[1] - c[1];
      double z = point[2] - c[2];
      inFront += r[6] * x + r[7] * y + r[8] * z > 0 ? 1 : 0;
      distance[i] = Math.sqrt(x * x + y * y + z * z);
    }
    Arrays.sort(distance);
    return inFront < LEAST_IN_FRONT * n
        ? Optional.empty()
        : Optional.of(new ViewFocus(point, distance[n / 2]));
  }
}
