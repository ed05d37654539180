package org.e2e3d.engine.io;

import org.e2e3d.engine.scene.TriangleMesh;

/** Normals of faces and vertices. */
final class Normals {
  private Normals() {}

  /** The unit normal of a face, or zero if it has no area. */
  static float[] ofFace(float[] p, int a, int b, int c) {
    double[] n = cross(p, a, b, c);
    double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    double s = length > 0 ? 1 / length : 0;
    return new float[] {(float) (n[0] * s), (float) (n[1] * s), (float) (n[2] * s)};
  }

  /**
   * Unit normals of all vertices, the mean of their faces' weighted by area; +z where that is
   * nothing.
   */
  static float[] ofVertices(TriangleMesh mesh) {
    double[] sum = new double[mesh.xyz().length];
    int[] t = mesh.triangles();
    for (int i = 0; i < t.length; i += 3) {
      double[] n = cross(mesh.xyz(), t[i], t[i + 1], t[i + 2]);
      for (int k = 0; k < 3; k++) {
        for (int a = 0; a < 3; a++) {
          sum[3 * t[i + k] + a] += n[a];
        }
      }
    }
    float[] normals = new float[sum.length];
    for (int i = 0; i < sum.length; i += 3) {
      double length =
          Math.sqrt(sum[i] * sum[i] + sum[i + 1] * sum[i + 1] + sum[i + 2] * sum[i + 2]);
      if (length > Double.MIN_NORMAL) {
        for (int a = 0; a < 3; a++) {
          normals[i + a] = (float) (sum[i + a] / length);
        }
      } else {
        normals[i + 2] = 1;
      }
    }
    return normals;
  }

  /** Twice the area times the normal. */
  private static double[] cross(float[] p, int a, int b, int c) {
    double ux = (double) p[3 * b] - p[3 * a];
    double uy = (double) p[3 * b + 1] - p[3 * a + 1];
    double uz = (double) p[3 * b + 2] - p[3 * a + 2];
    double vx = (double) p[3 * c] - p[3 * a];
    double vy = (double) p[3 * c + 1] - p[3 * a + 1];
    double vz = (double) p[3 * c + 2] - p[3 * a + 2];
    return new double[] {uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx};
  }
}
