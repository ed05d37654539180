package org.e2e3d.engine.dense;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

/**
 * A view as the dense stage sees it: a pinhole image at the size of its depth map.
 *
 * @param id the photograph's id
 * @param name the photograph's name, for messages
 * @param camera pinhole, at the depth map's size
 * @param pose world-to-camera
 */
record DenseView(int id, String name, Camera camera, Pose pose) {

  int width() {
    return camera.width();
  }

  int height() {
    return camera.height();
  }

  /**
   * The camera of pyramid level {@code level}, each halving sides (rounded down): pixel centres of
   * level l+1 lie amid four of level l, so in the pixel convention of {@link Camera} all intrinsics
   * halve.
   */
  Camera cameraAt(int level) {
    double s = 1.0 / (1 << level);
    return Camera.pinhole(
        camera.id(),
        camera.width() >> level,
        camera.height() >> level,
        camera.fx() * s,
        camera.fy() * s,
        camera.cx() * s,
        camera.cy() * s);
  }
}
