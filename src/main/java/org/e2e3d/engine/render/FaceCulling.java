package org.e2e3d.engine.render;

/** Which sides of a face are drawn. */
public enum FaceCulling {
  /** Both sides. */
  NONE,
  /** Only faces whose counter-clockwise side is towards the camera. */
  BACK
}
