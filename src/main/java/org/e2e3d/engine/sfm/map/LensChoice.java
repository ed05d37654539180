package org.e2e3d.engine.sfm.map;

/** Which lens model the mapper fits. */
public enum LensChoice {
  /**
   * Two radial coefficients, and more where the data support it: the principal point and the
   * tangential terms if they are well determined and matter; a fisheye where metadata names one.
   */
  AUTO,
  /** No distortion. */
  PINHOLE,
  /** k1. */
  SIMPLE_RADIAL,
  /** k1, k2. */
  RADIAL,
  /** k1, k2, p1, p2. */
  BROWN,
  /** The equidistant fisheye with k1, k2, and k3, k4 where the data support them. */
  FISHEYE
}
