package org.e2e3d.engine.render;

import org.e2e3d.engine.scene.Camera;

/**
 * What a pinhole camera sees of a mesh at each pixel centre, row-major.
 *
 * @param camera the camera, at the buffer's size
 * @param depth width*height z coordinates in the camera frame; 0 where nothing is seen
 * @param face width*height face indices; -1 where nothing is seen
 */
public record FaceBuffer(Camera camera, float[] depth, int[] face) {

  public int width() {
    return camera.width();
  }

  public int height() {
    return camera.height();
  }
}
