package org.e2e3d.engine.surface;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * The surface of one part of a lattice.
 *
 * @param mesh without colours
 * @param seam per vertex, whether the neighbouring part has it too
 */
record PartSurface(TriangleMesh mesh, boolean[] seam) {

  /**
   * A part's own faces of a mesh that reaches into its neighbours.
   *
   * @param own per face
   */
  static PartSurface of(TriangleMesh mesh, boolean[] own) {
    int[] t = mesh.triangles();
    boolean[] mine = new boolean[mesh.vertexCount()];
    boolean[] theirs = new boolean[mesh.vertexCount()];
    for (int h = 0; h < t.length; h++) {
      (own[h / 3] ? mine : theirs)[t[h]] = true;
    }
    for (int v = 0; v < mine.length; v++) {
      theirs[v] &= mine[v];
    }
    return new PartSurface(mesh, theirs).keep(own);
  }

  /** Without pieces of fewer faces that end within the part. */
  PartSurface withoutCrumbs(int fewestFaces) {
    int n = mesh.faceCount();
    HalfEdges edges = new HalfEdges(mesh.vertexCount(), mesh.triangles());
    UnionFind pieces = new UnionFind(n);
    for (int h = 0; h < edges.opposite.length; h++) {
      if (edges.opposite[h] >= 0) {
        pieces.join(h / 3, edges.opposite[h] / 3);
      }
    }
    int[] faces = new int[n];
    boolean[] atSeam = new boolean[n];
    for (int f = 0; f < n; f++) {
      int root = pieces.find(f);
      faces[root]++;
      for (int h = 3 * f; h < 3 * f + 3; h++) {
        atSeam[root] |= seam[mesh.triangles()[h]];
      }
    }
    boolean[] keep = new boolean[n];
    for (int f = 0; f < n; f++) {
      int root = pieces.find(f);
      keep[f] = atSeam[root] || faces[root] >= fewestFaces;
    }
    return keep(keep);
  }

  /** With at most about {@code maxFaces} faces, and all vertices of the seam where they were. */
  PartSurface simplified(int maxFaces) {
    return mesh.faceCount() <= maxFaces
        ? this
        : with(MeshSimplification.simplified(mesh, seam, maxFaces));
  }

  private PartSurface keep(boolean[] keep) {
    int[] t = mesh.triangles();
    int[] kept = new int[t.length];
    int n = 0;
    for (int h = 0; h < t.length; h++) {
      if (keep[h / 3]) {
        kept[n++] = t[h];
      }
    }
    return with(Arrays.copyOf(kept, n));
  }

  /** Vertices that are still used keep their order. */
  private PartSurface with(int[] triangles) {
    boolean[] used = new boolean[seam.length];
    for (int v : triangles) {
      used[v] = true;
    }
    boolean[] left = new boolean[seam.length];
    int n = 0;
    for (int v = 0; v < seam.length; v++) {
      if (used[v]) {
        left[n++] = seam[v];
      }
    }
    return new PartSurface(MeshCleaning.withUsedVertices(mesh, triangles), Arrays.copyOf(left, n));
  }
}
