package org.e2e3d.engine.sfm.estimate;

import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.sfm.geometry.SymmetricEigen;

/**
 * The focal length that many fundamental matrices agree on: with the right one, {@code E = Kᵀ F K}
 * has two equal singular values (Mendonça and Cipolla, "A simple technique for self-calibration",
 * CVPR 1999, for one unknown by exhaustive search). Principal points are taken to be in the middle.
 */
public final class FocalSweep {
  private static final double LEAST = 0.45; // of the longer side: a very wide lens
  private static final double MOST = 5;
  private static final int STEPS = 72;

  private FocalSweep() {}

  /**
   * One pair of views taken with the lens sought.
   *
   * @param f row-major fundamental matrix in pixels, {@code x_b^T F x_a = 0}
   * @param cxA principal point of a
   * @param cyA principal point of a
   * @param cxB principal point of b
   * @param cyB principal point of b
   * @param weight how much to believe it
   */
  public record Pair(double[] f, double cxA, double cyA, double cxB, double cyB, double weight) {}

  /**
   * @param longerSide of the photographs, pixels
   * @param pairs pairs of views of one lens
   * @return focal lengths in pixels at which the pairs' disagreement has a local minimum, best
   *     first; empty if nothing can be said
   */
  public static double[] candidates(double longerSide, List<Pair> pairs) {
    if (pairs.isEmpty()) {
      return new double[0];
    }
    double[] focal = new double[STEPS];
    double[] cost = new double[STEPS];
    for (int s = 0; s < STEPS; s++) {
      focal[s] = longerSide * LEAST * Math.pow(MOST / LEAST, s / (STEPS - 1.0));
      cost[s] = cost(focal[s], pairs);
    }
    int[] minima = new int[STEPS];
    int n = 0;
    for (int s = 1; s < STEPS - 1; s++) {
      if (cost[s] <= cost[s - 1] && cost[s] < cost[s + 1]) {
        minima[n++] = s;
      }
    }
    return Arrays.stream(minima, 0, n)
        .boxed()
        .sorted((i, j) -> Double.compare(cost[i], cost[j]))
        .mapToDouble(i -> focal[i])
        .toArray();
  }

  /** The weighted mean over the pairs of a bounded disagreement of the two singular values. */
  private static double cost(double focal, List<Pair> pairs) {
    double sum = 0;
    double weights = 0;
    for (Pair p : pairs) {
      double d = disagreement(essential(focal, p));
      sum += p.weight() * d / (d + 0.1);
      weights += p.weight();
    }
    return sum / weights;
  }

  private static double[] essential(double focal, Pair p) {
    double[] f = p.f();
    double[] ka = {focal, 0, p.cxA(), 0, focal, p.cyA(), 0, 0, 1};
    double[] kb = {focal, 0, p.cxB(), 0, focal, p.cyB(), 0, 0, 1};
    double[] fk = new double[9];
    double[] e = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          fk[3 * i + j] += f[3 * i + k] * ka[3 * k + j];
        }
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          e[3 * i + j] += kb[3 * k + i] * fk[3 * k + j];
        }
      }
    }
    return e;
  }

  private static double disagreement(double[] e) {
    double[] s = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          s[3 * i + j] += e[3 * k + i] * e[3 * k + j];
        }
      }
    }
    SymmetricEigen eigen = new SymmetricEigen(s, 3);
    double large = Math.sqrt(Math.max(eigen.value(2), 1e-300));
    double small = Math.sqrt(Math.max(eigen.value(1), 0));
    return 1 - small / large;
  }
}
