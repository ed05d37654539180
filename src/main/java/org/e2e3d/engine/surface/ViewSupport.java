package org.e2e3d.engine.surface;

import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/**
 * Asks the views about surface that was not measured but closed: a face stays if enough views that
 * it faces could have seen it, because their depth there is unknown or the same. A face that nearer
 * surface hides from every view closes nothing that anybody saw (it is inside the object, or on its
 * unseen side), and one that views look through to something farther stands in free space.
 */
final class ViewSupport {
  private static final int PIECES = 64;
  private static final int ENOUGH = 2;

  private final TriangleMesh mesh;
  private final int[] faces;
  private final double tolerance;
  private final int threads;
  private final short[] open;
  private final short[] through;

  /**
   * @param faces the faces to ask about
   * @param tolerance depths that differ by less are the same, world units
   */
  ViewSupport(TriangleMesh mesh, int[] faces, double tolerance, int threads) {
    this.mesh = mesh;
    this.faces = faces;
    this.tolerance = tolerance;
    this.threads = threads;
    this.open = new short[faces.length];
    this.through = new short[faces.length];
  }

  /** Asks one view. */
  void ask(DepthMap map) {
    double[] r = map.pose().rotation();
    double[] eye = map.pose().centre();
    Workers.forEach(
        threads,
        PIECES,
        piece -> {
          long n = faces.length;
          for (int i = (int) (n * piece / PIECES); i < n * (piece + 1) / PIECES; i++) {
            ask(map, r, eye, i);
          }
        });
  }

  /** Sets keep to false for each asked face that the views do not support. */
  void drop(boolean[] keep) {
    for (int i = 0; i < faces.length; i++) {
      if (open[i] < ENOUGH || through[i] > open[i]) {
        keep[faces[i]] = false;
      }
    }
  }

  private void ask(DepthMap map, double[] r, double[] eye, int i) {
    float[] p = mesh.xyz();
    int a = 3 * mesh.triangles()[3 * faces[i]];
    int b = 3 * mesh.triangles()[3 * faces[i] + 1];
    int c = 3 * mesh.triangles()[3 * faces[i] + 2];
    double dx = (p[a] + p[b] + p[c]) / 3 - eye[0];
    double dy = (p[a + 1] + p[b + 1] + p[c + 1]) / 3 - eye[1];
    double dz = (p[a + 2] + p[b + 2] + p[c + 2]) / 3 - eye[2];
    double z = r[6] * dx + r[7] * dy + r[8] * dz;
    if (z <= 0) {
      return;
    }
    double ux = p[b] - p[a];
    double uy = p[b + 1] - p[a + 1];
    double uz = p[b + 2] - p[a + 2];
    double vx = p[c] - p[a];
    double vy = p[c + 1] - p[a + 1];
    double vz = p[c + 2] - p[a + 2];
    double facing = (uy * vz - uz * vy) * dx + (uz * vx - ux * vz) * dy + (ux * vy - uy * vx) * dz;
    if (facing >= 0) {
      return;
    }
    double x = (r[0] * dx + r[1] * dy + r[2] * dz) / z;
    double y = (r[3] * dx + r[4] * dy + r[5] * dz) / z;
    int u = (int) Math.floor(map.camera().fx() * x + map.camera().cx());
    int v = (int) Math.floor(map.camera().fy() * y + map.camera().cy());
    if (u < 0 || v < 0 || u >= map.width() || v >= map.height()) {
      return;
    }
    float seen = map.depth()[v * map.width() + u];
    if (seen > z + 2 * tolerance) {
      through[i]++;
    } else if (!(seen > 0) || seen > z - tolerance) {
      open[i]++;
    }
  }
}
