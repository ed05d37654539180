package org.e2e3d.engine.sfm.geometry;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;

/**
 * The mapper's lenses on flat parameter arrays, {@link #SIZE} entries a lens: one focal length, the
 * principal point, four coefficients of distortion, and which of two curves these belong to.
 * Brown's (k1, k2 of the radius on the plane z = 1, p1, p2) contains the pinhole and the radial
 * models; the equidistant fisheye of Kannala and Brandt ("A generic camera model", PAMI 2006) has
 * k1 to k4 of the angle to the axis. Pixels follow {@link Camera}'s convention.
 */
public final class Lens {
  /** Entries a lens. */
  public static final int SIZE = 8;

  /** Parameters that an adjustment may move: the first of the entries. */
  public static final int PARAMETERS = 7;

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

  /** Offset of Brown's first tangential coefficient. */
  public static final int P1 = 5;

  /** Offset of Brown's second tangential coefficient. */
  public static final int P2 = 6;

  /** Offset of the fisheye's third coefficient. */
  public static final int K3 = 5;

  /** Offset of the fisheye's fourth coefficient. */
  public static final int K4 = 6;

  /** Offset of the curve: {@link #BROWN} or {@link #FISHEYE}. */
  public static final int CURVE = 7;

  /** Radial polynomial of the radius on the plane z = 1, and tangential terms. */
  public static final double BROWN = 0;

  /** Polynomial of the angle to the axis. */
  public static final double FISHEYE = 1;

  private static final int UNPROJECT_STEPS = 20;
  private static final double WIDEST = Math.toRadians(88); // the plane z = 1 ends at 90 degrees

  private Lens() {}

  /** Whether the lens at an offset is a fisheye. */
  public static boolean isFisheye(double[] lens, int o) {
    return lens[o + CURVE] == FISHEYE;
  }

  /**
   * Projects a point of the camera frame.
   *
   * @param lens parameter array
   * @param o offset of this lens's entries in it
   * @param pixel receives u, v
   * @return false if the point is not in front of the camera, or where Brown's polynomial has
   *     turned back (pixel is left untouched)
   */
  public static boolean project(
      double[] lens, int o, double x, double y, double z, double[] pixel) {
    if (!(z > 1e-9)) {
      return false;
    }
    double f = lens[o + F];
    if (isFisheye(lens, o)) {
      double r = Math.sqrt(x * x + y * y);
      double s = r > 1e-9 * z ? bent(lens, o, Math.atan2(r, z)) / r : 1 / z;
      pixel[0] = f * x * s + lens[o + CX];
      pixel[1] = f * y * s + lens[o + CY];
      return true;
    }
    double a = x / z;
    double b = y / z;
    double r2 = a * a + b * b;
    double k1 = lens[o + K1];
    double k2 = lens[o + K2];
    if (!(1 + r2 * (3 * k1 + r2 * 5 * k2) > 0)) {
      return false;
    }
    double radial = 1 + r2 * (k1 + r2 * k2);
    double p1 = lens[o + P1];
    double p2 = lens[o + P2];
    pixel[0] = f * (a * radial + 2 * p1 * a * b + p2 * (r2 + 2 * a * a)) + lens[o + CX];
    pixel[1] = f * (b * radial + 2 * p2 * a * b + p1 * (r2 + 2 * b * b)) + lens[o + CY];
    return true;
  }

