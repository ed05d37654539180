package org.e2e3d.engine.sfm.bundle;

import java.util.Arrays;

/**
 * Which pairs of blocks of the reduced camera system share a point: the upper triangle of its
 * sparsity. Two views that see nothing in common take no memory and no time.
 */
final class BlockPattern {
  private final int[][] offset; // by block, then by later block - block
  private int size;

  BlockPattern(BundleProblem p, BundleLayout layout) {
    int n = layout.blocks();
    offset = new int[n][];
    for (int i = 0; i < n; i++) {
      offset[i] = new int[n - i];
    }
    int[] seen = new int[n];
    int[] stamp = new int[n];
    for (int point = 0; point < p.points(); point++) {
      int count = 0;
      for (int o = p.pointStart[point]; o < p.pointStart[point + 1]; o++) {
        int v = p.obsView[o];
        int lens = layout.lensBlock(p.viewLens[v]);
        for (int block : new int[] {layout.viewBlock(v), lens}) {
          if (block >= 0 && stamp[block] != point + 1) {
            stamp[block] = point + 1;
            seen[count++] = block;
          }
        }
      }
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          if (seen[i] < seen[j]) {
            offset[seen[i]][seen[j] - seen[i]] = 1;
          }
        }
      }
    }
    for (int i = 0; i < n; i++) {
      offset[i][0] = 1;
      for (int d = 0; d < offset[i].length; d++) {
        if (offset[i][d] == 0) {
          offset[i][d] = -1;
        } else {
          offset[i][d] = size;
          size += layout.width(i) * layout.width(i + d);
        }
      }
    }
  }

  /** Entries of all blocks together. */
  int size() {
    return size;
  }

  /** Where the entries of a block (row-major) start, or -1 if it is empty; row &lt;= column. */
  int offset(int row, int column) {
    return offset[row][column - row];
  }

  /** How many blocks are not empty. */
  int filled() {
    return (int) Arrays.stream(offset).flatMapToInt(Arrays::stream).filter(o -> o >= 0).count();
  }
}
