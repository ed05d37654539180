package org.e2e3d.engine.matching;

/**
 * Matches all features of two photographs again, now that their epipolar geometry is known: only
 * partners within a band around the epipolar line compete, so repeated texture elsewhere no longer
 * hides a right match, and few descriptors need comparing.
 */
final class GuidedMatcher {
  /** Descriptors whose signatures differ in more signs than this are not compared. */
  private static final int REACH = 56;

  private GuidedMatcher() {}

  /**
   * Matches within the bands of a fundamental matrix.
   *
   * @param f row-major, x_b^T F x_a = 0, full-size pixels
   * @param band largest distance to the epipolar line, in either photograph, in pixels
   * @return pairs of indices as {@link Candidates#mutual} gives them
   */
  static int[] match(IndexedPhoto a, IndexedPhoto b, double[] f, double band, double ratio) {
    float[] xa = a.features().xy();
    float[] xb = b.features().xy();
    PointGrid grid = new PointGrid(xb);
    Candidates rows = new Candidates(a.features().size());
    Candidates columns = new Candidates(b.features().size());
    int[] near = new int[b.features().size()];
    for (int i = 0; i < a.features().size(); i++) {
      double x = xa[2 * i];
      double y = xa[2 * i + 1];
      double la = f[0] * x + f[1] * y + f[2];
      double lb = f[3] * x + f[4] * y + f[5];
      double lc = f[6] * x + f[7] * y + f[8];
      double norm = Math.sqrt(la * la + lb * lb);
      if (!(norm > 0)) {
        continue;
      }
      int n = grid.alongLine(la / norm, lb / norm, lc / norm, band, near);
      for (int k = 0; k < n; k++) {
        int j = near[k];
        if (IndexedPhoto.distance(a.signature(), 2 * i, b.signature(), 2 * j) <= REACH
            && isNear(f, x, y, xb[2 * j], xb[2 * j + 1], band)) {
          float s = a.similarity(i, b, j);
          rows.offer(i, j, s);
          columns.offer(j, i, s);
        }
      }
    }
    return Candidates.mutual(rows, columns, ratio);
  }

  /** Whether (x, y) is within the band around the line of (u, v) in the first photograph. */
  private static boolean isNear(double[] f, double x, double y, double u, double v, double band) {
    double a = f[0] * u + f[3] * v + f[6];
    double b = f[1] * u + f[4] * v + f[7];
    double c = f[2] * u + f[5] * v + f[8];
    double e = a * x + b * y + c;
    return e * e <= band * band * (a * a + b * b);
  }
}
