package org.e2e3d.engine.surface;

import java.util.Arrays;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/**
 * Asks the views about surface that bounds free space but was not measured. A facet stays if enough
 * views that look at it, not along it, could have seen it: their depth there is unknown or the
 * same. One that nearer surface hides from every view is the unseen side of something; one that
 * views see along is where a shadow ends; one that views look through stands in free space; one
 * before {@link OpenSky} is its skin.
 */
final class FacetSupport {
  private static final int PIECES = 64;

  /** Views that must have been able to see it. */
  private static final int ENOUGH = 1;

  /** Below this cosine of the viewing angle a view sees along the surface. */
  private static final double ALONG = 0.05;

  /** So many views that show open sky there outweigh one that could have seen it. */
  private static final int EMPTY = 3;

  /** Rounds of averaging normals over neighbours. */
  private static final int ROUNDS = 2;

  private final TriangleMesh mesh;
  private final int[] faces;
  private final double tolerance;
  private final int threads;
  private final short[] open;
  private final short[] through;
  private final short[] empty;
  private final float[] normal;
  private final float[] extent;

  /**
   * @param faces the faces to ask about
   * @param tolerance depths that differ by less are the same, world units
   */
  FacetSupport(TriangleMesh mesh, int[] faces, double tolerance, int threads) {
    this.mesh = mesh;
    this.faces = faces;
    this.tolerance = tolerance;
    this.threads = threads;
    this.open = new short[faces.length];
    this.through = new short[faces.length];
    this.empty = new short[faces.length];
    this.normal = new float[3 * faces.length];
    this.extent = new float[faces.length];
    measure();
  }

  /**
   * Normals are means over the faces around: one small face may stand steep in a rough surface that
   * as a whole is looked at.
   */
  private void measure() {
    int[] t = mesh.triangles();
    double[] area = new double[t.length];
    double[] face = new double[t.length];
    for (int f = 0; f < mesh.faceCount(); f++) {
      mesh.areaVector(f, area, 3 * f);
    }
    double[] corner = new double[3 * mesh.vertexCount()];
    System.arraycopy(area, 0, face, 0, area.length);
    for (int round = 0; round < ROUNDS; round++) {
      Arrays.fill(corner, 0);
      for (int h = 0; h < t.length; h++) {
        for (int k = 0; k < 3; k++) {
          corner[3 * t[h] + k] += face[3 * (h / 3) + k];
        }
      }
      for (int f = 0; f < mesh.faceCount(); f++) {
        for (int k = 0; k < 3; k++) {
          face[3 * f + k] =
              corner[3 * t[3 * f] + k]
                  + corner[3 * t[3 * f + 1] + k]
                  + corner[3 * t[3 * f + 2] + k];
        }
      }
    }
    for (int i = 0; i < faces.length; i++) {
      int f = 3 * faces[i];
      double size = norm(face, f);
      for (int k = 0; k < 3; k++) {
        normal[3 * i + k] = size > 0 ? (float) (face[f + k] / size) : 0;
      }
      extent[i] = (float) Math.sqrt(norm(area, f));
    }
  }

  private static double norm(double[] v, int at) {
    return Math.sqrt(v[at] * v[at] + v[at + 1] * v[at + 1] + v[at + 2] * v[at + 2]);
  }

  /** Asks one view. */
  void ask(DepthMap map) {
    double[] r = map.pose().rotation();
    double[] eye = map.pose().centre();
    boolean[] sky = OpenSky.of(map.depth(), map.width(), map.height());
    Workers.forEach(
        threads,
        PIECES,
        piece -> {
          long n = faces.length;
          for (int i = (int) (n * piece / PIECES); i < n * (piece + 1) / PIECES; i++) {
            ask(map, sky, r, eye, i);
          }
        });
  }

  /** True if the views support the i-th of the faces asked about. */
  boolean supported(int i) {
    return open[i] >= ENOUGH && through[i] <= open[i] && empty[i] <= EMPTY * open[i];
  }

  private void ask(DepthMap map, boolean[] sky, double[] r, double[] eye, int i) {
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
    double nx = normal[3 * i];
    double ny = normal[3 * i + 1];
    double nz = normal[3 * i + 2];
    double range = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (!(nx * dx + ny * dy + nz * dz < -ALONG * range)) {
      return;
    }
    double x = (r[0] * dx + r[1] * dy + r[2] * dz) / z;
    double y = (r[3] * dx + r[4] * dy + r[5] * dz) / z;
    int u = (int) Math.floor(map.camera().fx() * x + map.camera().cx());
    int v = (int) Math.floor(map.camera().fy() * y + map.camera().cy());
    if (u < 0 || v < 0 || u >= map.width() || v >= map.height()) {
      return;
    }
    double same = tolerance + 0.25 * extent[i];
    int pixel = v * map.width() + u;
    float seen = map.depth()[pixel];
    if (sky[pixel]) {
      empty[i]++;
    } else if (seen > z + 2 * same) {
      through[i]++;
    } else if (!(seen > 0) || seen > z - same) {
      open[i]++;
    }
  }
}
