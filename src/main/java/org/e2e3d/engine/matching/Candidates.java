package org.e2e3d.engine.matching;

import java.util.Arrays;

/**
 * The best and second best partner of each of n items, by similarity (the cosine of the angle
 * between descriptors).
 */
final class Candidates {
  /**
   * Similarities up to this are not looked at; they stand for a second neighbour at that
   * similarity, so that a weak lone match does not pass the ratio test either.
   */
  static final float FLOOR = 0.6f;

  private final int[] index;
  private final float[] first;
  private final float[] second;

  Candidates(int n) {
    index = new int[n];
    first = new float[n];
    second = new float[n];
    Arrays.fill(index, -1);
    Arrays.fill(first, FLOOR);
    Arrays.fill(second, FLOOR);
  }

  /** Takes a partner into account; one that is offered again changes nothing. */
  void offer(int item, int partner, float similarity) {
    if (index[item] == partner) {
      return;
    }
    if (similarity > first[item]) {
      second[item] = first[item];
      first[item] = similarity;
      index[item] = partner;
    } else if (similarity > second[item]) {
      second[item] = similarity;
    }
  }

  /**
   * The mutual best partners that pass the ratio test in both directions (Lowe 2004, section 7.1;
   * the squared distance of unit vectors is 2 - 2s), most distinctive first.
   *
   * @return pairs of indices, interleaved: row, column, row, column, ...
   */
  static int[] mutual(Candidates rows, Candidates columns, double ratio) {
    long[] ranked = new long[rows.index.length];
    int n = 0;
    for (int i = 0; i < rows.index.length; i++) {
      int j = rows.index[i];
      if (j >= 0 && columns.index[j] == i) {
        double q = Math.max(rows.squaredRatio(i), columns.squaredRatio(j));
        if (q < ratio * ratio) {
          ranked[n++] = (long) (q * Integer.MAX_VALUE) << 32 | i;
        }
      }
    }
    Arrays.sort(ranked, 0, n);
    int[] pairs = new int[2 * n];
    for (int k = 0; k < n; k++) {
      int i = (int) ranked[k];
      pairs[2 * k] = i;
      pairs[2 * k + 1] = rows.index[i];
    }
    return pairs;
  }

  private double squaredRatio(int item) {
    return Math.max(0.0, 1 - first[item]) / Math.max(1e-9, 1 - second[item]);
  }
}
