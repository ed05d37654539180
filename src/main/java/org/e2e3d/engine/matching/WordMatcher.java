package org.e2e3d.engine.matching;

/**
 * Nearest-neighbour matching of two photographs by their visual words: features that share a word
 * are compared by signature, and only those that are alike by their descriptors. Of the matches
 * that comparing all with all would give about one in six is missed, for a hundredth of the work;
 * guided matching ({@link GuidedMatcher}) finds most of these again.
 */
final class WordMatcher {
  /** Descriptors whose signatures differ in more signs than this are not compared. */
  static final int REACH = 48;

  private WordMatcher() {}

  /**
   * Matches two photographs.
   *
   * @return pairs of indices as {@link Candidates#mutual} gives them
   */
  static int[] match(IndexedPhoto a, IndexedPhoto b, double ratio) {
    Candidates rows = new Candidates(a.features().size());
    Candidates columns = new Candidates(b.features().size());
    int words = a.start().length - 1;
    int[] featureA = a.feature();
    int[] featureB = b.feature();
    long[] signA = a.entrySignature();
    long[] signB = b.entrySignature();
    for (int w = 0; w < words; w++) {
      int fromB = b.start()[w];
      int toB = b.start()[w + 1];
      for (int p = a.start()[w]; p < a.start()[w + 1]; p++) {
        long first = signA[2 * p];
        long second = signA[2 * p + 1];
        int i = featureA[p];
        for (int q = fromB; q < toB; q++) {
          int differing =
              Long.bitCount(first ^ signB[2 * q]) + Long.bitCount(second ^ signB[2 * q + 1]);
          if (differing <= REACH) {
            int j = featureB[q];
            float s = a.similarity(i, b, j);
            rows.offer(i, j, s);
            columns.offer(j, i, s);
          }
        }
      }
    }
    return Candidates.mutual(rows, columns, ratio);
  }
}
