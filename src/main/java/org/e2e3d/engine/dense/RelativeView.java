package org.e2e3d.engine.dense;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

/**
 * Where the pixels of one pinhole view fall in another: for array indices p = (x, y, 1) and inverse
 * depth w, the homogeneous index in the other image is {@code M p + w b}, and its third component
 * is the ratio of the depths, z_other / z.
 *
 * @param m row-major 3x3, {@code K' R' R^T K^-1}
 * @param b {@code K' (t' - R' R^T t)}
 */
record RelativeView(double[] m, double[] b) {

  static RelativeView of(Camera from, Pose fromPose, Camera to, Pose toPose) {
    double[] rf = fromPose.rotation();
    double[] rt = toPose.rotation();
    double[] r = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          r[3 * i + j] += rt[3 * i + k] * rf[3 * j + k];
        }
      }
    }
    double[] t = {toPose.tx(), toPose.ty(), toPose.tz()};
    for (int i = 0; i < 3; i++) {
      t[i] -=
          r[3 * i] * fromPose.tx() + r[3 * i + 1] * fromPose.ty() + r[3 * i + 2] * fromPose.tz();
    }
    // array indices are half a pixel less than the camera's pixel coordinates
    double cx = from.cx() - 0.5;
    double cy = from.cy() - 0.5;
    double[] rk = new double[9];
    for (int i = 0; i < 3; i++) {
      rk[3 * i] = r[3 * i] / from.fx();
      rk[3 * i + 1] = r[3 * i + 1] / from.fy();
      rk[3 * i + 2] = r[3 * i + 2] - rk[3 * i] * cx - rk[3 * i + 1] * cy;
    }
    double dx = to.cx() - 0.5;
    double dy = to.cy() - 0.5;
    double[] m = new double[9];
    for (int j = 0; j < 3; j++) {
      m[j] = to.fx() * rk[j] + dx * rk[6 + j];
      m[3 + j] = to.fy() * rk[3 + j] + dy * rk[6 + j];
      m[6 + j] = rk[6 + j];
    }
    double[] b = {to.fx() * t[0] + dx * t[2], to.fy() * t[1] + dy * t[2], t[2]};
    return new RelativeView(m, b);
  }
}
