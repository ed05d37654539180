package org.e2e3d.engine.sfm.bundle;

import org.e2e3d.engine.sfm.geometry.Lens;

/**
 * The unknowns of the reduced camera system in blocks: each movable view (6 columns), then each
 * lens with free parameters (a column each). Single parameters of a view that are held keep their
 * column and are pinned in the assembled system.
 */
final class BundleLayout {
  /** Columns of a view. */
  static final int VIEW = 6;

  private final int[] viewBlock;
  private final int[] lensBlock;
  private final int[][] lensParameters;
  private final int[] start;
  private final boolean[] pinned;
  private int blocks;

  BundleLayout(BundleProblem p) {
    int lenses = p.lens.length / Lens.SIZE;
    viewBlock = new int[p.views()];
    lensBlock = new int[lenses];
    lensParameters = new int[lenses][];
    int[] starts = new int[p.views() + lenses + 1];
    for (int v = 0; v < viewBlock.length; v++) {
      boolean movable = false;
      for (int j = 0; j < VIEW; j++) {
        movable |= !p.viewFixed[VIEW * v + j];
      }
      viewBlock[v] = movable ? append(starts, VIEW) : -1;
    }
    for (int g = 0; g < lenses; g++) {
      int[] free = new int[Lens.PARAMETERS];
      int n = 0;
      for (int j = 0; j < Lens.PARAMETERS; j++) {
        if (p.lensFree[Lens.SIZE * g + j]) {
          free[n++] = j;
        }
      }
      lensParameters[g] = java.util.Arrays.copyOf(free, n);
      lensBlock[g] = n > 0 ? append(starts, n) : -1;
    }
    start = java.util.Arrays.copyOf(starts, blocks + 1);
    pinned = new boolean[size()];
    for (int v = 0; v < viewBlock.length; v++) {
      for (int j = 0; viewBlock[v] >= 0 && j < VIEW; j++) {
        pinned[start[viewBlock[v]] + j] = p.viewFixed[VIEW * v + j];
      }
    }
  }

  private int append(int[] starts, int columns) {
    starts[blocks + 1] = starts[blocks] + columns;
    return blocks++;
  }

  /** Number of columns. */
  int size() {
    return start[blocks];
  }

  /** Number of blocks. */
  int blocks() {
    return blocks;
  }

  /** First column of a block; that of block {@link #blocks()} is the number of columns. */
  int start(int block) {
    return start[block];
  }

  /** Columns of a block. */
  int width(int block) {
    return start[block + 1] - start[block];
  }

  /** The block of a view, or -1 if it is fixed. */
  int viewBlock(int view) {
    return viewBlock[view];
  }

  /** The block of a lens, or -1 if nothing of it is free. */
  int lensBlock(int lens) {
    return lensBlock[lens];
  }

  /** The free parameters of a lens, in the order of its columns. */
  int[] lensParameters(int lens) {
    return lensParameters[lens];
  }

  boolean isPinned(int column) {
    return pinned[column];
  }
}
