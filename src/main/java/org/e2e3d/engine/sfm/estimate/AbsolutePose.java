package org.e2e3d.engine.sfm.estimate;

import java.util.SplittableRandom;
import org.e2e3d.engine.sfm.geometry.Lens;

/**
 * The pose of a calibrated camera from point matches with outliers: P3P inside RANSAC with a
 * truncated quadratic score (Torr and Zisserman's MSAC) and local optimisation of every new best
 * (Chum et al., "Locally optimized RANSAC", 2003).
 */
public final class AbsolutePose {
  private static final int MIN_TRIALS = 40;
  private static final double CONFIDENCE = 0.99999;

  /**
   * What was found.
   *
   * @param pose nine entries of the rotation (world to camera), three of the translation
   * @param inliers which matches agree
   * @param inlierCount how many
   * @param score sum of truncated squared errors over the squared threshold; smaller is better
   */
  public record Result(double[] pose, boolean[] inliers, int inlierCount, double score) {}

  /**
   * Matches of points and pixels.
   *
   * @param points world coordinates, 3 a match
   * @param xy pixels seen, 2 a match
   * @param lens {@link Lens#SIZE} entries
   */
  public record Matches(double[] points, double[] xy, double[] lens) {
    int size() {
      return xy.length / 2;
    }
  }

  private final Matches matches;
  private final PoseError error;
  private final double threshold;
  private final int n;
  private final double[] best = new double[P3p.POSE];
  private double bestScore = Double.POSITIVE_INFINITY;
  private boolean[] inliers;

  private AbsolutePose(Matches matches, double threshold) {
    this.matches = matches;
    this.threshold = threshold;
    error = new PoseError(matches);
    n = matches.size();
    inliers = new boolean[n];
  }

  /**
   * @param threshold largest reprojection error of an inlier in pixels
   * @param maxTrials samples at most
   * @param seed of the samples
   * @return the best pose; inlierCount is 0 if none was found
   */
  public static Result estimate(Matches matches, double threshold, int maxTrials, long seed) {
    return new AbsolutePose(matches, threshold).run(maxTrials, new SplittableRandom(seed));
  }

  private Result run(int maxTrials, SplittableRandom random) {
    P3p solver = new P3p();
    double[] poses = new double[4 * P3p.POSE];
    int[] pick = new int[3];
    int needed = maxTrials;
    double[] bearings = new double[3 * n];
    for (int i = 0; i < n; i++) {
      Lens.bearing(
          matches.lens(), 0, matches.xy()[2 * i], matches.xy()[2 * i + 1], bearings, 3 * i);
    }
    for (int trial = 0;
        n >= 4 && trial < Math.max(MIN_TRIALS, Math.min(needed, maxTrials));
        trial++) {
      draw(random, pick);
      int solutions = solver.solve(matches.points(), bearings, pick, poses);
      for (int s = 0; s < solutions; s++) {
        double score = score(poses, s * P3p.POSE);
        if (score < bestScore) {
          bestScore = score;
          System.arraycopy(poses, s * P3p.POSE, best, 0, P3p.POSE);
          optimise();
          needed = trialsFor((double) mark(best) / n);
        }
      }
    }
    int count = mark(best);
    return new Result(best.clone(), inliers, count, bestScore);
  }

  private void draw(SplittableRandom random, int[] pick) {
    pick[0] = random.nextInt(n);
    do {
      pick[1] = random.nextInt(n);
    } while (pick[1] == pick[0]);
    do {
      pick[2] = random.nextInt(n);
    } while (pick[2] == pick[0] || pick[2] == pick[1]);
  }

  /** Refines the best pose on its inliers while that lowers the score. */
  private void optimise() {
    for (int round = 0; round < 4; round++) {
      if (mark(best) < 6) {
        return;
      }
      double[] pose = best.clone();
      if (!PoseRefinement.refine(matches, inliers, threshold / 2, pose)) {
        return;
      }
      double score = score(pose, 0);
      if (score >= bestScore * (1 - 1e-6)) {
        return;
      }
      bestScore = score;
      System.arraycopy(pose, 0, best, 0, P3p.POSE);
    }
  }

  private double score(double[] pose, int o) {
    double t2 = threshold * threshold;
    double sum = 0;
    for (int i = 0; i < n && sum < bestScore; i++) {
      sum += Math.min(1, error.squared(i, pose, o) / t2);
    }
    return sum;
  }

  private int mark(double[] pose) {
    if (bestScore == Double.POSITIVE_INFINITY) {
      return 0;
    }
    inliers = new boolean[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      inliers[i] = error.squared(i, pose, 0) < threshold * threshold;
      count += inliers[i] ? 1 : 0;
    }
    return count;
  }

  private static int trialsFor(double share) {
    double good = share * share * share;
    if (good < 1e-9) {
      return Integer.MAX_VALUE;
    }
    if (good > 1 - 1e-9) {
      return 1;
    }
    return (int) Math.min(1e9, Math.ceil(Math.log(1 - CONFIDENCE) / Math.log(1 - good)));
  }
}
