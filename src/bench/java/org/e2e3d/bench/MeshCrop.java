package org.e2e3d.bench;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/** Keeps the part of a mesh that lies in a box. */
final class MeshCrop {
  private MeshCrop() {}

  /**
   * Faces with all corners in the box; vertices stay in order, unused ones are dropped.
   *
   * @param box lower x, y, z, upper x, y, z
   */
  static TriangleMesh box(TriangleMesh mesh, double[] box) {
    int[] renamed = new int[mesh.vertexCount()];
    Arrays.fill(renamed, -1);
    int[] triangles = new int[mesh.triangles().length];
    int used = 0;
    for (int f = 0; f < triangles.length; f += 3) {
      boolean inside = true;
      for (int k = 0; k < 3; k++) {
        inside &= inside(mesh.xyz(), 3 * mesh.triangles()[f + k], box);
      }
      if (inside) {
        for (int k = 0; k < 3; k++) {
          int v = mesh.triangles()[f + k];
          renamed[v] = 0;
          triangles[used++] = v;
        }
      }
    }
    int n = 0;
    float[] xyz = new float[mesh.xyz().length];
    byte[] rgb = new byte[mesh.rgb().length];
    for (int v = 0; v < renamed.length; v++) {
      if (renamed[v] == 0) {
        System.arraycopy(mesh.xyz(), 3 * v, xyz, 3 * n, 3);
        if (mesh.hasColours()) {
          System.arraycopy(mesh.rgb(), 3 * v, rgb, 3 * n, 3);
        }
        renamed[v] = n++;
      }
    }
    for (int i = 0; i < used; i++) {
      triangles[i] = renamed[triangles[i]];
    }
    return new TriangleMesh(
        Arrays.copyOf(xyz, 3 * n),
        Arrays.copyOf(triangles, used),
        mesh.hasColours() ? Arrays.copyOf(rgb, 3 * n) : rgb);
  }

  private static boolean inside(float[] xyz, int at, double[] box) {
    for (int k = 0; k < 3; k++) {
      if (!(xyz[at + k] >= box[k] && xyz[at + k] <= box[3 + k])) {
        return false;
      }
    }
    return true;
  }
}
