package org.e2e3d.engine.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.scene.TexturedMesh;

/**
 * The faces of one texture page as an indexed list of corners: face corners that share a vertex and
 * its texture coordinates become one.
 *
 * @param faces indices of the faces in the mesh, ascending
 * @param vertex for each corner, its vertex
 * @param uv for each corner, u and v
 * @param corners 3 corner indices a face, in the order of {@code faces}
 */
public record PageCorners(int[] faces, int[] vertex, float[] uv, int[] corners) {

  /** The corners of all pages. */
  public static List<PageCorners> ofAll(TexturedMesh model) {
    List<PageCorners> all = new ArrayList<>();
    for (int p = 0; p < model.pages().size(); p++) {
      all.add(of(model, p));
    }
    return all;
  }

  /** The corners of the faces of a page. */
  public static PageCorners of(TexturedMesh model, int page) {
    int[] triangles = model.mesh().triangles();
    IntList faces = new IntList();
    for (int f = 0; f < model.page().length; f++) {
      if (model.page()[f] == page) {
        faces.add(f);
      }
    }
    // The corners of a vertex form a chain: first[vertex], then next[corner].
    int[] first = new int[model.mesh().vertexCount()];
    Arrays.fill(first, -1);
    IntList next = new IntList();
    IntList vertex = new IntList();
    FloatList uv = new FloatList();
    int[] corners = new int[3 * faces.size()];
    for (int i = 0; i < corners.length; i++) {
      int at = 3 * faces.get(i / 3) + i % 3;
      int v = triangles[at];
      float s = model.uv()[2 * at];
      float t = model.uv()[2 * at + 1];
      int c = first[v];
      while (c >= 0 && (uv.get(2 * c) != s || uv.get(2 * c + 1) != t)) {
        c = next.get(c);
      }
      if (c < 0) {
        c = vertex.size();
        vertex.add(v);
        uv.add(s);
        uv.add(t);
        next.add(first[v]);
        first[v] = c;
      }
      corners[i] = c;
    }
    return new PageCorners(faces.toArray(), vertex.toArray(), uv.toArray(), corners);
  }

  /** How many different corners there are. */
  public int count() {
    return vertex.length;
  }
}
