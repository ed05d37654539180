package org.e2e3d.engine.sfm.geometry;

/** Real roots of quartic polynomials. */
public final class Quartic {
  private static final int STEPS = 60;

  private Quartic() {}

  /**
   * The real roots of a x^4 + b x^3 + c x^2 + d x + e (Durand-Kerner on all four roots, then
   * Newton's polish). Double roots may be reported as two close ones.
   *
   * @param roots receives up to 4 roots
   * @return how many
   */
  public static int solve(double a, double b, double c, double d, double e, double[] roots) {
    if (!(Math.abs(a) > 1e-14 * (Math.abs(b) + Math.abs(c) + Math.abs(d) + Math.abs(e)))) {
      return 0;
    }
    double p = b / a;
    double q = c / a;
    double r = d / a;
    double s = e / a;
    double radius =
        1 + Math.max(Math.max(Math.abs(p), Math.abs(q)), Math.max(Math.abs(r), Math.abs(s)));
    double scale = Math.min(radius, 2);
    double[] re = new double[4];
    double[] im = new double[4];
    for (int k = 0; k < 4; k++) {
      double angle = 0.4 + k * Math.PI / 2;
      re[k] = scale * Math.cos(angle) - p / 4;
      im[k] = scale * Math.sin(angle);
    }
    double moved = 1;
    for (int step = 0; step < STEPS && moved > 1e-26; step++) {
      moved = refine(p, q, r, s, re, im);
    }
    int n = 0;
    for (int k = 0; k < 4; k++) {
      if (Math.abs(im[k]) <= 1e-4 * (1 + Math.abs(re[k]))) {
        roots[n++] = polish(p, q, r, s, re[k]);
      }
    }
    return n;
  }

  private static double refine(double p, double q, double r, double s, double[] re, double[] im) {
    double moved = 0;
    for (int k = 0; k < 4; k++) {
      double x = re[k];
      double y = im[k];
      double vr = 1;
      double vi = 0;
      for (double coefficient : new double[] {p, q, r, s}) {
        double t = vr * x - vi * y + coefficient;
        vi = vr * y + vi * x;
        vr = t;
      }
      double dr = 1;
      double di = 0;
      for (int j = 0; j < 4; j++) {
        if (j != k) {
          double ar = x - re[j];
          double ai = y - im[j];
          double t = dr * ar - di * ai;
          di = dr * ai + di * ar;
          dr = t;
        }
      }
      double n = dr * dr + di * di;
      if (n == 0) {
        re[k] += 1e-6;
        continue;
      }
      double sr = (vr * dr + vi * di) / n;
      double si = (vi * dr - vr * di) / n;
      re[k] -= sr;
      im[k] -= si;
      moved += (sr * sr + si * si) / (1 + re[k] * re[k]);
    }
    return moved;
  }

  private static double polish(double p, double q, double r, double s, double x) {
    for (int i = 0; i < 3; i++) {
      double v = (((x + p) * x + q) * x + r) * x + s;
      double dv = ((4 * x + 3 * p) * x + 2 * q) * x + r;
      double step = v / dv;
      if (!(Math.abs(step) < 1e-2 * (1 + Math.abs(x)))) {
        break;
      }
      x -= step;
    }
    return x;
  }
}
