package org.e2e3d.engine.matching;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Nearest-neighbour matching by matrix products: the cosine similarities of a block of rows against
 * all columns come from one sgemm, and the best two of each row and column are kept.
 */
final class MutualMatcher {
  private static final int ROWS = 256;

  private MutualMatcher() {}

  /**
   * Matches two blocks.
   *
   * @return pairs of indices as {@link Candidates#mutual} gives them
   */
  static int[] match(DescriptorBlock a, DescriptorBlock b, double ratio) {
    int na = a.size();
    int nb = b.size();
    if (na == 0 || nb == 0) {
      return new int[0];
    }
    Candidates rows = new Candidates(na);
    Candidates columns = new Candidates(nb);
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
    return Candidates.mutual(rows, columns, ratio);
  }

  private static void scan(
      float[] similar, int at, int nb, int row, Candidates rows, Candidates columns) {
    for (int j = 0; j < nb; j++) {
      float s = similar[at + j];
      if (s > Candidates.FLOOR) {
        rows.offer(row, j, s);
        columns.offer(j, row, s);
      }
    }
  }
}
