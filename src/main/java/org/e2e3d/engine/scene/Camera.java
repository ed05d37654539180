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
 * @param k1 first radial coefficient: of the radius on the plane z = 1, or of the angle to the axis
 *     in the fisheye models
 * @param k2 second radial coefficient
 * @param k3 third coefficient, OPENCV_FISHEYE and FULL_OPENCV only
 * @param k4 fourth coefficient, OPENCV_FISHEYE and FULL_OPENCV only
 * @param p1 first tangential coefficient, OPENCV and FULL_OPENCV only
 * @param p2 second tangential coefficient, OPENCV and FULL_OPENCV only
 * @param k5 fifth coefficient, FULL_OPENCV only
 * @param k6 sixth coefficient, FULL_OPENCV only
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
    double p2,
    double k5,
    double k6) {

  private static final int UNDISTORT_STEPS = 30;

  /**
   * Tangent of the largest angle to the axis that a straightened fisheye photograph shows: 55
   * degrees. A plane spends its pixels on the border: at 70 degrees, eight times as many as there
   * are in the middle.
   */
  private static final double WIDEST_STRAIGHT = 1.43;

  /** A camera of any model but FULL_OPENCV, which alone has k5 and k6. */
  public Camera(
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
    this(id, model, width, height, fx, fy, cx, cy, k1, k2, k3, k4, p1, p2, 0, 0);
  }

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

  /** True if the lens curve is a function of the angle to the axis, not of its tangent. */
  public boolean isFisheye() {
    return model.isFisheye();
  }

  /**
   * Projects a point of the camera frame.
   *
   * @param pixel receives u, v
   * @return false if the point is not in front of the camera, or so far from its axis that the lens
   *     polynomial has turned back and would put it into the image a second time (pixel is then
   *     left untouched)
   */
  public boolean project(double x, double y, double z, double[] pixel) {
    if (!(z > 0)) {
      return false;
    }
    double a = x / z;
    double b = y / z;
    if (!isPinhole()
        && !LensCurve.isFaithful(this, LensCurve.argument(this, Math.sqrt(a * a + b * b)))) {
      return false;
    }
    distort(a, b, pixel);
    pixel[0] = fx * pixel[0] + cx;
    pixel[1] = fy * pixel[1] + cy;
    return true;
  }

  /**
   * Applies the lens distortion to a point of the normalised plane z = 1, wherever it lies; {@code
   * out} receives x, y.
   */
  public void distort(double x, double y, double[] out) {
    if (isPinhole()) {
      out[0] = x;
      out[1] = y;
      return;
    }
    double r2 = x * x + y * y;
    double r = Math.sqrt(r2);
    double s = r < 1e-12 ? 1 : LensCurve.radius(this, LensCurve.argument(this, r)) / r;
    out[0] = x * s + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
    out[1] = y * s + 2 * p2 * x * y + p1 * (r2 + 2 * y * y);
  }

  /**
   * The ray of a pixel: inverts {@link #project}. The radius is found by Newton's method kept
   * within a bracket; tangential distortion, small beside it, by fixed-point iteration around that.
   *
   * @param ray receives x, y of the point on the plane z = 1; where no ray in front of the camera
   *     reaches the pixel, the outermost one on its side
   * @return false if no ray in front of the camera reaches the pixel
   */
  public boolean unproject(double u, double v, double[] ray) {
    double xd = (u - cx) / fx;
    double yd = (v - cy) / fy;
    if (isPinhole()) {
      ray[0] = xd;
      ray[1] = yd;
      return true;
    }
    boolean reached = LensCurve.straighten(this, xd, yd, ray);
    if (p1 == 0 && p2 == 0) {
      return reached;
    }
    for (int i = 0; i < UNDISTORT_STEPS; i++) {
      double x = ray[0];
      double y = ray[1];
      double r2 = x * x + y * y;
      reached =
          LensCurve.straighten(
              this,
              xd - (2 * p1 * x * y + p2 * (r2 + 2 * x * x)),
              yd - (2 * p2 * x * y + p1 * (r2 + 2 * y * y)),
              ray);
      double moved = Math.abs(ray[0] - x) + Math.abs(ray[1] - y);
      if (!(moved > 1e-13)) {
        break;
      }
    }
    return reached;
  }

  /**
   * The pinhole camera of the same size that photographs are straightened to: the same focal length
   * and principal point, but for a fisheye a focal length at which the plane shows all that the
   * lens does, up to 55 degrees from the axis.
   */
  public Camera straightened() {
    double sx = 1;
    if (isFisheye()) {
      sx = Math.min(1, Math.min(reach(0, cy, cx / fx), reach(width, cy, (width - cx) / fx)));
      sx = Math.min(sx, Math.min(reach(cx, 0, cy / fy), reach(cx, height, (height - cy) / fy)));
    }
    return pinhole(id, width, height, sx * fx, sx * fy, cx, cy);
  }

  /** The tangent at which a pinhole camera sees a border, over that at which this lens does. */
  private double reach(double u, double v, double pinholeTangent) {
    double[] ray = new double[2];
    unproject(u, v, ray);
    return pinholeTangent / Math.min(WIDEST_STRAIGHT, Math.hypot(ray[0], ray[1]));
  }

  /** The same camera for an image resized to the given size (distortion is unaffected). */
  public Camera scaledTo(int newWidth, int newHeight) {
    double sx = (double) newWidth / width;
    double sy = (double) newHeight / height;
    return new Camera(
        id, model, newWidth, newHeight, fx * sx, fy * sy, cx * sx, cy * sy, k1, k2, k3, k4, p1, p2,
        k5, k6);
  }

  /**
   * The same camera for an image turned clockwise.
   *
   * @param quarterTurns any number; those of a full turn count nothing
   */
  public Camera turned(int quarterTurns) {
    Camera c = this;
    for (int i = Math.floorMod(quarterTurns, 4); i > 0; i--) {
      c =
          new Camera(
              id,
              model,
              c.height,
              c.width,
              c.fy,
              c.fx,
              c.height - c.cy,
              c.cx,
              k1,
              k2,
              k3,
              k4,
              c.p2,
              -c.p1,
              k5,
              k6);
    }
    return c;
  }

  /** The same camera with another focal length. */
  public Camera withFocal(double f) {
    return new Camera(
        id, model, width, height, f, f * fy / fx, cx, cy, k1, k2, k3, k4, p1, p2, k5, k6);
  }
}