  /**
   * Projects a point of the camera frame, with derivatives.
   *
   * @param pixel receives u, v
   * @param byPoint receives 2x3, row-major: derivatives by x, y, z
   * @param byLens receives 2x{@link #PARAMETERS}: derivatives by the parameters
   * @return false as {@link #project} does
   */
  public static boolean linearise(
      double[] lens,
      int o,
      double x,
      double y,
      double z,
      double[] pixel,
      double[] byPoint,
      double[] byLens) {
    if (!project(lens, o, x, y, z, pixel)) {
      return false;
    }
    byLens[F] = (pixel[0] - lens[o + CX]) / lens[o + F];
    byLens[CX] = 1;
    byLens[CY] = 0;
    byLens[PARAMETERS + F] = (pixel[1] - lens[o + CY]) / lens[o + F];
    byLens[PARAMETERS + CX] = 0;
    byLens[PARAMETERS + CY] = 1;
    if (isFisheye(lens, o)) {
      lineariseFisheye(lens, o, x, y, z, byPoint, byLens);
    } else {
      lineariseBrown(lens, o, x / z, y / z, z, byPoint, byLens);
    }
    return true;
  }

  private static void lineariseBrown(
      double[] lens, int o, double a, double b, double z, double[] byPoint, double[] byLens) {
    double f = lens[o + F];
    double k1 = lens[o + K1];
    double k2 = lens[o + K2];
    double p1 = lens[o + P1];
    double p2 = lens[o + P2];
    double r2 = a * a + b * b;
    double radial = 1 + r2 * (k1 + r2 * k2);
    double slope = 2 * (k1 + 2 * k2 * r2);
    double s = f / z;
    double aa = s * (radial + slope * a * a + 2 * p1 * b + 6 * p2 * a);
    double ab = s * (slope * a * b + 2 * p1 * a + 2 * p2 * b);
    double bb = s * (radial + slope * b * b + 2 * p2 * a + 6 * p1 * b);
    byPoint[0] = aa;
    byPoint[1] = ab;
    byPoint[2] = -(aa * a + ab * b);
    byPoint[3] = ab;
    byPoint[4] = bb;
    byPoint[5] = -(ab * a + bb * b);
    byLens[K1] = f * a * r2;
    byLens[K2] = f * a * r2 * r2;
    byLens[P1] = f * 2 * a * b;
    byLens[P2] = f * (r2 + 2 * a * a);
    byLens[PARAMETERS + K1] = f * b * r2;
    byLens[PARAMETERS + K2] = f * b * r2 * r2;
    byLens[PARAMETERS + P1] = f * (r2 + 2 * b * b);
    byLens[PARAMETERS + P2] = f * 2 * a * b;
  }

  private static void lineariseFisheye(
      double[] lens, int o, double x, double y, double z, double[] byPoint, double[] byLens) {
    double f = lens[o + F];
    double r = Math.sqrt(x * x + y * y);
    double d2 = r * r + z * z;
    double s = 1 / z;
    double q = 0;
    double slope = 1;
    double power = 0; // theta^3 / r, which vanishes on the axis
    double t2 = 0;
    if (r > 1e-9 * z) {
      double theta = Math.atan2(r, z);
      t2 = theta * theta;
      s = bent(lens, o, theta) / r;
      slope = slope(lens, o, t2);
      q = (slope * z / d2 - s) / (r * r);
      power = theta * t2 / r;
    }
    byPoint[0] = f * (s + x * x * q);
    byPoint[1] = f * x * y * q;
    byPoint[2] = -f * x * slope / d2;
    byPoint[3] = byPoint[1];
    byPoint[4] = f * (s + y * y * q);
    byPoint[5] = -f * y * slope / d2;
    for (int k = K1; k <= K4; k++) {
      byLens[k] = f * x * power;
      byLens[PARAMETERS + k] = f * y * power;
      power *= t2;
    }
  }

  private static double bent(double[] lens, int o, double theta) {
    double t2 = theta * theta;
    return theta
        * (1 + t2 * (lens[o + K1] + t2 * (lens[o + K2] + t2 * (lens[o + K3] + t2 * lens[o + K4]))));
  }

  private static double slope(double[] lens, int o, double t2) {
    return 1
        + t2
            * (3 * lens[o + K1]
                + t2 * (5 * lens[o + K2] + t2 * (7 * lens[o + K3] + t2 * 9 * lens[o + K4])));
  }

