package org.e2e3d.engine.scene;

/**
 * Depths of one view on an undistorted (pinhole) image plane, row-major, width x height of its
 * camera.
 *
 * @param viewId the view it belongs to
 * @param camera a pinhole camera at the depth map's size
 * @param pose world-to-camera transform
 * @param depth width*height z coordinates in the camera frame, world units; 0 where nothing is
 *     known
 * @param normal 3*width*height unit normals in the camera frame (z negative: towards the camera),
 *     or empty if not estimated
 * @param confidence width*height values in [0, 1]; 0 where depth is 0
 */
public record DepthMap(
    int viewId, Camera camera, Pose pose, float[] depth, float[] normal, float[] confidence) {

  public int width() {
    return camera.width();
  }

  public int height() {
    return camera.height();
  }
}
