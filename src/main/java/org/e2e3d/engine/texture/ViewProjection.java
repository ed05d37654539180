package org.e2e3d.engine.texture;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

/** World points to a view's photograph. Not for several threads at once. */
final class ViewProjection {
  private final Camera camera;
  private final double[] r;
  private final Pose pose;

  ViewProjection(Camera camera, Pose pose) {
    this.camera = camera;
    this.pose = pose;
    this.r = pose.rotation();
  }

  /** False behind the camera; {@code pixel} receives u, v in the full-size photograph. */
  boolean project(double x, double y, double z, double[] pixel) {
    return camera.project(
        r[0] * x + r[1] * y + r[2] * z + pose.tx(),
        r[3] * x + r[4] * y + r[5] * z + pose.ty(),
        r[6] * x + r[7] * y + r[8] * z + pose.tz(),
        pixel);
  }

  boolean project(float[] xyz, int vertex, double[] pixel) {
    return project(xyz[3 * vertex], xyz[3 * vertex + 1], xyz[3 * vertex + 2], pixel);
  }
}