  /**
   * The point on the plane z = 1 that a pixel sees (Newton's method on the distortion); for a
   * fisheye at most 88 degrees off the axis.
   *
   * @param ray receives x, y
   */
  public static void unproject(double[] lens, int o, double u, double v, double[] ray) {
    double xd = (u - lens[o + CX]) / lens[o + F];
    double yd = (v - lens[o + CY]) / lens[o + F];
    if (isFisheye(lens, o)) {
      double s = straighten(lens, o, Math.sqrt(xd * xd + yd * yd));
      ray[0] = xd * s;
      ray[1] = yd * s;
      return;
    }
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

  /** The tangent of the angle over the bent radius, by Newton's method. */
  private static double straighten(double[] lens, int o, double radius) {
    if (radius < 1e-9) {
      return 1;
    }
    double theta = Math.min(radius, WIDEST);
    for (int i = 0; i < UNPROJECT_STEPS; i++) {
      double slope = slope(lens, o, theta * theta);
      if (!(slope > 1e-3)) {
        break;
      }
      double step = (bent(lens, o, theta) - radius) / slope;
      theta = Math.max(0, Math.min(WIDEST, theta - step));
      if (Math.abs(step) < 1e-13) {
        break;
      }
    }
    return Math.tan(theta) / radius;
  }

  /**
   * The unit direction in the camera frame that a pixel sees.
   *
   * @param ray receives x, y, z from ro
   */
  public static void bearing(double[] lens, int o, double u, double v, double[] ray, int ro) {
    double[] plane = new double[2];
    unproject(lens, o, u, v, plane);
    double s = 1 / Math.sqrt(plane[0] * plane[0] + plane[1] * plane[1] + 1);
    ray[ro] = s * plane[0];
    ray[ro + 1] = s * plane[1];
    ray[ro + 2] = s;
  }

  /**
   * The entries of a camera; its two focal lengths are averaged.
   *
   * @throws IllegalArgumentException for a model that neither curve contains
   */
  public static void load(Camera camera, double[] lens, int o) {
    if (camera.model() == CameraModel.FULL_OPENCV) {
      throw new IllegalArgumentException("camera " + camera.id() + ": no lens of FULL_OPENCV");
    }
    lens[o + F] = (camera.fx() + camera.fy()) / 2;
    lens[o + CX] = camera.cx();
    lens[o + CY] = camera.cy();
    lens[o + K1] = camera.k1();
    lens[o + K2] = camera.k2();
    lens[o + P1] = camera.isFisheye() ? camera.k3() : camera.p1();
    lens[o + P2] = camera.isFisheye() ? camera.k4() : camera.p2();
    lens[o + CURVE] = camera.isFisheye() ? FISHEYE : BROWN;
  }

  /** The camera of a lens, of the smallest model that holds its coefficients. */
  public static Camera camera(double[] lens, int o, int id, int width, int height) {
    boolean fisheye = isFisheye(lens, o);
    double fifth = lens[o + P1];
    double sixth = lens[o + P2];
    boolean full = fifth != 0 || sixth != 0;
    CameraModel model;
    if (fisheye) {
      model = full ? CameraModel.OPENCV_FISHEYE : CameraModel.RADIAL_FISHEYE;
    } else if (full) {
      model = CameraModel.OPENCV;
    } else if (lens[o + K2] != 0) {
      model = CameraModel.RADIAL;
    } else {
      model = lens[o + K1] != 0 ? CameraModel.SIMPLE_RADIAL : CameraModel.SIMPLE_PINHOLE;
    }
    return new Camera(
        id,
        model,
        width,
        height,
        lens[o + F],
        lens[o + F],
        lens[o + CX],
        lens[o + CY],
        lens[o + K1],
        lens[o + K2],
        fisheye ? fifth : 0,
        fisheye ? sixth : 0,
        fisheye ? 0 : fifth,
        fisheye ? 0 : sixth);
  }
}
