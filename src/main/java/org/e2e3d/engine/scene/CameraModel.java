package org.e2e3d.engine.scene;

/**
 * The lens models a {@link Camera} can follow, named and defined as COLMAP names and defines them;
 * each uses a subset of the camera's fields.
 */
public enum CameraModel {
  /** One focal length, no distortion. COLMAP parameters: f, cx, cy. */
  SIMPLE_PINHOLE,
  /** Two focal lengths, no distortion. COLMAP parameters: fx, fy, cx, cy. */
  PINHOLE,
  /** One focal length, k1. COLMAP parameters: f, cx, cy, k1. */
  SIMPLE_RADIAL,
  /** One focal length, k1, k2. COLMAP parameters: f, cx, cy, k1, k2. */
  RADIAL,
  /** Brown-Conrady: fx, fy, cx, cy, k1, k2, p1, p2. */
  OPENCV,
  /** Brown-Conrady with a rational radial part: fx, fy, cx, cy, k1, k2, p1, p2, k3, k4, k5, k6. */
  FULL_OPENCV,
  /** Equidistant fisheye with one coefficient: f, cx, cy, k1. */
  SIMPLE_RADIAL_FISHEYE,
  /** Equidistant fisheye with two coefficients: f, cx, cy, k1, k2. */
  RADIAL_FISHEYE,
  /** Kannala-Brandt equidistant fisheye: fx, fy, cx, cy, k1, k2, k3, k4. */
  OPENCV_FISHEYE;

  /** True for the models whose lens curve is a function of the angle to the axis. */
  public boolean isFisheye() {
    return this == SIMPLE_RADIAL_FISHEYE || this == RADIAL_FISHEYE || this == OPENCV_FISHEYE;
  }
}
