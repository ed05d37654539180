package org.e2e3d.engine.matching;

import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;

/**
 * Tells a pure rotation from a plane, where a homography explains a pair: the homography of a
 * rotation is K_b R K_a^-1 (Hartley and Zisserman, section 8.4), so the rotation nearest to K_b^-1
 * H K_a must carry the matches over by itself.
 */
final class TwoViewKind {
  private static final double SHARE = 0.8;
  private static final double[] USUAL_FOCALS = {0.7, 0.9, 1.2, 1.6, 2.2, 3.2};
  private static final int POLAR_STEPS = 30;

  private TwoViewKind() {}

  /**
   * PLANAR or ROTATION.
   *
   * @param h row-major homography, a to b
   * @param pairs interleaved matches that it explains
   * @param threshold largest transfer error in pixels
   */
  static PairMatches.Kind ofHomography(
      Photo a, FeatureSet fa, Photo b, FeatureSet fb, double[] h, int[] pairs, double threshold) {
    if (!Double.isNaN(a.focalPixels()) && !Double.isNaN(b.focalPixels())) {
      return turns(a, fa, a.focalPixels(), b, fb, b.focalPixels(), h, pairs, threshold);
    }
    for (double factor : USUAL_FOCALS) {
      double focalA = factor * Math.max(a.width(), a.height());
      double focalB = factor * Math.max(b.width(), b.height());
      if (turns(a, fa, focalA, b, fb, focalB, h, pairs, threshold) == PairMatches.Kind.ROTATION) {
        return PairMatches.Kind.ROTATION;
      }
    }
    return PairMatches.Kind.PLANAR;
  }

  private static PairMatches.Kind turns(
      Photo a,
      FeatureSet fa,
      double focalA,
      Photo b,
      FeatureSet fb,
      double focalB,
      double[] h,
      int[] pairs,
      double threshold) {
    double[] ka = calibration(focalA, a);
    double[] kb = calibration(focalB, b);
    double[] r = nearestRotation(Matrix3.product(Matrix3.inverse(kb), Matrix3.product(h, ka)));
    double[] turn = Matrix3.product(kb, Matrix3.product(r, Matrix3.inverse(ka)));
    int n = pairs.length / 2;
    int explained = 0;
    for (int i = 0; i < n; i++) {
      double x = fa.xy()[2 * pairs[2 * i]];
      double y = fa.xy()[2 * pairs[2 * i] + 1];
      double w = turn[6] * x + turn[7] * y + turn[8];
      double u = (turn[0] * x + turn[1] * y + turn[2]) / w - fb.xy()[2 * pairs[2 * i + 1]];
      double v = (turn[3] * x + turn[4] * y + turn[5]) / w - fb.xy()[2 * pairs[2 * i + 1] + 1];
      explained += u * u + v * v <= threshold * threshold ? 1 : 0;
    }
    return explained >= SHARE * n ? PairMatches.Kind.ROTATION : PairMatches.Kind.PLANAR;
  }

  private static double[] calibration(double f, Photo p) {
    return new double[] {f, 0, p.width() / 2.0, 0, f, p.height() / 2.0, 0, 0, 1};
  }

  /** The orthogonal factor of the polar decomposition, by Newton's iteration (Higham 1986). */
  private static double[] nearestRotation(double[] m) {
    double scale = Math.cbrt(Matrix3.determinant(m));
    double[] r = new double[9];
    for (int i = 0; i < 9; i++) {
      r[i] = m[i] / scale;
    }
    for (int step = 0; step < POLAR_STEPS; step++) {
      double[] inverse = Matrix3.inverse(r);
      double[] next = new double[9];
      for (int i = 0; i < 9; i++) {
        next[i] = (r[i] + inverse[i % 3 * 3 + i / 3]) / 2;
      }
      r = next;
    }
    return r;
  }
}
