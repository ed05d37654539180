package org.e2e3d.engine.sfm.geometry;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;

/**
 * The Brown lens of the mapper on flat parameter arrays: {@link #SIZE} entries a camera, one focal
 * length, principal point, two radial and two tangential coefficients. Pixels follow {@link
 * Camera}'s convention.
 */
public final class Lens {
  /** Parameters a camera. */
  public static final int SIZE = 7;

  /** Offset of the focal length in pixels. */
  public static final int F = 0;

  /** Offset of the principal point's x in pixels. */
  public static final int CX = 1;

  /** Offset of the principal point's y in pixels. */
  public static final int CY = 2;

  /** Offset of the first radial coefficient. */
  public static final int K1 = 3;

  /** Offset of the second radial coefficient. */
  public static final int K2 = 4;

  /** Offset of the first tangential coefficient. */
  public static final int P1 = 5;

  /** Offset of the second tangential coefficient. */
  public static final int P2 = 6;

  private static final int UNPROJECT_STEPS = 20;

  private Lens() {}

  /**
   * Projects a point of the camera frame.
   *
   * @param lens parameter array
   * @param o offset of this camera's parameters in it
   * @param pixel receives u, v
   * @return false if the point is not in front of the camera (pixel is left untouched)
   */
  public static boolean project(
      double[] lens, int o, double x, double y, double z, double[] pixel) {
    if (!(z > 0)) {
      return false;
    }
    double a = x / z;
    double b = y / z;
    double r2 = a * a + b * b;
    double radial = 1 + r2 * (lens[o + K1] + r2 * lens[o + K2]);
    double p1 = lens[o + P1];
    double p2 = lens[o + P2];
    pixel[0] = lens[o + F] * (a * radial + 2 * p1 * a * b + p2 * (r2 + 2 * a * a)) + lens[o + CX];
    pixel[1] = lens[o + F] * (b * radial + 2 * p2 * a * b + p1 * (r2 + 2 * b * b)) + lens[o + CY];
    return true;
  }

  /**
   * The point on the plane z = 1 that a pixel sees (Newton's method on the distortion).
   *
   * @param ray receives x, y
   */
  public static void unproject(double[] lens, int o, double u, double v, double[] ray) {
    double xd = (u - lens[o + CX]) / lens[o + F];
    double yd = (v - lens[o + CY]) / lens[o + F];
    double k1 = lens[o + K1];
    double k2 = lens[o + K2];
    double p1 = lens[o + P1];
    double p2 = lens[o + P2];
    double x = xd;
    double y = yd;
    for (int i = 0; i < UNPROJECT_STEPS; i++) {
      double r2 = x * x + y * y;
      double radial = 1 + r2 * (k1 + r2 * k2);
      double slope = 2 * (k1 + 2 * r2 * k2);
      double ex = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x) - xd;
      double ey = y * radial + 2 * p2 * x * y + p1 * (r2 + 2 * y * y) - yd;
      double jxx = radial + slope * x * x + 2 * p1 * y + 6 * p2 * x;
      double jxy = slope * x * y + 2 * p1 * x + 2 * p2 * y;
      double jyy = radial + slope * y * y + 2 * p2 * x + 6 * p1 * y;
      double det = jxx * jyy - jxy * jxy;
      if (!(Math.abs(det) > 1e-9)) {
        break; // beyond the radius where the polynomial turns back: keep the last iterate
      }
      double dx = (jyy * ex - jxy * ey) / det;
      double dy = (jxx * ey - jxy * ex) / det;
      x -= dx;
      y -= dy;
      if (dx * dx + dy * dy < 1e-24) {
        break;
      }
    }
    ray[0] = x;
    ray[1] = y;
  }

  /** The parameters of a camera; its two focal lengths are averaged. */
  public static void load(Camera camera, double[] lens, int o) {
    lens[o + F] = (camera.fx() + camera.fy()) / 2;
    lens[o + CX] = camera.cx();
    lens[o + CY] = camera.cy();
    lens[o + K1] = camera.k1();
    lens[o + K2] = camera.k2();
    lens[o + P1] = camera.p1();
    lens[o + P2] = camera.p2();
  }

  /** The camera of a parameter set: RADIAL, or OPENCV if a tangential coefficient is not zero. */
  public static Camera camera(double[] lens, int o, int id, int width, int height) {
    boolean tangential = lens[o + P1] != 0 || lens[o + P2] != 0;
    return new Camera(
        id,
        tangential ? CameraModel.OPENCV : CameraModel.RADIAL,
        width,
        height,
        lens[o + F],
        lens[o + F],
        lens[o + CX],
        lens[o + CY],
        lens[o + K1],
        lens[o + K2],
        0,
        0,
        lens[o + P1],
        lens[o + P2]);
  }
}
