package org.e2e3d.engine.surface;

import java.util.Arrays;
import org.e2e3d.engine.surface.cut.LongIntMap;

/**
 * A sparse lattice of signed distances: blocks of 8x8x8 samples found through a hash of their
 * coordinates (after Niessner et al., "Real-time 3D reconstruction at scale using voxel hashing",
 * 2013). Lattice point (i, j, k) lies at {@code spacing * (i, j, k)} in the world frame. Blocks are
 * numbered by ascending coordinates, so their order does not depend on how they were found.
 *
 * <p>Filling different blocks from different threads is safe; the set of blocks is fixed.
 */
final class VoxelGrid {
  /** Samples along a block's edge. */
  static final int EDGE = 8;

  /** Samples in a block. */
  static final int VOLUME = EDGE * EDGE * EDGE;

  private static final int BIAS = 1 << 20;
  private static final int MASK = (1 << 21) - 1;

  private final double spacing;
  private final long[] keys;
  private final LongIntMap index;
  private final float[][] distance;
  private final float[][] weight;

  /**
   * A grid of the given blocks, all samples unknown (weight 0).
   *
   * @param spacing distance of neighbouring samples, world units
   * @param blockKeys made by {@link #key}, in any order, without repetition; sorted here
   */
  VoxelGrid(double spacing, long[] blockKeys) {
    this.spacing = spacing;
    this.keys = blockKeys.clone();
    Arrays.sort(keys);
    this.index = new LongIntMap(keys.length);
    this.distance = new float[keys.length][VOLUME];
    this.weight = new float[keys.length][VOLUME];
    for (int b = 0; b < keys.length; b++) {
      index.put(keys[b], b);
    }
  }

  /**
   * A grid of the given blocks and samples.
   *
   * @param sorted keys, ascending
   * @param distance signed distances a block
   * @param weight weights a block
   */
  VoxelGrid(double spacing, long[] sorted, float[][] distance, float[][] weight) {
    this.spacing = spacing;
    this.keys = sorted;
    this.index = new LongIntMap(keys.length);
    this.distance = distance;
    this.weight = weight;
    for (int b = 0; b < keys.length; b++) {
      index.put(keys[b], b);
    }
  }

  private VoxelGrid(double spacing, long[] sorted, VoxelGrid old) {
    this.spacing = spacing;
    this.keys = sorted;
    this.index = new LongIntMap(keys.length);
    this.distance = new float[keys.length][];
    this.weight = new float[keys.length][];
    for (int b = 0; b < keys.length; b++) {
      index.put(keys[b], b);
      int from = old.index.get(keys[b]);
      distance[b] = from >= 0 ? old.distance[from] : new float[VOLUME];
      weight[b] = from >= 0 ? old.weight[from] : new float[VOLUME];
    }
  }

  /** This grid with further, unknown blocks; samples of the blocks in both are shared. */
  VoxelGrid extendedBy(long[] moreKeys) {
    long[] all = Arrays.copyOf(keys, keys.length + moreKeys.length);
    System.arraycopy(moreKeys, 0, all, keys.length, moreKeys.length);
    Arrays.sort(all);
    return new VoxelGrid(spacing, all, this);
  }

  /** Packs block coordinates, each in [-2^20, 2^20). */
  static long key(int bx, int by, int bz) {
    return ((long) (bx + BIAS) << 42) | ((long) (by + BIAS) << 21) | (bz + BIAS);
  }

  static int keyX(long key) {
    return (int) (key >>> 42) - BIAS;
  }

  static int keyY(long key) {
    return (int) (key >>> 21 & MASK) - BIAS;
  }

  static int keyZ(long key) {
    return (int) (key & MASK) - BIAS;
  }

  double spacing() {
    return spacing;
  }

  int blockCount() {
    return keys.length;
  }

  long blockKey(int block) {
    return keys[block];
  }

  /** The block with the given coordinates, or -1. */
  int find(int bx, int by, int bz) {
    return index.get(key(bx, by, bz));
  }

  /** The block with the given key, or -1. */
  int find(long key) {
    return index.get(key);
  }

  /** Signed distances of a block, positive outside, world units; x runs fastest. */
  float[] distance(int block) {
    return distance[block];
  }

  /**
   * Weights of a block's samples; 0 where nothing is known, negative where the distance was not
   * measured but filled in ({@link GapFilling}).
   */
  float[] weight(int block) {
    return weight[block];
  }

  /**
   * Copies a block and a rim of its neighbours into cubes of edge {@code EDGE + before + after}.
   *
   * @param before samples of rim towards smaller coordinates, 0 to 8
   * @param after samples of rim towards larger coordinates, 0 to 8
   * @param d receives distances; unknown samples get 0
   * @param w receives weights; samples of absent blocks get 0
   */
  void gather(int block, int before, int after, float[] d, float[] w) {
    int edge = EDGE + before + after;
    int x0 = keyX(keys[block]) * EDGE - before;
    int y0 = keyY(keys[block]) * EDGE - before;
    int z0 = keyZ(keys[block]) * EDGE - before;
    Arrays.fill(d, 0, edge * edge * edge, 0);
    Arrays.fill(w, 0, edge * edge * edge, 0);
    for (int bz = z0 >> 3; bz <= (z0 + edge - 1) >> 3; bz++) {
      for (int by = y0 >> 3; by <= (y0 + edge - 1) >> 3; by++) {
        for (int bx = x0 >> 3; bx <= (x0 + edge - 1) >> 3; bx++) {
          int b = find(bx, by, bz);
          if (b >= 0) {
            copyPart(b, bx * EDGE - x0, by * EDGE - y0, bz * EDGE - z0, edge, d, w);
          }
        }
      }
    }
  }

  private void copyPart(int b, int ox, int oy, int oz, int edge, float[] d, float[] w) {
    int fromX = Math.max(0, -ox);
    int n = Math.min(EDGE, edge - ox) - fromX;
    for (int z = Math.max(0, -oz); z < Math.min(EDGE, edge - oz); z++) {
      for (int y = Math.max(0, -oy); y < Math.min(EDGE, edge - oy); y++) {
        int from = (z * EDGE + y) * EDGE + fromX;
        int to = ((z + oz) * edge + y + oy) * edge + fromX + ox;
        System.arraycopy(distance[b], from, d, to, n);
        System.arraycopy(weight[b], from, w, to, n);
      }
    }
  }
}
