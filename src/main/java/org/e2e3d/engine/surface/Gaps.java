package org.e2e3d.engine.surface;

import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/** Where a lattice of signed distances has no surface though there should be some. */
final class Gaps {
  /** Surface within so many cubes is taken for the same. */
  private static final int NEAR = 1;

  private final VoxelGrid grid;
  private final TriangleMesh bound;
  private final float minWeight;
  private final int threads;

  /**
   * @param bound what bounds free space
   * @param minWeight samples with less weight are unknown
   */
  Gaps(VoxelGrid grid, TriangleMesh bound, double minWeight, int threads) {
    this.grid = grid;
    this.bound = bound;
    this.minWeight = (float) minWeight;
    this.threads = threads;
  }

  /**
   * Marks the faces of the boundary near which the lattice has no surface, as far as they lie in a
   * part of it.
   *
   * @param gap per face
   */
  void mark(LatticePart part, boolean[] gap) {
    int n = bound.faceCount();
    Workers.forEach(
        threads,
        64,
        piece -> {
          for (int f = (int) ((long) n * piece / 64); f < (long) n * (piece + 1) / 64; f++) {
            gap[f] |= !measured(f, part);
          }
        });
  }

  private boolean measured(int f, LatticePart part) {
    float[] p = bound.xyz();
    int[] t = bound.triangles();
    double x = 0;
    double y = 0;
    double z = 0;
    for (int i = 3 * f; i < 3 * f + 3; i++) {
      int v = 3 * t[i];
      x += p[v] / 3;
      y += p[v + 1] / 3;
      z += p[v + 2] / 3;
    }
    if (!measured(x, y, z, part)) {
      return false;
    }
    for (int i = 3 * f; i < 3 * f + 3; i++) {
      int v = 3 * t[i];
      if (!measured((p[v] + x) / 2, (p[v + 1] + y) / 2, (p[v + 2] + z) / 2, part)) {
        return false;
      }
    }
    return true;
  }

  /** True if the lattice has surface in one of the cubes around a place, or another part's has. */
  private boolean measured(double x, double y, double z, LatticePart part) {
    double h = grid.spacing();
    int i = (int) Math.floor(x / h);
    int j = (int) Math.floor(y / h);
    int k = (int) Math.floor(z / h);
    if (!part.holds(i >> 3, j >> 3, k >> 3, 0) || crossed(i, j, k)) {
      return true;
    }
    for (int dz = -NEAR; dz <= NEAR; dz++) {
      for (int dy = -NEAR; dy <= NEAR; dy++) {
        for (int dx = -NEAR; dx <= NEAR; dx++) {
          if (crossed(i + dx, j + dy, k + dz)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** True if surface runs through the cube at a sample. */
  private boolean crossed(int i, int j, int k) {
    int inside = 0;
    for (int c = 0; c < 8; c++) {
      int x = i + (c & 1);
      int y = j + (c >> 1 & 1);
      int z = k + (c >> 2);
      int b = grid.find(x >> 3, y >> 3, z >> 3);
      if (b < 0) {
        return false;
      }
      int s = ((z & 7) * 8 + (y & 7)) * 8 + (x & 7);
      if (!(grid.weight(b)[s] >= minWeight)) {
        return false;
      }
      inside += grid.distance(b)[s] < 0 ? 1 : 0;
    }
    return inside > 0 && inside < 8;
  }
}
