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

  /**
   * Puts twice a face's area along its normal, which is the cross product of two of its sides.
   *
   * @param out receives three values from {@code at}
   */
  public void areaVector(int face, double[] out, int at) {
    int a = 3 * triangles[3 * face];
    int b = 3 * triangles[3 * face + 1];
    int c = 3 * triangles[3 * face + 2];
    double ux = (double) xyz[b] - xyz[a];
    double uy = (double) xyz[b + 1] - xyz[a + 1];
    double uz = (double) xyz[b + 2] - xyz[a + 2];
    double vx = (double) xyz[c] - xyz[a];
    double vy = (double) xyz[c + 1] - xyz[a + 1];
    double vz = (double) xyz[c + 2] - xyz[a + 2];
    out[at] = uy * vz - uz * vy;
    out[at + 1] = uz * vx - ux * vz;
    out[at + 2] = ux * vy - uy * vx;
  }

  /** Area of a face, squared units of the frame. */
  public double area(int face) {
    double[] n = new double[3];
    areaVector(face, n, 0);
    return Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]) / 2;
  }
}
