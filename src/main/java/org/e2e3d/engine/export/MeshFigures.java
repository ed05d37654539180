package org.e2e3d.engine.export;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Checks of a mesh.
 *
 * @param vertices how many
 * @param faces how many
 * @param components pieces that share no vertex
 * @param largestComponent share of the faces in the largest piece, 0 to 1
 * @param openEdges edges with one face: where the surface ends
 * @param crowdedEdges edges with three faces or more, which some tools refuse
 * @param flatFaces faces without area
 * @param closed true if there are neither open nor crowded edges
 * @param size length of the bounding box along x, y and z, in units of the model
 */
public record MeshFigures(
    int vertices,
    int faces,
    int components,
    double largestComponent,
    int openEdges,
    int crowdedEdges,
    int flatFaces,
    boolean closed,
    double[] size) {

  static MeshFigures of(TriangleMesh mesh) {
    int[] t = mesh.triangles();
    int[] facesBySize = componentSizes(mesh);
    long[] edges = new long[t.length];
    int flat = 0;
    for (int i = 0; i < t.length; i += 3) {
      for (int k = 0; k < 3; k++) {
        int a = t[i + k];
        int b = t[i + (k + 1) % 3];
        edges[i + k] = (long) Math.min(a, b) << 32 | Math.max(a, b);
      }
      flat += mesh.area(i / 3) == 0 ? 1 : 0;
    }
    Arrays.sort(edges);
    int open = 0;
    int crowded = 0;
    for (int i = 0; i < edges.length; ) {
      int j = i;
      while (j < edges.length && edges[j] == edges[i]) {
        j++;
      }
      open += j - i == 1 ? 1 : 0;
      crowded += j - i > 2 ? 1 : 0;
      i = j;
    }
    int pieces = facesBySize.length;
    return new MeshFigures(
        mesh.vertexCount(),
        mesh.faceCount(),
        pieces,
        pieces == 0 ? 0 : (double) facesBySize[pieces - 1] / mesh.faceCount(),
        open,
        crowded,
        flat,
        t.length > 0 && open == 0 && crowded == 0,
        size(mesh.xyz()));
  }

  /** Faces of each piece, ascending. */
  private static int[] componentSizes(TriangleMesh mesh) {
    int[] parent = new int[mesh.vertexCount()];
    Arrays.setAll(parent, i -> i);
    int[] t = mesh.triangles();
    for (int i = 0; i < t.length; i += 3) {
      parent[root(parent, t[i + 1])] = root(parent, t[i]);
      parent[root(parent, t[i + 2])] = root(parent, t[i]);
    }
    int[] faces = new int[parent.length];
    for (int i = 0; i < t.length; i += 3) {
      faces[root(parent, t[i])]++;
    }
    return Arrays.stream(faces).filter(n -> n > 0).sorted().toArray();
  }

  private static int root(int[] parent, int v) {
    int r = v;
    while (parent[r] != r) {
      parent[r] = parent[parent[r]];
      r = parent[r];
    }
    return r;
  }

  /** Lengths of the bounding box. */
  static double[] size(float[] xyz) {
    double[] size = new double[3];
    for (int k = 0; k < 3 && xyz.length > 0; k++) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (int i = k; i < xyz.length; i += 3) {
        low = Math.min(low, xyz[i]);
        high = Math.max(high, xyz[i]);
      }
      size[k] = (double) high - low;
    }
    return size;
  }
}
