package org.e2e3d.engine.render;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/**
 * A mesh's vertices as one pinhole camera sees them.
 *
 * @param eye 3v coordinates in the camera frame
 * @param screen 2v pixels u, v; meaningless where z is not positive
 */
record CameraFrame(float[] eye, float[] screen) {

  private static final int CHUNK = 1 << 14;

  static CameraFrame of(TriangleMesh mesh, Camera camera, Pose pose, int threads) {
    int n = mesh.vertexCount();
    float[] xyz = mesh.xyz();
    float[] eye = new float[3 * n];
    float[] screen = new float[2 * n];
    double[] r = pose.rotation();
    Workers.forEach(
        threads,
        (n + CHUNK - 1) / CHUNK,
        chunk -> {
          int end = Math.min(n, (chunk + 1) * CHUNK);
          for (int i = chunk * CHUNK; i < end; i++) {
            double x = xyz[3 * i];
            double y = xyz[3 * i + 1];
            double z = xyz[3 * i + 2];
            double ex = r[0] * x + r[1] * y + r[2] * z + pose.tx();
            double ey = r[3] * x + r[4] * y + r[5] * z + pose.ty();
            double ez = r[6] * x + r[7] * y + r[8] * z + pose.tz();
            eye[3 * i] = (float) ex;
            eye[3 * i + 1] = (float) ey;
            eye[3 * i + 2] = (float) ez;
            screen[2 * i] = (float) (camera.fx() * ex / ez + camera.cx());
            screen[2 * i + 1] = (float) (camera.fy() * ey / ez + camera.cy());
          }
        });
    return new CameraFrame(eye, screen);
  }
}
