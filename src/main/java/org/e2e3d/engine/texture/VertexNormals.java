package org.e2e3d.engine.texture;

import org.e2e3d.engine.scene.TriangleMesh;

/** Normals of a mesh's vertices. */
final class VertexNormals {
  private VertexNormals() {}

  /** 3v unit normals, the mean of the faces' weighted by area; zero where there is no face. */
  static float[] of(TriangleMesh mesh) {
    float[] p = mesh.xyz();
    int[] t = mesh.triangles();
    float[] n = new float[p.length];
    for (int f = 0; f < t.length; f += 3) {
      int a = 3 * t[f];
      int b = 3 * t[f + 1];
      int c = 3 * t[f + 2];
      float ux = p[b] - p[a];
      float uy = p[b + 1] - p[a + 1];
      float uz = p[b + 2] - p[a + 2];
      float vx = p[c] - p[a];
      float vy = p[c + 1] - p[a + 1];
      float vz = p[c + 2] - p[a + 2];
      float nx = uy * vz - uz * vy;
      float ny = uz * vx - ux * vz;
      float nz = ux * vy - uy * vx;
      for (int k = 0; k < 3; k++) {
        int v = 3 * t[f + k];
        n[v] += nx;
        n[v + 1] += ny;
        n[v + 2] += nz;
      }
    }
    for (int v = 0; v < n.length; v += 3) {
      double length = Math.sqrt((double) n[v] * n[v] + n[v + 1] * n[v + 1] + n[v + 2] * n[v + 2]);
      if (length > 0) {
        n[v] /= (float) length;
        n[v + 1] /= (float) length;
        n[v + 2] /= (float) length;
      }
    }
    return n;
  }
}
