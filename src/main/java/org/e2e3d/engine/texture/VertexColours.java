package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Colours at vertices: taken from the texture where a face with a view touches the vertex, spread
 * over the rest of the mesh from there (each unseen vertex the mean of its neighbours), grey where
 * nothing is connected. Where a view sees a face that has no chart, its colour there counts.
 */
final class VertexColours {
  private static final float GREY = 140;
  private static final int SMOOTH_ROUNDS = 30;

  private VertexColours() {}

  /**
   * 3v values from 0 to 255, red first.
   *
   * @param gains 3 factors a view
   */
  static float[] of(
      TriangleMesh mesh,
      FaceGraph graph,
      Charts charts,
      Atlas atlas,
      Candidates candidates,
      double[] gains) {
    int n = mesh.vertexCount();
    float[] colour = new float[3 * n];
    boolean[] seen = new boolean[n];
    double[] sum = new double[3];
    for (int v = 0; v < n; v++) {
      Arrays.fill(sum, 0);
      int faces = addCharted(v, mesh, graph, charts, atlas, sum);
      if (faces == 0) {
        faces = addSeen(v, graph, candidates, gains, sum);
      }
      seen[v] = faces > 0;
      for (int c = 0; c < 3 && faces > 0; c++) {
        colour[3 * v + c] = (float) (sum[c] / faces);
      }
    }
    spread(mesh, graph, colour, seen);
    return colour;
  }

  /** Adds what the texture shows at a vertex; returns in how many faces. */
  private static int addCharted(
      int v, TriangleMesh mesh, FaceGraph graph, Charts charts, Atlas atlas, double[] sum) {
    int faces = 0;
    for (int i = graph.vertexStart[v]; i < graph.vertexStart[v + 1]; i++) {
      int f = graph.vertexFaces[i];
      if (charts.chartOf[f] >= 0) {
        int k = 6 * f + 2 * cornerOf(mesh, f, v);
        atlas.addSample(atlas.page[f], atlas.corner[k], atlas.corner[k + 1], 1, sum);
        faces++;
      }
    }
    return faces;
  }

  /** Adds the colours that the best views of a vertex's faces show; returns of how many faces. */
  private static int addSeen(
      int v, FaceGraph graph, Candidates candidates, double[] gains, double[] sum) {
    int faces = 0;
    for (int i = graph.vertexStart[v]; i < graph.vertexStart[v + 1]; i++) {
      int slot = graph.vertexFaces[i] * candidates.limit;
      if (candidates.count[graph.vertexFaces[i]] > 0) {
        for (int c = 0; c < 3; c++) {
          sum[c] += candidates.colour[3 * slot + c] * gains[3 * candidates.view[slot] + c];
        }
        faces++;
      }
    }
    return faces;
  }

  private static int cornerOf(TriangleMesh mesh, int f, int v) {
    int[] t = mesh.triangles();
    return t[3 * f] == v ? 0 : t[3 * f + 1] == v ? 1 : 2;
  }

  /** Fills inwards ring by ring, then relaxes what was filled towards the harmonic colours. */
  private static void spread(TriangleMesh mesh, FaceGraph graph, float[] colour, boolean[] seen) {
    int n = seen.length;
    boolean[] known = seen.clone();
    int[] queue = new int[n];
    int tail = 0;
    boolean[] queued = new boolean[n];
    for (int v = 0; v < n; v++) {
      if (seen[v]) {
        tail = enqueue(mesh, graph, v, known, queued, queue, tail);
      }
    }
    for (int head = 0; head < tail; head++) {
      int v = queue[head];
      average(mesh, graph, v, known, colour);
      known[v] = true;
      tail = enqueue(mesh, graph, v, known, queued, queue, tail);
    }
    for (int round = 0; round < SMOOTH_ROUNDS; round++) {
      for (int i = 0; i < tail; i++) {
        average(mesh, graph, queue[round % 2 == 0 ? i : tail - 1 - i], known, colour);
      }
    }
    for (int v = 0; v < n; v++) {
      if (!known[v]) {
        Arrays.fill(colour, 3 * v, 3 * v + 3, GREY);
      }
    }
  }

  private static int enqueue(
      TriangleMesh mesh,
      FaceGraph graph,
      int v,
      boolean[] known,
      boolean[] queued,
      int[] queue,
      int tail) {
    int end = tail;
    for (int i = graph.vertexStart[v]; i < graph.vertexStart[v + 1]; i++) {
      for (int k = 0; k < 3; k++) {
        int w = mesh.triangles()[3 * graph.vertexFaces[i] + k];
        if (!known[w] && !queued[w]) {
          queued[w] = true;
          queue[end++] = w;
        }
      }
    }
    return end;
  }

  private static void average(
      TriangleMesh mesh, FaceGraph graph, int v, boolean[] known, float[] colour) {
    float r = 0;
    float g = 0;
    float b = 0;
    int n = 0;
    for (int i = graph.vertexStart[v]; i < graph.vertexStart[v + 1]; i++) {
      for (int k = 0; k < 3; k++) {
        int w = mesh.triangles()[3 * graph.vertexFaces[i] + k];
        if (w != v && known[w]) {
          r += colour[3 * w];
          g += colour[3 * w + 1];
          b += colour[3 * w + 2];
          n++;
        }
      }
    }
    if (n > 0) {
      colour[3 * v] = r / n;
      colour[3 * v + 1] = g / n;
      colour[3 * v + 2] = b / n;
    }
  }

  static byte[] bytes(float[] colour) {
    byte[] rgb = new byte[colour.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(Math.max(0, Math.min(255, colour[i])));
    }
    return rgb;
  }
}
