package org.e2e3d.engine.surface;

import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/** Takes what {@link HoleClosing} closed in a coarse lattice over into a fine one. */
final class CoarseFilling {
  /** Fine samples around a coarse cell that are filled with it, so that the seams overlap. */
  private static final int MARGIN = 3;

  private final VoxelGrid coarse;
  private final int ratio;

  /** Coarse cells through which a closed hole's surface runs. */
  private final LongIntMap cells = new LongIntMap(1 << 10);

  /**
   * @param ratio the coarse lattice's spacing in fine ones
   * @param surface the coarse lattice's surface
   * @param keep its faces that are seen or close a hole
   */
  CoarseFilling(VoxelGrid coarse, int ratio, Surface surface, boolean[] keep) {
    this.coarse = coarse;
    this.ratio = ratio;
    TriangleMesh mesh = surface.mesh();
    for (int f = 0; f < keep.length; f++) {
      if (keep[f] && surface.reached()[f] > 0) {
        cells.put(VoxelGrid.key(middle(mesh, f, 0), middle(mesh, f, 1), middle(mesh, f, 2)), 0);
      }
    }
  }

  /** True if no hole was closed. */
  boolean isEmpty() {
    return cells.size() == 0;
  }

  private int middle(TriangleMesh mesh, int f, int axis) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += mesh.xyz()[3 * mesh.triangles()[3 * f + i] + axis];
    }
    return (int) Math.floor(sum / 3 / coarse.spacing());
  }

  /** The fine lattice with the blocks that the filling needs besides its own. */
  VoxelGrid extend(VoxelGrid fine) {
    LongIntMap wanted = new LongIntMap(cells.size());
    for (long cell : cells.sortedKeys()) {
      int x = VoxelGrid.keyX(cell) * ratio;
      int y = VoxelGrid.keyY(cell) * ratio;
      int z = VoxelGrid.keyZ(cell) * ratio;
      for (int bz = z - MARGIN >> 3; bz <= z + ratio + MARGIN >> 3; bz++) {
        for (int by = y - MARGIN >> 3; by <= y + ratio + MARGIN >> 3; by++) {
          for (int bx = x - MARGIN >> 3; bx <= x + ratio + MARGIN >> 3; bx++) {
            if (fine.find(bx, by, bz) < 0) {
              wanted.put(VoxelGrid.key(bx, by, bz), 0);
            }
          }
        }
      }
    }
    return fine.extendedBy(wanted.sortedKeys());
  }

  /**
   * Fills unknown samples of the fine lattice near closed holes with the coarse lattice's distance,
   * with weight {@code mark}.
   */
  void fill(VoxelGrid fine, double minWeight, float mark, int threads) {
    long[] keys = cells.sortedKeys();
    // blocks, not cells, are handed out: a block's samples have one writer
    LongIntMap touched = new LongIntMap(keys.length);
    for (long cell : keys) {
      for (int c = 0; c < 8; c++) {
        int b =
            fine.find(
                edge(VoxelGrid.keyX(cell), c & 1),
                edge(VoxelGrid.keyY(cell), c >> 1 & 1),
                edge(VoxelGrid.keyZ(cell), c >> 2));
        if (b >= 0) {
          touched.put(b, 0);
        }
      }
    }
    long[] blocks = touched.sortedKeys();
    Workers.forEach(
        threads, blocks.length, i -> fillBlock(fine, (int) blocks[i], (float) minWeight, mark));
  }

  private int edge(int cell, int side) {
    return cell * ratio + (side == 0 ? -MARGIN : ratio + MARGIN) >> 3;
  }

  private void fillBlock(VoxelGrid fine, int block, float minWeight, float mark) {
    long key = fine.blockKey(block);
    int x0 = VoxelGrid.keyX(key) * VoxelGrid.EDGE;
    int y0 = VoxelGrid.keyY(key) * VoxelGrid.EDGE;
    int z0 = VoxelGrid.keyZ(key) * VoxelGrid.EDGE;
    float[] d = fine.distance(block);
    float[] w = fine.weight(block);
    for (int i = 0; i < VoxelGrid.VOLUME; i++) {
      if (w[i] >= minWeight) {
        continue;
      }
      int x = x0 + (i & 7);
      int y = y0 + (i >> 3 & 7);
      int z = z0 + (i >> 6);
      if (near(x, y, z)) {
        float value = interpolate(x, y, z);
        if (!Float.isNaN(value)) {
          d[i] = value;
          w[i] = mark;
        }
      }
    }
  }

  private boolean near(int x, int y, int z) {
    for (int cz = Math.floorDiv(z - MARGIN, ratio); cz <= Math.floorDiv(z + MARGIN, ratio); cz++) {
      for (int cy = Math.floorDiv(y - MARGIN, ratio);
          cy <= Math.floorDiv(y + MARGIN, ratio);
          cy++) {
        for (int cx = Math.floorDiv(x - MARGIN, ratio);
            cx <= Math.floorDiv(x + MARGIN, ratio);
            cx++) {
          if (cells.get(VoxelGrid.key(cx, cy, cz)) >= 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The coarse distance at a fine sample; NaN if a corner is unknown. */
  private float interpolate(int x, int y, int z) {
    int cx = Math.floorDiv(x, ratio);
    int cy = Math.floorDiv(y, ratio);
    int cz = Math.floorDiv(z, ratio);
    float ax = (x - cx * ratio) / (float) ratio;
    float ay = (y - cy * ratio) / (float) ratio;
    float az = (z - cz * ratio) / (float) ratio;
    float sum = 0;
    for (int c = 0; c < 8; c++) {
      int px = cx + (c & 1);
      int py = cy + (c >> 1 & 1);
      int pz = cz + (c >> 2);
      float share =
          ((c & 1) == 0 ? 1 - ax : ax)
              * ((c >> 1 & 1) == 0 ? 1 - ay : ay)
              * (c >> 2 == 0 ? 1 - az : az);
      if (share == 0) {
        continue;
      }
      int b = coarse.find(px >> 3, py >> 3, pz >> 3);
      int i = ((pz & 7) * 8 + (py & 7)) * 8 + (px & 7);
      if (b < 0 || coarse.weight(b)[i] == 0) {
        return Float.NaN;
      }
      sum += share * coarse.distance(b)[i];
    }
    return sum;
  }
}
