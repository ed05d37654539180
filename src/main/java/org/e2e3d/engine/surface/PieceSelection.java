package org.e2e3d.engine.surface;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Drops pieces of surface that fill too little of the photographs, and small tattered ones. A piece
 * (faces connected over shared edges) counts by the image area it takes for the nearest camera, not
 * by its faces: a distant wall has many faces for few pixels.
 */
final class PieceSelection {
  private static final int MOST_EYES = 32;

  /** So many times the share below which a piece is dropped, it is too large to be a tatter. */
  private static final double SMALL = 5;

  /**
   * A piece is tattered if strips along its borders would cover it so many times over: foliage and
   * edges that two views happened to agree on.
   */
  private static final double TATTERED = 4;

  private final double[][] eyes;

  /**
   * @param centres the places of the cameras, three world coordinates each; some of many are used
   */
  PieceSelection(double[] centres) {
    int all = centres.length / 3;
    int n = Math.min(MOST_EYES, all);
    eyes = new double[n][];
    for (int i = 0; i < n; i++) {
      int from = 3 * (int) ((long) i * all / n);
      eyes[i] = Arrays.copyOfRange(centres, from, from + 3);
    }
  }

  /**
   * Sets keep to false for the faces of pieces of which fewer than {@code minFaces} faces, or less
   * than {@code minShare} of the image area of all, were seen; what was closed does not count. Of
   * small pieces that hang in the air by themselves also those go that are hardly more than border.
   *
   * @param keep faces that are still there, on input
   * @param strip the width of a border's strip, world units; 0 to let tattered pieces be
   */
  void dropSmall(Surface surface, boolean[] keep, int minFaces, double minShare, double strip) {
    TriangleMesh mesh = surface.mesh();
    HalfEdges edges = new HalfEdges(mesh.vertexCount(), mesh.triangles());
    UnionFind pieces = new UnionFind(mesh.faceCount());
    for (int h = 0; h < edges.opposite.length; h++) {
      if (edges.opposite[h] >= 0 && keep[h / 3] && keep[edges.opposite[h] / 3]) {
        pieces.join(h / 3, edges.opposite[h] / 3);
      }
    }
    int[] faces = new int[mesh.faceCount()];
    double[] area = new double[mesh.faceCount()];
    double total = 0;
    for (int f = 0; f < faces.length; f++) {
      if (keep[f] && !surface.closing()[f]) {
        int root = pieces.find(f);
        double seen = imageArea(mesh, f);
        faces[root]++;
        area[root] += seen;
        total += seen;
      }
    }
    double least = minShare * total;
    boolean[] tattered =
        strip > 0 ? tattered(mesh, edges, pieces, strip) : new boolean[faces.length];
    for (int f = 0; f < faces.length; f++) {
      int root = pieces.find(f);
      keep[f] &=
          faces[root] >= minFaces
              && area[root] >= least
              && !(tattered[root] && area[root] < SMALL * least);
    }
  }

  /** Per piece, by its root. */
  private static boolean[] tattered(
      TriangleMesh mesh, HalfEdges edges, UnionFind pieces, double strip) {
    int n = mesh.faceCount();
    double[] border = new double[n];
    double[] size = new double[n];
    float[] p = mesh.xyz();
    for (int f = 0; f < n; f++) {
      int root = pieces.find(f);
      size[root] += mesh.area(f);
      for (int h = 3 * f; h < 3 * f + 3; h++) {
        if (edges.opposite[h] < 0) {
          int a = 3 * edges.from(h);
          int b = 3 * edges.to(h);
          border[root] +=
              Math.sqrt(
                  (p[a] - p[b]) * (p[a] - p[b])
                      + (p[a + 1] - p[b + 1]) * (p[a + 1] - p[b + 1])
                      + (p[a + 2] - p[b + 2]) * (p[a + 2] - p[b + 2]));
        }
      }
    }
    boolean[] tattered = new boolean[n];
    for (int f = 0; f < n; f++) {
      tattered[f] = border[f] * strip > TATTERED * size[f];
    }
    return tattered;
  }

  /** Area over squared distance to the nearest camera. */
  private double imageArea(TriangleMesh mesh, int f) {
    float[] p = mesh.xyz();
    int a = 3 * mesh.triangles()[3 * f];
    double nearest = Double.POSITIVE_INFINITY;
    for (double[] eye : eyes) {
      double x = p[a] - eye[0];
      double y = p[a + 1] - eye[1];
      double z = p[a + 2] - eye[2];
      nearest = Math.min(nearest, x * x + y * y + z * z);
    }
    return 2 * mesh.area(f) / Math.max(nearest, 1e-30);
  }
}
