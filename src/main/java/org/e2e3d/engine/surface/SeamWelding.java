package org.e2e3d.engine.surface;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Joins the meshes of a lattice's parts. Neighbouring parts compute the vertices on their seam from
 * the same samples, so that these have the same places to the last bit; of vertices on seams those
 * with the same place become one.
 */
final class SeamWelding {
  private float[] xyz = new float[3 * 1024];
  private int[] triangles = new int[3 * 1024];
  private int vertices;
  private int corners;
  private final Map<Place, Integer> seams = new HashMap<>();

  private record Place(int x, int y, int z) {}

  /** Adds a part's surface. */
  void add(PartSurface surface) {
    TriangleMesh part = surface.mesh();
    int[] renamed = new int[part.vertexCount()];
    for (int v = 0; v < renamed.length; v++) {
      if (!surface.seam()[v]) {
        renamed[v] = vertex(part.xyz(), v);
        continue;
      }
      Place place =
          new Place(
              Float.floatToIntBits(part.xyz()[3 * v]),
              Float.floatToIntBits(part.xyz()[3 * v + 1]),
              Float.floatToIntBits(part.xyz()[3 * v + 2]));
      Integer known = seams.get(place);
      if (known == null) {
        known = vertex(part.xyz(), v);
        seams.put(place, known);
      }
      renamed[v] = known;
    }
    if (corners + part.triangles().length > triangles.length) {
      triangles = Arrays.copyOf(triangles, 3 * (corners + part.triangles().length) / 2);
    }
    for (int v : part.triangles()) {
      triangles[corners++] = renamed[v];
    }
  }

  private int vertex(float[] from, int v) {
    if (3 * (vertices + 1) > xyz.length) {
      xyz = Arrays.copyOf(xyz, xyz.length / 2 * 3);
    }
    System.arraycopy(from, 3 * v, xyz, 3 * vertices, 3);
    return vertices++;
  }

  /**
   * @return may have corners or edges that are not manifold where parts touch
   */
  TriangleMesh mesh() {
    return new TriangleMesh(
        Arrays.copyOf(xyz, 3 * vertices), Arrays.copyOf(triangles, corners), new byte[0]);
  }
}
