package org.e2e3d.engine.scene;

/**
 * The lens models a {@link Camera} can follow, named as COLMAP names them; each uses a subset of
 * the camera's fields.
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
  /** Kannala-Brandt equidistant fisheye: fx, fy, cx, cy, k1, k2, k3, k4. */
  OPENCV_FISHEYE
}
