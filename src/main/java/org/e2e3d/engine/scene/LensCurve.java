package org.e2e3d.engine.scene;

/**
 * The radial part of a lens: the image radius, on the plane at focal length 1, as a function of one
 * argument {@code t}. In the planar models t is the radius on the plane z = 1; in the fisheye
 * models it is the angle to the optical axis (Kannala and Brandt, "A generic camera model", PAMI
 * 2006).
 *
 * <p>A fitted polynomial holds within the photograph; further out it may turn back. What lies
 * beyond the first turn is no image of that lens.
 */
final class LensCurve {
  /** How far from the axis a fisheye's rays count as being in front of the camera. */
  private static final double WIDEST_ANGLE = Math.PI / 2 - 1e-3;

  private static final int TURN_PROBES = 16;
  private static final int STEPS = 60;

  private LensCurve() {}

  /** The argument for a radius on the plane z = 1. */
  static double argument(Camera c, double planeRadius) {
    return c.isFisheye() ? Math.atan(planeRadius) : planeRadius;
  }

  /** The image radius. */
  static double radius(Camera c, double t) {
    double q = t * t;
    double bent = t * (1 + q * (c.k1() + q * (c.k2() + q * c.k3())));
    return switch (c.model()) {
      case FULL_OPENCV -> bent / (1 + q * (c.k4() + q * (c.k5() + q * c.k6())));
      case OPENCV_FISHEYE -> bent + t * q * q * q * q * c.k4();
      default -> bent;
    };
  }

  private static double slope(Camera c, double t) {
    double q = t * t;
    double odd = 1 + q * (3 * c.k1() + q * (5 * c.k2() + q * 7 * c.k3()));
    return switch (c.model()) {
      case FULL_OPENCV -> {
        double over = t * (1 + q * (c.k1() + q * (c.k2() + q * c.k3())));
        double under = 1 + q * (c.k4() + q * (c.k5() + q * c.k6()));
        double underSlope = t * (2 * c.k4() + q * (4 * c.k5() + q * 6 * c.k6()));
        yield under > 0 ? (odd * under - over * underSlope) / (under * under) : -1;
      }
      case OPENCV_FISHEYE -> odd + 9 * q * q * q * q * c.k4();
      default -> odd;
    };
  }

  /** True if the curve rises all the way from 0 to t. */
  static boolean isFaithful(Camera c, double t) {
    if (isSurelyRising(c, t)) {
      return true;
    }
    for (int i = 1; i <= TURN_PROBES; i++) {
      if (!(slope(c, t * i / TURN_PROBES) > 0)) {
        return false;
      }
    }
    return true;
  }

  /** A bound on all terms of the slope but the first; it spares most points the probes. */
  private static boolean isSurelyRising(Camera c, double t) {
    if (c.model() == CameraModel.FULL_OPENCV) {
      return false;
    }
    double q = t * t;
    double falling =
        q
            * (3 * Math.min(0, c.k1())
                + q
                    * (5 * Math.min(0, c.k2())
                        + q * (7 * Math.min(0, c.k3()) + q * 9 * Math.min(0, c.k4()))));
    return falling > -1;
  }

  /**
   * Takes the radial part off a point of the image plane at focal length 1.
   *
   * @param ray receives x, y on the plane z = 1
   * @return false if the curve never reaches that radius; ray then holds the outermost ray
   */
  static boolean straighten(Camera c, double xd, double yd, double[] ray) {
    double target = Math.hypot(xd, yd);
    if (target < 1e-12) {
      ray[0] = xd;
      ray[1] = yd;
      return true;
    }
    double low = 0;
    double high = outermost(c, target);
    boolean reached = radius(c, high) >= target;
    double t = reached ? invert(c, target, low, high) : high;
    double scale = (c.isFisheye() ? Math.tan(t) : t) / target;
    ray[0] = xd * scale;
    ray[1] = yd * scale;
    return reached;
  }

  /** An argument at or beyond the one sought, or the last one before the curve turns back. */
  private static double outermost(Camera c, double target) {
    double limit = c.isFisheye() ? WIDEST_ANGLE : Double.MAX_VALUE;
    double t = Math.min(limit, target);
    double rising = 0;
    while (isFaithful(c, t)) {
      rising = t;
      if (radius(c, t) >= target || t >= limit || t > 1e6) {
        return t;
      }
      t = Math.min(limit, 1.5 * t);
    }
    double turned = t;
    for (int i = 0; i < STEPS && turned - rising > 1e-12 * turned; i++) {
      double middle = (rising + turned) / 2;
      if (isFaithful(c, middle)) {
        rising = middle;
      } else {
        turned = middle;
      }
    }
    return rising;
  }

  /** Newton's method; a step out of the bracket is replaced by halving it. */
  private static double invert(Camera c, double target, double from, double to) {
    double low = from;
    double high = to;
    double t = Math.min(target, high);
    for (int i = 0; i < STEPS; i++) {
      double miss = radius(c, t) - target;
      if (miss > 0) {
        high = t;
      } else {
        low = t;
      }
      double next = t - miss / slope(c, t);
      if (!(next >= low && next <= high)) {
        next = (low + high) / 2;
      }
      if (Math.abs(next - t) <= 1e-15 * t) {
        return next;
      }
      t = next;
    }
    return t;
  }
}
