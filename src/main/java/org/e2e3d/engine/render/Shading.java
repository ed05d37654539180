package org.e2e3d.engine.render;

/** How a mesh's surface is coloured. */
public enum Shading {
  /** Its texture, or vertex colours where it has none, or shaded grey where it has neither. */
  COLOUR,
  /** Its vertex colours, or shaded grey where it has none. */
  VERTEX_COLOUR,
  /** Grey, each face lit from the camera: shows the geometry. */
  GREY
}
