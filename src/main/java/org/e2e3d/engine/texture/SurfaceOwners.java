package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Which vertex of a simplified mesh each vertex of the full one went to: itself if it was kept,
 * else the one fewest edges away. Ways along the surface never lead through a thin wall to its
 * back.
 */
final class SurfaceOwners {
  private SurfaceOwners() {}

  /**
   * @param kept for each vertex of the simplified mesh, its vertex in the full one
   * @return for each vertex of the full mesh one of the simplified, or -1 where a piece was dropped
   */
  static int[] of(TriangleMesh full, int[] kept) {
    int[] owner = new int[full.vertexCount()];
    int[] steps = new int[owner.length];
    Arrays.fill(owner, -1);
    Arrays.fill(steps, Integer.MAX_VALUE);
    for (int i = 0; i < kept.length; i++) {
      owner[kept[i]] = i;
      steps[kept[i]] = 0;
    }
    int[] t = full.triangles();
    boolean changed = true;
    for (int step = 0; changed; step++) {
      changed = false;
      for (int i = 0; i < t.length; i++) {
        int v = t[i];
        if (steps[v] != step) {
          continue;
        }
        int face = i - i % 3;
        for (int k = face; k < face + 3; k++) {
          if (steps[t[k]] > step + 1) {
            steps[t[k]] = step + 1;
            owner[t[k]] = owner[v];
            changed = true;
          }
        }
      }
    }
    return owner;
  }
}
