package org.e2e3d.engine.surface;

import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/**
 * Smooths without shrinking (Taubin, "A signal processing approach to fair surface design",
 * SIGGRAPH 1995): a step towards the neighbours' mean, then a slightly larger one away from it.
 * Border vertices listen to border neighbours only, so that borders keep their place.
 */
final class MeshSmoothing {
  private static final float IN = 0.5f;
  private static final float OUT = -0.53f;
  private static final int PIECES = 64;

  private MeshSmoothing() {}

  /** A smoothed copy with the same faces and colours. */
  static TriangleMesh taubin(TriangleMesh mesh, int rounds, int threads) {
    if (rounds == 0) {
      return mesh;
    }
    HalfEdges edges = new HalfEdges(mesh.vertexCount(), mesh.triangles());
    boolean[] border = new boolean[mesh.vertexCount()];
    for (int h = 0; h < edges.opposite.length; h++) {
      if (edges.opposite[h] < 0) {
        border[edges.from(h)] = true;
        border[edges.to(h)] = true;
      }
    }
    float[] from = mesh.xyz().clone();
    float[] to = new float[from.length];
    for (int i = 0; i < 2 * rounds; i++) {
      step(edges, border, from, to, i % 2 == 0 ? IN : OUT, threads);
      float[] swap = from;
      from = to;
      to = swap;
    }
    return new TriangleMesh(from, mesh.triangles(), mesh.rgb());
  }

  private static void step(
      HalfEdges edges, boolean[] border, float[] from, float[] to, float factor, int threads) {
    int n = border.length;
    Workers.forEach(
        threads,
        PIECES,
        piece -> {
          for (int v = (int) ((long) n * piece / PIECES);
              v < (long) n * (piece + 1) / PIECES;
              v++) {
            move(edges, border, from, to, factor, v);
          }
        });
  }

  private static void move(
      HalfEdges edges, boolean[] border, float[] from, float[] to, float factor, int v) {
    float x = 0;
    float y = 0;
    float z = 0;
    int count = 0;
    for (int i = edges.start[v]; i < edges.start[v + 1]; i++) {
      int h = edges.corners[i];
      int w = edges.to(h);
      if (!border[v] || edges.opposite[h] < 0) {
        x += from[3 * w];
        y += from[3 * w + 1];
        z += from[3 * w + 2];
        count++;
      }
      int p = HalfEdges.previous(h);
      if (border[v] && edges.opposite[p] < 0) {
        w = edges.from(p);
        x += from[3 * w];
        y += from[3 * w + 1];
        z += from[3 * w + 2];
        count++;
      }
    }
    float f = count == 0 ? 0 : factor;
    float m = count == 0 ? 0 : 1f / count;
    to[3 * v] = from[3 * v] + f * (x * m - from[3 * v]);
    to[3 * v + 1] = from[3 * v + 1] + f * (y * m - from[3 * v + 1]);
    to[3 * v + 2] = from[3 * v + 2] + f * (z * m - from[3 * v + 2]);
  }
}
