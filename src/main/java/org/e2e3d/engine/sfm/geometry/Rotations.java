package org.e2e3d.engine.sfm.geometry;

/** Rotations as row-major 3x3 matrices in flat arrays. */
public final class Rotations {
  private Rotations() {}

  /**
   * Replaces the rotation at an offset by {@code exp([w]x) R} (Rodrigues), and takes out the drift
   * from orthonormality.
   */
  public static void leftMultiplyExp(double[] r, int o, double wx, double wy, double wz) {
    double[] e = exp(wx, wy, wz);
    double[] out = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        out[3 * i + j] =
            e[3 * i] * r[o + j] + e[3 * i + 1] * r[o + 3 + j] + e[3 * i + 2] * r[o + 6 + j];
      }
    }
    orthonormalise(out);
    System.arraycopy(out, 0, r, o, 9);
  }

  /** The rotation by an angle-axis vector. */
  public static double[] exp(double wx, double wy, double wz) {
    double t2 = wx * wx + wy * wy + wz * wz;
    double a;
    double b;
    if (t2 < 1e-16) {
      a = 1 - t2 / 6;
      b = 0.5 - t2 / 24;
    } else {
      double t = Math.sqrt(t2);
      a = Math.sin(t) / t;
      b = (1 - Math.cos(t)) / t2;
    }
    return new double[] {
      1 - b * (wy * wy + wz * wz),
      b * wx * wy - a * wz,
      b * wx * wz + a * wy,
      b * wx * wy + a * wz,
      1 - b * (wx * wx + wz * wz),
      b * wy * wz - a * wx,
      b * wx * wz - a * wy,
      b * wy * wz + a * wx,
      1 - b * (wx * wx + wy * wy)
    };
  }

  /** The product a b. */
  public static double[] multiply(double[] a, double[] b) {
    double[] out = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        out[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
      }
    }
    return out;
  }

  /** The transpose. */
  public static double[] transpose(double[] a) {
    return new double[] {a[0], a[3], a[6], a[1], a[4], a[7], a[2], a[5], a[8]};
  }

  /** The angle of a rotation in radians. */
  public static double angle(double[] r) {
    double sx = r[7] - r[5];
    double sy = r[2] - r[6];
    double sz = r[3] - r[1];
    return Math.atan2(Math.sqrt(sx * sx + sy * sy + sz * sz), r[0] + r[4] + r[8] - 1);
  }

  private static void orthonormalise(double[] r) {
    normalise(r, 0);
    double d = r[0] * r[3] + r[1] * r[4] + r[2] * r[5];
    for (int j = 0; j < 3; j++) {
      r[3 + j] -= d * r[j];
    }
    normalise(r, 3);
    r[6] = r[1] * r[5] - r[2] * r[4];
    r[7] = r[2] * r[3] - r[0] * r[5];
    r[8] = r[0] * r[4] - r[1] * r[3];
  }

  private static void normalise(double[] r, int o) {
    double n = Math.sqrt(r[o] * r[o] + r[o + 1] * r[o + 1] + r[o + 2] * r[o + 2]);
    r[o] /= n;
    r[o + 1] /= n;
    r[o + 2] /= n;
  }
}
