package org.e2e3d.engine.scene;

/**
 * An intrinsic camera: maps points in the camera frame (x right, y down, z forward) to pixels.
 *
 * <p>Pixel convention (COLMAP's): the image spans [0, width] x [0, height]; the centre of the
 * upper-left pixel is (0.5, 0.5). OpenCV keypoints and integer array indices are therefore half a
 * pixel less.
 *
 * @param id identifier, unique in a model
 * @param model which of the fields below apply
 * @param width image width in pixels
 * @param height image height in pixels
 * @param fx focal length along x in pixels
 * @param fy focal length along y in pixels; equal to fx in the models with one focal length
 * @param cx principal point x in pixels
 * @param cy principal point y in pixels
 * @param k1 first radial coefficient (in normalised coordinates)
 * @param k2 second radial coefficient
 * @param k3 third coefficient, fisheye only
 * @param k4 fourth coefficient, fisheye only
 * @param p1 first tangential coefficient, OPENCV only
 * @param p2 second tangential coefficient, OPENCV only
 */
public record Camera(
    int id,
    CameraModel model,
    int width,
    int height,
    double fx,
    double fy,
    double cx,
    double cy,
    double k1,
    double k2,
    double k3,
    double k4,
    double p1,
    double p2) {

  private static final int UNDISTORT_STEPS = 30;

  /** A camera without distortion, principal point anywhere. */
  public static Camera pinhole(
      int id, int width, int height, double fx, double fy, double cx, double cy) {
    return new Camera(id, CameraModel.PINHOLE, width, height, fx, fy, cx, cy, 0, 0, 0, 0, 0, 0);
  }

  /**
   * A camera with one focal length, the principal point in the middle and two radial coefficients.
   */
  public static Camera radial(int id, int width, int height, double f, double k1, double k2) {
    return new Camera(
        id, CameraModel.RADIAL, width, height, f, f, width / 2.0, height / 2.0, k1, k2, 0, 0, 0, 0);
  }

  /** True if the model bends no rays. */
  public boolean isPinhole() {
    return model == CameraModel.SIMPLE_PINHOLE || model == CameraModel.PINHOLE;
  }

  /**
   * Projects a point of the camera frame.
   *
   * @param pixel receives u, v
   * @return false if the point is not in front of the camera (pixel is then left untouched)
   */
  public boolean project(double x, double y, double z, double[] pixel) {
    if (z <= 0) {
      return false;
    }
    distort(x / z, y / z, pixel);
    pixel[0] = fx * pixel[0] + cx;
    pixel[1] = fy * pixel[1] + cy;
    return true;
  }

  /**
   * Applies the lens distortion to a point of the normalised plane z = 1; {@code out} receives x,
   * y.
   */
  public void distort(double x, double y, double[] out) {
    double r2 = x * x + y * y;
    switch (model) {
      case SIMPLE_PINHOLE, PINHOLE -> {
        out[0] = x;
        out[1] = y;
      }
      case SIMPLE_RADIAL, RADIAL, OPENCV -> {
        double radial = 1 + r2 * (k1 + r2 * k2);
        out[0] = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
        out[1] = y * radial + 2 * p2 * x * y + p1 * (r2 + 2 * y * y);
      }
      case OPENCV_FISHEYE -> {
        double r = Math.sqrt(r2);
        if (r < 1e-12) {
          out[0] = x;
          out[1] = y;
          return;
        }
        double theta = Math.atan(r);
        double t2 = theta * theta;
        double bent = theta * (1 + t2 * (k1 + t2 * (k2 + t2 * (k3 + t2 * k4))));
        out[0] = x * bent / r;
        out[1] = y * bent / r;
      }
    }
  }

  /**
   * The ray of a pixel: inverts {@link #project} by fixed-point iteration (Newton on the angle for
   * the fisheye).
   *
   * @param ray receives x, y of the point on the plane z = 1
   */
  public void unproject(double u, double v, double[] ray) {
    double xd = (u - cx) / fx;
    double yd = (v - cy) / fy;
    if (isPinhole()) {
      ray[0] = xd;
      ray[1] = yd;
      return;
    }
    if (model == CameraModel.OPENCV_FISHEYE) {
      unprojectFisheye(xd, yd, ray);
      return;
    }
    double x = xd;
    double y = yd;
    for (int i = 0; i < UNDISTORT_STEPS; i++) {
      distort(x, y, ray);
      double ex = xd - ray[0];
      double ey = yd - ray[1];
      x += ex;
      y += ey;
      if (ex * ex + ey * ey < 1e-24) {
        break;
      }
    }
    ray[0] = x;
    ray[1] = y;
  }

  private void unprojectFisheye(double xd, double yd, double[] ray) {
    double bent = Math.hypot(xd, yd);
    if (bent < 1e-12) {
      ray[0] = xd;
      ray[1] = yd;
      return;
    }
    double theta = Math.min(bent, Math.PI / 2 - 1e-3);
    for (int i = 0; i < UNDISTORT_STEPS; i++) {
      double t2 = theta * theta;
      double f = theta * (1 + t2 * (k1 + t2 * (k2 + t2 * (k3 + t2 * k4)))) - bent;
      double df = 1 + t2 * (3 * k1 + t2 * (5 * k2 + t2 * (7 * k3 + t2 * 9 * k4)));
      double step = f / df;
      theta -= step;
      if (Math.abs(step) < 1e-13) {
        break;
      }
    }
    double scale = Math.tan(theta) / bent;
    ray[0] = xd * scale;
    ray[1] = yd * scale;
  }

  /** The same camera for an image resized to the given size (distortion is unaffected). */
  public Camera scaledTo(int newWidth, int newHeight) {
    double sx = (double) newWidth / width;
    double sy = (double) newHeight / height;
    return new Camera(
        id, model, newWidth, newHeight, fx * sx, fy * sy, cx * sx, cy * sy, k1, k2, k3, k4, p1, p2);
  }

  /** The same camera with another focal length. */
  public Camera withFocal(double f) {
    return new Camera(id, model, width, height, f, f * fy / fx, cx, cy, k1, k2, k3, k4, p1, p2);
  }
}
