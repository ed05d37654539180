package org.e2e3d.engine.scene;

/**
 * An indexed triangle mesh in the world frame; faces are counter-clockwise seen from outside.
 *
 * @param xyz 3v vertex coordinates
 * @param triangles 3f vertex indices
 * @param rgb 3v vertex colours, red first, or empty if there are none
 */
public record TriangleMesh(float[] xyz, int[] triangles, byte[] rgb) {

  public int vertexCount() {
    return xyz.length / 3;
  }

  public int faceCount() {
    return triangles.length / 3;
  }

  public boolean hasColours() {
    return rgb.length > 0;
  }
}
