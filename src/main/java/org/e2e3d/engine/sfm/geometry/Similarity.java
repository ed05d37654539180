package org.e2e3d.engine.sfm.geometry;

/**
 * A similarity {@code y = scale R x + t} and its closed-form fit to weighted point pairs (Horn,
 * "Closed-form solution of absolute orientation using unit quaternions", 1987).
 *
 * @param scale positive
 * @param rotation row-major 3x3
 * @param translation 3 entries
 */
public record Similarity(double scale, double[] rotation, double[] translation) {

  /**
   * Fits by weighted least squares.
   *
   * @param from 3n coordinates
   * @param to 3n coordinates
   * @param weight n weights, not all zero
   */
  public static Similarity fit(double[] from, double[] to, double[] weight) {
    int n = weight.length;
    double[] a = mean(from, weight);
    double[] b = mean(to, weight);
    double[] m = new double[9];
    double spread = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 3; j++) {
        double x = from[3 * i + j] - a[j];
        spread += weight[i] * x * x;
        for (int k = 0; k < 3; k++) {
          m[3 * j + k] += weight[i] * x * (to[3 * i + k] - b[k]);
        }
      }
    }
    double[] q = {
      m[0] + m[4] + m[8],
      m[5] - m[7],
      m[6] - m[2],
      m[1] - m[3],
      m[5] - m[7],
      m[0] - m[4] - m[8],
      m[1] + m[3],
      m[6] + m[2],
      m[6] - m[2],
      m[1] + m[3],
      m[4] - m[0] - m[8],
      m[5] + m[7],
      m[1] - m[3],
      m[6] + m[2],
      m[5] + m[7],
      m[8] - m[0] - m[4]
    };
    double[] v = new SymmetricEigen(q, 4).vector(3);
    double[] r = rotation(v[0], v[1], v[2], v[3]);
    double along = 0;
    for (int j = 0; j < 3; j++) {
      for (int k = 0; k < 3; k++) {
        along += r[3 * k + j] * m[3 * j + k];
      }
    }
    double s = along / spread;
    double[] t = new double[3];
    for (int j = 0; j < 3; j++) {
      t[j] = b[j] - s * (r[3 * j] * a[0] + r[3 * j + 1] * a[1] + r[3 * j + 2] * a[2]);
    }
    return new Similarity(s, r, t);
  }

  /** Applies the similarity to the point at an offset, in place. */
  public void apply(double[] xyz, int o) {
    double x = xyz[o];
    double y = xyz[o + 1];
    double z = xyz[o + 2];
    for (int j = 0; j < 3; j++) {
      xyz[o + j] =
          scale * (rotation[3 * j] * x + rotation[3 * j + 1] * y + rotation[3 * j + 2] * z)
              + translation[j];
    }
  }

  private static double[] mean(double[] xyz, double[] weight) {
    double[] out = new double[3];
    double sum = 0;
    for (int i = 0; i < weight.length; i++) {
      sum += weight[i];
      for (int j = 0; j < 3; j++) {
        out[j] += weight[i] * xyz[3 * i + j];
      }
    }
    for (int j = 0; j < 3; j++) {
      out[j] /= sum;
    }
    return out;
  }

  private static double[] rotation(double w, double x, double y, double z) {
    return new double[] {
      1 - 2 * (y * y + z * z),
      2 * (x * y - w * z),
      2 * (x * z + w * y),
      2 * (x * y + w * z),
      1 - 2 * (x * x + z * z),
      2 * (y * z - w * x),
      2 * (x * z - w * y),
      2 * (y * z + w * x),
      1 - 2 * (x * x + y * y)
    };
  }
}
