package org.e2e3d.engine.matching;

import org.e2e3d.engine.features.FeatureSet;

/**
 * Matches all features of two photographs again, now that their epipolar geometry is known: only
 * partners within a band around the epipolar line compete, so repeated texture elsewhere no longer
 * hides a right match, and few descriptors need comparing.
 */
final class GuidedMatcher {
  private static final int LENGTH = DescriptorBlock.LENGTH;

  private GuidedMatcher() {}

  /**
   * Matches within the bands of a fundamental matrix.
   *
   * @param f row-major, x_b^T F x_a = 0, full-size pixels
   * @param band largest distance to the epipolar line, in either photograph, in pixels
   * @return pairs of indices as {@link Candidates#mutual} gives them
   */
  static int[] alongLines(FeatureSet a, FeatureSet b, double[] f, double band, double ratio) {
    PointGrid grid = new PointGrid(b.xy(), 2 * band);
    Similarity similarity = new Similarity(a, b);
    Candidates rows = new Candidates(a.size());
    Candidates columns = new Candidates(b.size());
    float[] xa = a.xy();
    float[] xb = b.xy();
    for (int i = 0; i < a.size(); i++) {
      double x = xa[2 * i];
      double y = xa[2 * i + 1];
      double la = f[0] * x + f[1] * y + f[2];
      double lb = f[3] * x + f[4] * y + f[5];
      double lc = f[6] * x + f[7] * y + f[8];
      double norm = Math.hypot(la, lb);
      if (!(norm > 0)) {
        continue;
      }
      int row = i;
      grid.alongLine(
          la / norm,
          lb / norm,
          lc / norm,
          band,
          j -> {
            double u = xb[2 * j];
            double v = xb[2 * j + 1];
            double e = la * u + lb * v + lc;
            if (Math.abs(e) <= band * norm
                && Math.abs(e)
                    <= band * Math.hypot(f[0] * u + f[3] * v + f[6], f[1] * u + f[4] * v + f[7])) {
              similarity.offer(row, j, rows, columns);
            }
          });
    }
    return Candidates.mutual(rows, columns, ratio);
  }

  /**
   * Matches around the places that a homography predicts.
   *
   * @param h row-major, a to b, full-size pixels
   * @param radius largest distance from the predicted place, in pixels
   * @return pairs of indices as {@link Candidates#mutual} gives them
   */
  static int[] aroundPoints(FeatureSet a, FeatureSet b, double[] h, double radius, double ratio) {
    PointGrid grid = new PointGrid(b.xy(), 2 * radius);
    Similarity similarity = new Similarity(a, b);
    Candidates rows = new Candidates(a.size());
    Candidates columns = new Candidates(b.size());
    float[] xa = a.xy();
    float[] xb = b.xy();
    for (int i = 0; i < a.size(); i++) {
      double x = xa[2 * i];
      double y = xa[2 * i + 1];
      double w = h[6] * x + h[7] * y + h[8];
      double u = (h[0] * x + h[1] * y + h[2]) / w;
      double v = (h[3] * x + h[4] * y + h[5]) / w;
      if (!Double.isFinite(u + v)) {
        continue;
      }
      int row = i;
      grid.around(
          u,
          v,
          radius,
          j -> {
            double du = xb[2 * j] - u;
            double dv = xb[2 * j + 1] - v;
            if (du * du + dv * dv <= radius * radius) {
              similarity.offer(row, j, rows, columns);
            }
          });
    }
    return Candidates.mutual(rows, columns, ratio);
  }

  /** Cosines between the descriptors of two sets. */
  private static final class Similarity {
    private final int[] a;
    private final int[] b;
    private final float[] inverseA;
    private final float[] inverseB;

    Similarity(FeatureSet a, FeatureSet b) {
      this.a = widened(a.descriptor());
      this.b = widened(b.descriptor());
      this.inverseA = inverseNorms(this.a);
      this.inverseB = inverseNorms(this.b);
    }

    void offer(int i, int j, Candidates rows, Candidates columns) {
      int sum = 0;
      int from = i * LENGTH;
      int to = j * LENGTH;
      for (int k = 0; k < LENGTH; k++) {
        sum += a[from + k] * b[to + k];
      }
      float s = sum * inverseA[i] * inverseB[j];
      if (s > Candidates.FLOOR) {
        rows.offer(i, j, s);
        columns.offer(j, i, s);
      }
    }

    private static int[] widened(byte[] bytes) {
      int[] wide = new int[bytes.length];
      for (int k = 0; k < bytes.length; k++) {
        wide[k] = bytes[k] & 0xFF;
      }
      return wide;
    }

    private static float[] inverseNorms(int[] values) {
      float[] inverse = new float[values.length / LENGTH];
      for (int i = 0; i < inverse.length; i++) {
        int squares = 0;
        for (int k = i * LENGTH; k < (i + 1) * LENGTH; k++) {
          squares += values[k] * values[k];
        }
        inverse[i] = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
      }
      return inverse;
    }
  }
}
