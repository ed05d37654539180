package org.e2e3d.engine.matching;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Nearest-neighbour matching by matrix products: the cosine similarities of a block of rows against
 * all columns come from one sgemm, and the best two of each row and column are kept.
 *
 * <p>A match must be mutual and pass the ratio test in both directions. Similarities below {@link
 * #FLOOR} are not looked at; they stand for a second neighbour at that similarity, so that a weak
 * lone match does not pass either.
 */
final class MutualMatcher {
  private static final int ROWS = 256;
  private static final float FLOOR = 0.6f;

  private final double ratio;

  MutualMatcher(double ratio) {
    this.ratio = ratio;
  }

  /**
   * Matches two blocks.
   *
   * @return pairs of indices, interleaved a0, b0, a1, b1, ..., ascending in a
   */
  int[] match(DescriptorBlock a, DescriptorBlock b) {
    int na = a.size();
    int nb = b.size();
    if (na == 0 || nb == 0) {
      return new int[0];
    }
    Best rows = new Best(na);
    Best columns = new Best(nb);
    float[] similar = new float[ROWS * nb];
    try (FloatPointer product = new FloatPointer((long) ROWS * nb)) {
      for (int from = 0; from < na; from += ROWS) {
        int m = Math.min(ROWS, na - from);
        // Not closed: a derived pointer frees the memory of the one it came from.
        FloatPointer part = a.values().getPointer((long) from * DescriptorBlock.LENGTH);
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasTrans,
            m,
            nb,
            DescriptorBlock.LENGTH,
            1,
            part,
            DescriptorBlock.LENGTH,
            b.values(),
            DescriptorBlock.LENGTH,
            0,
            product,
            nb);
        product.get(similar, 0, m * nb);
        for (int i = 0; i < m; i++) {
          scan(similar, i * nb, nb, from + i, rows, columns);
        }
      }
    }
    return mutual(rows, columns);
  }

  private static void scan(float[] similar, int at, int nb, int row, Best rows, Best columns) {
    for (int j = 0; j < nb; j++) {
      float s = similar[at + j];
      if (s > FLOOR) {
        rows.offer(row, j, s);
        columns.offer(j, row, s);
      }
    }
  }

  private int[] mutual(Best rows, Best columns) {
    int[] pairs = new int[2 * rows.index.length];
    int n = 0;
    for (int i = 0; i < rows.index.length; i++) {
      int j = rows.index[i];
      if (j >= 0 && columns.index[j] == i && rows.stands(i, ratio) && columns.stands(j, ratio)) {
        pairs[n++] = i;
        pairs[n++] = j;
      }
    }
    return Arrays.copyOf(pairs, n);
  }

  /** The best and second best similarity of each item. */
  private static final class Best {
    private final int[] index;
    private final float[] first;
    private final float[] second;

    Best(int n) {
      index = new int[n];
      first = new float[n];
      second = new float[n];
      Arrays.fill(index, -1);
      Arrays.fill(first, FLOOR);
      Arrays.fill(second, FLOOR);
    }

    void offer(int item, int other, float s) {
      if (s > first[item]) {
        second[item] = first[item];
        first[item] = s;
        index[item] = other;
      } else if (s > second[item]) {
        second[item] = s;
      }
    }

    /** The ratio test; squared distances of unit vectors are 2 - 2s. */
    boolean stands(int item, double ratio) {
      return 1 - first[item] < ratio * ratio * (1 - second[item]);
    }
  }
}
