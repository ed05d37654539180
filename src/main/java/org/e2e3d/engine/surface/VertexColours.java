package org.e2e3d.engine.surface;

import java.util.Arrays;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;
import org.e2e3d.engine.surface.cut.LongIntMap;

/**
 * Colours a mesh's vertices from a coloured cloud: the mean of the points near by, the nearest
 * first.
 */
final class VertexColours {
  private static final int PIECES = 64;
  private static final byte GREY = (byte) 128;

  private final PointCloud cloud;
  private final double cell;
  private final LongIntMap head;
  private final int[] following;

  private VertexColours(PointCloud cloud, double cell) {
    this.cloud = cloud;
    this.cell = cell;
    head = new LongIntMap(cloud.size() / 4);
    following = new int[cloud.size()];
    for (int i = 0; i < following.length; i++) {
      int x = coordinate(cloud.xyz()[3 * i]);
      int y = coordinate(cloud.xyz()[3 * i + 1]);
      int z = coordinate(cloud.xyz()[3 * i + 2]);
      following[i] = head.put(VoxelGrid.key(x, y, z), i);
    }
  }

  /**
   * The same mesh with colours; vertices that no point is near take them from their neighbours in
   * the mesh, and are grey if there are none.
   *
   * @param radius how far a point may be from a vertex, world units
   */
  static TriangleMesh colour(TriangleMesh mesh, PointCloud cloud, double radius, int threads) {
    byte[] rgb = new byte[3 * mesh.vertexCount()];
    boolean[] known = new boolean[mesh.vertexCount()];
    VertexColours colours = new VertexColours(cloud, radius);
    int n = mesh.vertexCount();
    Workers.forEach(
        threads,
        PIECES,
        piece -> {
          for (int v = (int) ((long) n * piece / PIECES);
              v < (long) n * (piece + 1) / PIECES;
              v++) {
            known[v] = colours.mean(mesh.xyz(), v, rgb);
          }
        });
    spread(mesh.triangles(), known, rgb);
    return new TriangleMesh(mesh.xyz(), mesh.triangles(), rgb);
  }

  private int coordinate(double x) {
    double c = Math.floor(x / cell);
    return (int) Math.max(-(1 << 20), Math.min((1 << 20) - 1, c));
  }

  private boolean mean(float[] xyz, int v, byte[] rgb) {
    double px = xyz[3 * v];
    double py = xyz[3 * v + 1];
    double pz = xyz[3 * v + 2];
    double r = 0;
    double g = 0;
    double b = 0;
    double sum = 0;
    int limit = (1 << 20) - 1;
    int cx = coordinate(px);
    int cy = coordinate(py);
    int cz = coordinate(pz);
    for (int z = Math.max(-limit, cz - 1); z <= Math.min(limit, cz + 1); z++) {
      for (int y = Math.max(-limit, cy - 1); y <= Math.min(limit, cy + 1); y++) {
        for (int x = Math.max(-limit, cx - 1); x <= Math.min(limit, cx + 1); x++) {
          for (int i = head.get(VoxelGrid.key(x, y, z)); i >= 0; i = following[i]) {
            double dx = cloud.xyz()[3 * i] - px;
            double dy = cloud.xyz()[3 * i + 1] - py;
            double dz = cloud.xyz()[3 * i + 2] - pz;
            double d2 = (dx * dx + dy * dy + dz * dz) / (cell * cell);
            if (d2 > 1) {
              continue;
            }
            double w = (1 - d2) / (d2 + 0.02);
            r += w * (cloud.rgb()[3 * i] & 255);
            g += w * (cloud.rgb()[3 * i + 1] & 255);
            b += w * (cloud.rgb()[3 * i + 2] & 255);
            sum += w;
          }
        }
      }
    }
    if (sum == 0) {
      return false;
    }
    rgb[3 * v] = (byte) Math.round(r / sum);
    rgb[3 * v + 1] = (byte) Math.round(g / sum);
    rgb[3 * v + 2] = (byte) Math.round(b / sum);
    return true;
  }

  /** Fills vertices without a colour from coloured neighbours, ring by ring. */
  private static void spread(int[] triangles, boolean[] known, byte[] rgb) {
    int[] sum = new int[3 * known.length];
    int[] count = new int[known.length];
    boolean more = true;
    while (more) {
      more = false;
      Arrays.fill(count, 0);
      Arrays.fill(sum, 0);
      for (int h = 0; h < triangles.length; h++) {
        int v = triangles[h];
        int w = triangles[HalfEdges.next(h)];
        if (known[v] != known[w]) {
          int source = known[v] ? v : w;
          int target = known[v] ? w : v;
          count[target]++;
          for (int k = 0; k < 3; k++) {
            sum[3 * target + k] += rgb[3 * source + k] & 255;
          }
        }
      }
      for (int v = 0; v < known.length; v++) {
        if (count[v] > 0) {
          for (int k = 0; k < 3; k++) {
            rgb[3 * v + k] = (byte) (sum[3 * v + k] / count[v]);
          }
          known[v] = true;
          more = true;
        }
      }
    }
    for (int v = 0; v < known.length; v++) {
      if (!known[v]) {
        Arrays.fill(rgb, 3 * v, 3 * v + 3, GREY);
      }
    }
  }
}
