package org.e2e3d.engine.scene;

/**
 * A dense cloud of n points in flat arrays, in the world frame.
 *
 * @param xyz 3n coordinates
 * @param normal 3n unit normals, pointing to the side the cameras saw
 * @param rgb 3n colour bytes, red first
 * @param confidence n values, larger is better: the number of views that agree, weighted by how
 *     well
 */
public record PointCloud(float[] xyz, float[] normal, byte[] rgb, float[] confidence) {

  public int size() {
    return xyz.length / 3;
  }
}
