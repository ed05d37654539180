package org.e2e3d.engine.surface;

import org.e2e3d.engine.scene.TriangleMesh;

/** Measures of single faces. */
final class FaceGeometry {
  private FaceGeometry() {}

  /** Puts twice the area of face f, along its normal, at 3 * f. */
  static void areaVector(TriangleMesh mesh, int f, double[] out) {
    float[] p = mesh.xyz();
    int a = 3 * mesh.triangles()[3 * f];
    int b = 3 * mesh.triangles()[3 * f + 1];
    int c = 3 * mesh.triangles()[3 * f + 2];
    double ux = p[b] - p[a];
    double uy = p[b + 1] - p[a + 1];
    double uz = p[b + 2] - p[a + 2];
    double vx = p[c] - p[a];
    double vy = p[c + 1] - p[a + 1];
    double vz = p[c + 2] - p[a + 2];
    out[3 * f] = uy * vz - uz * vy;
    out[3 * f + 1] = uz * vx - ux * vz;
    out[3 * f + 2] = ux * vy - uy * vx;
  }
}
