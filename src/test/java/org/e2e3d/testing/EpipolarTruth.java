package org.e2e3d.testing;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

/** What is true of two views whose cameras and poses are known. */
public final class EpipolarTruth {
  private EpipolarTruth() {}

  /** The true fundamental matrix in pixels, {@code x_b^T F x_a = 0}, of unit norm. */
  public static double[] fundamental(Camera ca, Pose pa, Camera cb, Pose pb) {
    double[] ra = pa.rotation();
    double[] rb = pb.rotation();
    double[] r = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          r[3 * i + j] += rb[3 * i + k] * ra[3 * j + k];
        }
      }
    }
    double[] t = new double[3];
    double[] c = pa.centre();
    pb.apply(c[0], c[1], c[2], t);
    double[] e = new double[9];
    for (int j = 0; j < 3; j++) {
      e[j] = t[1] * r[6 + j] - t[2] * r[3 + j];
      e[3 + j] = t[2] * r[j] - t[0] * r[6 + j];
      e[6 + j] = t[0] * r[3 + j] - t[1] * r[j];
    }
    double[] ka = inverse(ca);
    double[] kb = inverse(cb);
    double[] f = new double[9];
    double norm = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          for (int l = 0; l < 3; l++) {
            f[3 * i + j] += kb[3 * k + i] * e[3 * k + l] * ka[3 * l + j];
          }
        }
        norm += f[3 * i + j] * f[3 * i + j];
      }
    }
    for (int i = 0; i < 9; i++) {
      f[i] /= Math.sqrt(Math.max(norm, 1e-300));
    }
    return f;
  }

  private static double[] inverse(Camera c) {
    return new double[] {1 / c.fx(), 0, -c.cx() / c.fx(), 0, 1 / c.fy(), -c.cy() / c.fy(), 0, 0, 1};
  }
}
