package org.e2e3d.engine.surface;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.e2e3d.engine.scene.TriangleMesh;

/** Makes a mesh manifold and free of faces and vertices that serve nothing; borders stay. */
final class MeshCleaning {
  private MeshCleaning() {}

  /**
   * Drops degenerate and duplicate faces, cuts the mesh along edges with more than two faces and at
   * vertices where separate fans of faces meet (vertices are doubled there), and drops vertices
   * that no face uses.
   */
  static TriangleMesh clean(TriangleMesh mesh) {
    return cut(mesh, sound(mesh));
  }

  /** The faces that are neither degenerate nor duplicates of others, ascending. */
  static int[] sound(TriangleMesh mesh) {
    int[] proper = IntStream.range(0, mesh.faceCount()).filter(f -> !degenerate(mesh, f)).toArray();
    int[] t = new int[3 * proper.length];
    for (int i = 0; i < proper.length; i++) {
      System.arraycopy(mesh.triangles(), 3 * proper[i], t, 3 * i, 3);
    }
    HalfEdges edges = new HalfEdges(mesh.vertexCount(), t);
    return IntStream.range(0, proper.length)
        .filter(i -> !duplicate(t, i, edges))
        .map(i -> proper[i])
        .toArray();
  }

  /** Keeps the faces that {@code keep} accepts, and the vertices they use. */
  static TriangleMesh keepFaces(TriangleMesh mesh, IntPredicate keep) {
    int[] t = mesh.triangles();
    int[] kept = new int[t.length];
    int n = 0;
    for (int f = 0; f < mesh.faceCount(); f++) {
      if (keep.test(f)) {
        kept[n++] = t[3 * f];
        kept[n++] = t[3 * f + 1];
        kept[n++] = t[3 * f + 2];
      }
    }
    return withUsedVertices(mesh, Arrays.copyOf(kept, n));
  }

  /** A mesh of the given faces and only those vertices of {@code mesh} that they use. */
  static TriangleMesh withUsedVertices(TriangleMesh mesh, int[] triangles) {
    int[] renamed = new int[mesh.vertexCount()];
    for (int v : triangles) {
      renamed[v] = 1;
    }
    int n = 0;
    for (int v = 0; v < renamed.length; v++) {
      renamed[v] = renamed[v] == 1 ? n++ : -1;
    }
    float[] xyz = new float[3 * n];
    byte[] rgb = new byte[mesh.hasColours() ? 3 * n : 0];
    for (int v = 0; v < renamed.length; v++) {
      if (renamed[v] >= 0) {
        System.arraycopy(mesh.xyz(), 3 * v, xyz, 3 * renamed[v], 3);
        if (rgb.length > 0) {
          System.arraycopy(mesh.rgb(), 3 * v, rgb, 3 * renamed[v], 3);
        }
      }
    }
    int[] faces = new int[triangles.length];
    for (int i = 0; i < faces.length; i++) {
      faces[i] = renamed[triangles[i]];
    }
    return new TriangleMesh(xyz, faces, rgb);
  }

  /** True if a face has a repeated corner, coincident corners or no area. */
  private static boolean degenerate(TriangleMesh mesh, int f) {
    int a = mesh.triangles()[3 * f];
    int b = mesh.triangles()[3 * f + 1];
    int c = mesh.triangles()[3 * f + 2];
    if (a == b || b == c || a == c) {
      return true;
    }
    return !(mesh.area(f) > 0);
  }

  /** True if an earlier face has the same corners. */
  private static boolean duplicate(int[] t, int f, HalfEdges edges) {
    int low = Math.min(t[3 * f], Math.min(t[3 * f + 1], t[3 * f + 2]));
    for (int i = edges.start[low]; i < edges.start[low + 1]; i++) {
      int g = edges.corners[i] / 3;
      if (g >= f) {
        return false;
      }
      if (has(t, g, t[3 * f]) && has(t, g, t[3 * f + 1]) && has(t, g, t[3 * f + 2])) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(int[] t, int f, int v) {
    return t[3 * f] == v || t[3 * f + 1] == v || t[3 * f + 2] == v;
  }

  /**
   * The given faces, in their order. Corners that are joined over proper edges share a vertex; all
   * others get one of their own.
   */
  static TriangleMesh cut(TriangleMesh mesh, int[] faces) {
    int[] t = new int[3 * faces.length];
    for (int i = 0; i < faces.length; i++) {
      System.arraycopy(mesh.triangles(), 3 * faces[i], t, 3 * i, 3);
    }
    HalfEdges edges = new HalfEdges(mesh.vertexCount(), t);
    int n = t.length;
    UnionFind fans = new UnionFind(n);
    for (int h = 0; h < n; h++) {
      int o = edges.opposite[h];
      if (o >= 0) {
        fans.join(h, HalfEdges.next(o));
        fans.join(HalfEdges.next(h), o);
      }
    }
    int[] vertex = new int[n];
    int count = 0;
    for (int h = 0; h < n; h++) {
      int root = fans.find(h);
      vertex[h] = root == h ? count++ : vertex[root];
    }
    float[] xyz = new float[3 * count];
    byte[] rgb = new byte[mesh.hasColours() ? 3 * count : 0];
    for (int h = 0; h < n; h++) {
      int old = t[h];
      System.arraycopy(mesh.xyz(), 3 * old, xyz, 3 * vertex[h], 3);
      if (rgb.length > 0) {
        System.arraycopy(mesh.rgb(), 3 * old, rgb, 3 * vertex[h], 3);
      }
    }
    return new TriangleMesh(xyz, vertex, rgb);
  }
}
