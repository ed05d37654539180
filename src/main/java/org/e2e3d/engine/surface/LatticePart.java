package org.e2e3d.engine.surface;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A box of a lattice's blocks that is worked on at a time, with a rim of blocks of its neighbours:
 * parts overlap, and what each does inside its own box does not depend on where the boxes end.
 *
 * @param low block coordinates of the box's lowest corner
 * @param high block coordinates of its highest corner, exclusive
 */
record LatticePart(int[] low, int[] high) {
  private static final int FAR = 1 << 20;

  /**
   * Divides a lattice into parts that fit into memory.
   *
   * @param keys its blocks, as {@link VoxelGrid#key}
   * @param most how many blocks a part may have, rim included
   * @param rim blocks
   * @return one part for all if that many fit
   */
  static List<LatticePart> of(long[] keys, int most, int rim) {
    List<LatticePart> parts = new ArrayList<>();
    LatticePart all = new LatticePart(new int[] {-FAR, -FAR, -FAR}, new int[] {FAR, FAR, FAR});
    all.divide(keys, most, rim, parts);
    return parts;
  }

  /**
   * @param keys blocks that include all of this part and its rim
   */
  private void divide(long[] keys, int most, int rim, List<LatticePart> parts) {
    long[] with = Arrays.stream(keys).filter(k -> holds(k, rim)).toArray();
    long[] own = Arrays.stream(with).filter(k -> holds(k, 0)).toArray();
    if (own.length == 0) {
      return;
    }
    int axis = longest(own);
    int[] at = Arrays.stream(own).mapToInt(k -> coordinate(k, axis)).sorted().toArray();
    int middle = at[at.length / 2] == at[0] ? at[0] + 1 : at[at.length / 2];
    // slices thinner than their rims would only multiply the work
    if (with.length <= most || at[at.length - 1] - at[0] < 4 * rim) {
      parts.add(this);
      return;
    }
    int[] end = high.clone();
    int[] start = low.clone();
    end[axis] = middle;
    start[axis] = middle;
    new LatticePart(low, end).divide(with, most, rim, parts);
    new LatticePart(start, high).divide(with, most, rim, parts);
  }

  private static int longest(long[] keys) {
    int axis = 0;
    int most = -1;
    for (int k = 0; k < 3; k++) {
      int lowest = Integer.MAX_VALUE;
      int highest = Integer.MIN_VALUE;
      for (long key : keys) {
        lowest = Math.min(lowest, coordinate(key, k));
        highest = Math.max(highest, coordinate(key, k));
      }
      if (highest - lowest > most) {
        most = highest - lowest;
        axis = k;
      }
    }
    return axis;
  }

  /** True if a block lies in the box grown by a rim. */
  boolean holds(long key, int rim) {
    return holds(VoxelGrid.keyX(key), VoxelGrid.keyY(key), VoxelGrid.keyZ(key), rim);
  }

  /** The same by block coordinates. */
  boolean holds(int x, int y, int z, int rim) {
    return x >= low[0] - rim
        && y >= low[1] - rim
        && z >= low[2] - rim
        && x < high[0] + rim
        && y < high[1] + rim
        && z < high[2] + rim;
  }

  private static int coordinate(long key, int axis) {
    return axis == 0 ? VoxelGrid.keyX(key) : axis == 1 ? VoxelGrid.keyY(key) : VoxelGrid.keyZ(key);
  }
}
