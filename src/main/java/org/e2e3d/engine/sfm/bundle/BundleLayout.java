package org.e2e3d.engine.sfm.bundle;

import org.e2e3d.engine.sfm.geometry.Lens;

/**
 * Where each movable view (6 columns) and lens ({@link Lens#SIZE} columns) stands in the reduced
 * camera system: views in order, then lenses. Single parameters that are held keep their column and
 * are pinned in the assembled system.
 */
final class BundleLayout {
  private final int[] viewOffset;
  private final int[] lensOffset;
  private final boolean[] pinned;
  private final int size;

  BundleLayout(BundleProblem p) {
    viewOffset = new int[p.views()];
    lensOffset = new int[p.lens.length / Lens.SIZE];
    int n = 0;
    for (int v = 0; v < viewOffset.length; v++) {
      boolean movable = false;
      for (int j = 0; j < 6; j++) {
        movable |= !p.viewFixed[6 * v + j];
      }
      viewOffset[v] = movable ? n : -1;
      n += movable ? 6 : 0;
    }
    for (int c = 0; c < lensOffset.length; c++) {
      boolean movable = false;
      for (int j = 0; j < Lens.SIZE; j++) {
        movable |= p.lensFree[Lens.SIZE * c + j];
      }
      lensOffset[c] = movable ? n : -1;
      n += movable ? Lens.SIZE : 0;
    }
    size = n;
    pinned = new boolean[n];
    for (int v = 0; v < viewOffset.length; v++) {
      for (int j = 0; viewOffset[v] >= 0 && j < 6; j++) {
        pinned[viewOffset[v] + j] = p.viewFixed[6 * v + j];
      }
    }
    for (int c = 0; c < lensOffset.length; c++) {
      for (int j = 0; lensOffset[c] >= 0 && j < Lens.SIZE; j++) {
        pinned[lensOffset[c] + j] = !p.lensFree[Lens.SIZE * c + j];
      }
    }
  }

  int size() {
    return size;
  }

  /** First column of a view, or -1 if it is fixed. */
  int viewOffset(int view) {
    return viewOffset[view];
  }

  /** First column of a lens, or -1 if it is fixed. */
  int lensOffset(int lens) {
    return lensOffset[lens];
  }

  boolean isPinned(int column) {
    return pinned[column];
  }
}
