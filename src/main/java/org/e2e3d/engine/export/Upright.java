package org.e2e3d.engine.export;

import java.util.List;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.View;

/**
 * The rotation from the model's frame to an upright one: +y up, +z towards the viewer, as glTF has
 * it.
 *
 * <p>A georeferenced model has z up and stands with north away from the viewer. Otherwise up is the
 * mean upright direction of the photographs, and the front is the side they were taken from.
 */
final class Upright {
  /** Cameras that mostly look straight down tell no upright direction by how they are held. */
  private static final double LITTLE_AGREEMENT = 0.35;

  private static final double ONE_GAZE = 0.8;

  private Upright() {}

  /** 9 entries, row-major. */
  static double[] of(SparseModel sparse) {
    if (sparse.geoReference().isPresent() || sparse.views().isEmpty()) {
      return new double[] {1, 0, 0, 0, 0, 1, 0, -1, 0};
    }
    List<Pose> poses = sparse.views().stream().map(View::uprightPose).toList();
    double[] up = new double[3];
    double[] back = new double[3];
    for (Pose p : poses) {
      double[] r = p.rotation();
      for (int k = 0; k < 3; k++) {
        up[k] -= r[3 + k] / poses.size();
        back[k] -= r[6 + k] / poses.size();
      }
    }
    if (norm(up) < LITTLE_AGREEMENT && norm(back) > ONE_GAZE) {
      up = back.clone();
    }
    up = norm(up) > 1e-6 ? scaled(up, 1 / norm(up)) : new double[] {0, 0, 1};
    double[] right = cross(up, back);
    if (norm(right) < 0.05) {
      // They stand all around, or look along the upright axis: any front will do.
      right = cross(up, Math.abs(up[1]) < 0.9 ? new double[] {0, -1, 0} : new double[] {1, 0, 0});
    }
    right = scaled(right, 1 / norm(right));
    double[] front = cross(right, up);
    return new double[] {
      right[0], right[1], right[2], up[0], up[1], up[2], front[0], front[1], front[2]
    };
  }

  private static double norm(double[] a) {
    return Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
  }

  private static double[] scaled(double[] a, double s) {
    return new double[] {s * a[0], s * a[1], s * a[2]};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
