package org.e2e3d.engine.surface;

import org.e2e3d.engine.stage.Workers;

/**
 * Carries the signed distance from around a hole into it, step by step, so that the surface's two
 * rims meet there (after Davis, Marschner, Garr and Levoy, "Filling holes in complex surfaces using
 * volumetric diffusion", 3DPVT 2002). A sample reached in step k gets weight -k, by which the
 * surface through it can be told from seen surface.
 *
 * <p>Unlike in the paper, samples that are only known to be free are no sources: there are far more
 * of them in front of a surface than known samples behind it, and they would push it in.
 */
final class HoleClosing {
  private static final int PAD = VoxelGrid.EDGE + 2;
  private static final int[] NEIGHBOURS = {1, -1, PAD, -PAD, PAD * PAD, -PAD * PAD};

  private final VoxelGrid grid;
  private final float minWeight;
  private final float limit;
  private final int threads;

  /**
   * @param minWeight samples with less weight are unknown, and are filled
   * @param limit samples known to be at least this far from the surface are no sources; world units
   */
  HoleClosing(VoxelGrid grid, double minWeight, double limit, int threads) {
    this.grid = grid;
    this.minWeight = (float) minWeight;
    this.limit = (float) limit;
    this.threads = threads;
  }

  /** Fills unknown samples up to {@code steps} samples away from known ones. */
  void close(int steps) {
    int n = grid.blockCount();
    float[][] distance = new float[n][];
    boolean[] active = new boolean[n];
    java.util.Arrays.fill(active, true);
    for (int k = 1; k <= steps; k++) {
      boolean[] now = active;
      forEachBlock((b, d, w) -> distance[b] = now[b] ? filled(b, d, w) : null);
      boolean[] changed = new boolean[n];
      for (int b = 0; b < n; b++) {
        if (distance[b] != null) {
          changed[b] = store(b, k, distance[b]);
          distance[b] = null;
        }
      }
      active = withNeighbours(changed);
    }
  }

  /** New values of the samples that this step reaches or has reached before; NaN elsewhere. */
  private float[] filled(int block, float[] d, float[] w) {
    grid.gather(block, 1, 1, d, w);
    float[] out = null;
    int at = 0;
    for (int z = 1; z <= VoxelGrid.EDGE; z++) {
      for (int y = 1; y <= VoxelGrid.EDGE; y++) {
        for (int x = 1; x <= VoxelGrid.EDGE; x++, at++) {
          int i = (z * PAD + y) * PAD + x;
          if (w[i] >= minWeight) {
            continue;
          }
          float sum = w[i] < 0 ? d[i] : 0;
          int count = w[i] < 0 ? 1 : 0;
          for (int o : NEIGHBOURS) {
            if (source(d[i + o], w[i + o])) {
              sum += d[i + o];
              count++;
            }
          }
          if (count > 0) {
            if (out == null) {
              out = new float[VoxelGrid.VOLUME];
              java.util.Arrays.fill(out, Float.NaN);
            }
            out[at] = sum / count;
          }
        }
      }
    }
    return out;
  }

  private boolean source(float d, float w) {
    return w < 0 || w >= minWeight && d < limit;
  }

  /** True if a sample was reached for the first time. */
  private boolean store(int block, int step, float[] values) {
    float[] d = grid.distance(block);
    float[] w = grid.weight(block);
    boolean reached = false;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isNaN(values[i])) {
        d[i] = values[i];
        if (w[i] >= 0) {
          w[i] = -step;
          reached = true;
        }
      }
    }
    return reached;
  }

  private boolean[] withNeighbours(boolean[] changed) {
    boolean[] out = changed.clone();
    for (int b = 0; b < changed.length; b++) {
      if (changed[b]) {
        long key = grid.blockKey(b);
        for (int axis = 0; axis < 3; axis++) {
          for (int side = -1; side <= 1; side += 2) {
            int c =
                grid.find(
                    VoxelGrid.keyX(key) + (axis == 0 ? side : 0),
                    VoxelGrid.keyY(key) + (axis == 1 ? side : 0),
                    VoxelGrid.keyZ(key) + (axis == 2 ? side : 0));
            if (c >= 0) {
              out[c] = true;
            }
          }
        }
      }
    }
    return out;
  }

  private void forEachBlock(BlockTask task) {
    int n = grid.blockCount();
    int pieces = Math.min(n, 64);
    Workers.forEach(
        threads,
        pieces,
        piece -> {
          float[] d = new float[PAD * PAD * PAD];
          float[] w = new float[PAD * PAD * PAD];
          for (int b = (int) ((long) n * piece / pieces);
              b < (long) n * (piece + 1) / pieces;
              b++) {
            task.run(b, d, w);
          }
        });
  }

  private interface BlockTask {
    void run(int block, float[] d, float[] w);
  }
}
