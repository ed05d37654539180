package org.e2e3d.engine.sfm.bundle;

import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.sfm.geometry.Rotations;
import org.e2e3d.engine.stage.Workers;

/**
 * Bundle adjustment by Levenberg-Marquardt (damping after Nielsen, "Damping parameter in
 * Marquardt's method", 1999), robust by iterative reweighting, points eliminated by the Schur
 * complement. Deterministic: the points are split into shares whose number depends on the problem
 * only, and the shares' sums are added in order.
 */
public final class BundleAdjuster {
  private static final int SHARE = 6000; // observations that repay a share of their own
  private static final int MAX_SHARES = 4;
  private static final double MIN_DIAGONAL = 1e-12;

  private final BundleProblem problem;
  private final BundleOptions options;
  private final BundleLayout layout;
  private final NormalEquations[] shares;
  private final double[] moved;

  private BundleAdjuster(BundleProblem problem, BundleOptions options) {
    this.problem = problem;
    this.options = options;
    layout = new BundleLayout(problem);
    int n = Math.max(1, Math.min(MAX_SHARES, problem.observations() / SHARE));
    shares = new NormalEquations[n];
    int from = 0;
    for (int k = 0; k < n; k++) {
      int to = from;
      long until = (long) problem.observations() * (k + 1) / n;
      while (to < problem.points() && (k == n - 1 || problem.pointStart[to] < until)) {
        to++;
      }
      shares[k] = new NormalEquations(problem, layout, options, from, to);
      from = to;
    }
    moved = new double[problem.xyz.length];
  }

  /** Adjusts the problem in place. */
  public static BundleSummary adjust(BundleProblem problem, BundleOptions options) {
    return new BundleAdjuster(problem, options).run();
  }

  /**
   * Posterior standard deviations of the lens parameters at the problem's present values (priors
   * included), from the inverse of the reduced normal equations, scaled by the residuals found.
   *
   * @return one entry a lens parameter: 0 where it is held, infinite everywhere if the problem does
   *     not determine all its parameters
   */
  public static double[] lensDeviations(BundleProblem problem, BundleOptions options) {
    return new BundleAdjuster(problem, options).deviations();
  }

  private double[] deviations() {
    double[] out = new double[problem.lens.length];
    int n = layout.size();
    double[] unit = new double[n];
    if (!solve(1e-10, unit)) {
      java.util.Arrays.fill(out, Double.POSITIVE_INFINITY);
      return out;
    }
    double cost = 0;
    for (NormalEquations share : shares) {
      cost += share.cost;
    }
    double freedom = Math.max(1, 2.0 * problem.observations() - n - problem.xyz.length);
    double variance = 2 * cost / freedom;
    for (int i = 0; i < out.length; i++) {
      int o = layout.lensOffset(i / Lens.SIZE);
      int column = o + i % Lens.SIZE;
      if (o >= 0 && !layout.isPinned(column)) {
        java.util.Arrays.fill(unit, 0);
        unit[column] = 1;
        Cholesky.solveFactored(shares[0].reduced, unit, n);
        out[i] = Math.sqrt(variance * unit[column]);
      }
    }
    return out;
  }

  private BundleSummary run() {
    double cost = cost();
    double initial = cost;
    double lambda = 1e-4;
    double growth = 2;
    int iteration = 0;
    boolean converged = false;
    double[] step = new double[layout.size()];
    while (iteration < options.maxIterations() && !converged) {
      iteration++;
      if (!solve(lambda, step)) {
        lambda *= growth;
        growth *= 2;
        if (lambda > 1e16) {
          break;
        }
        continue;
      }
      double predicted = predict(lambda, step);
      double[] saved = save();
      apply(step);
      double trial = cost();
      double gain = (cost - trial) / predicted;
      if (trial < cost && predicted > 0) {
        converged = cost - trial < options.costTolerance() * cost;
        cost = trial;
        double g = 2 * gain - 1;
        lambda = Math.max(1e-12, lambda * Math.max(1.0 / 3, 1 - g * g * g));
        growth = 2;
      } else {
        restore(saved);
        converged = predicted < 0.1 * options.costTolerance() * cost;
        lambda *= growth;
        growth *= 2;
        if (lambda > 1e16) {
          break;
        }
      }
    }
    return new BundleSummary(iteration, initial, cost, converged);
  }

  /** Solves the damped reduced system for the cameras' step; false if it is not definite. */
  private boolean solve(double lambda, double[] step) {
    Workers.forEach(options.threads(), shares.length, k -> shares[k].accumulate(lambda));
    NormalEquations sum = shares[0];
    int n = layout.size();
    for (int k = 1; k < shares.length; k++) {
      for (int i = 0; i < n; i++) {
        double[] a = sum.reduced[i];
        double[] b = shares[k].reduced[i];
        for (int j = i; j < n; j++) {
          a[j] += b[j];
        }
        sum.gradient[i] += shares[k].gradient[i];
        sum.diagonal[i] += shares[k].diagonal[i];
        sum.fullGradient[i] += shares[k].fullGradient[i];
      }
    }
    addPriors(sum);
    for (int i = 0; i < n; i++) {
      if (layout.isPinned(i)) {
        pin(sum, i, n);
      } else {
        sum.diagonal[i] = Math.max(sum.diagonal[i], MIN_DIAGONAL);
        sum.reduced[i][i] += lambda * sum.diagonal[i];
      }
      step[i] = -sum.gradient[i];
    }
    if (!Cholesky.factor(sum.reduced, n)) {
      return false;
    }
    Cholesky.solveFactored(sum.reduced, step, n);
    return true;
  }

  private static void pin(NormalEquations sum, int i, int n) {
    java.util.Arrays.fill(sum.reduced[i], 0, n, 0);
    for (int r = 0; r < i; r++) {
      sum.reduced[r][i] = 0;
    }
    sum.reduced[i][i] = 1;
    sum.gradient[i] = 0;
    sum.fullGradient[i] = 0;
    sum.diagonal[i] = 0;
  }

  private void addPriors(NormalEquations sum) {
    for (int i = 0; i < problem.lens.length; i++) {
      int o = layout.lensOffset(i / Lens.SIZE);
      addPrior(
          sum,
          o < 0 ? -1 : o + i % Lens.SIZE,
          problem.lens[i] - problem.lensPrior[i],
          problem.lensSigma[i]);
    }
    for (int i = 0; i < problem.centre.length; i++) {
      int o = layout.viewOffset(i / 3);
      addPrior(
          sum,
          o < 0 ? -1 : o + 3 + i % 3,
          problem.centre[i] - problem.centrePrior[i],
          problem.centreSigma[i]);
    }
  }

  private static void addPrior(NormalEquations sum, int column, double error, double sigma) {
    if (column < 0 || Double.isInfinite(sigma)) {
      return;
    }
    double w = 1 / (sigma * sigma);
    sum.reduced[column][column] += w;
    sum.diagonal[column] += w;
    sum.gradient[column] += w * error;
    sum.fullGradient[column] += w * error;
  }

  /** Finds the points' steps too, and the fall of cost that the linear model promises. */
  private double predict(double lambda, double[] step) {
    NormalEquations sum = shares[0];
    double predicted = 0;
    for (int i = 0; i < step.length; i++) {
      predicted += 0.5 * step[i] * (lambda * sum.diagonal[i] * step[i] - sum.fullGradient[i]);
    }
    Workers.forEach(
        options.threads(), shares.length, k -> shares[k].backSubstitute(lambda, step, moved));
    for (NormalEquations share : shares) {
      predicted += share.predicted;
    }
    return predicted;
  }

  private double[] save() {
    int r = problem.rotation.length;
    int c = problem.centre.length;
    int l = problem.lens.length;
    double[] saved = new double[r + c + l];
    System.arraycopy(problem.rotation, 0, saved, 0, r);
    System.arraycopy(problem.centre, 0, saved, r, c);
    System.arraycopy(problem.lens, 0, saved, r + c, l);
    return saved;
  }

  private void restore(double[] saved) {
    int r = problem.rotation.length;
    int c = problem.centre.length;
    System.arraycopy(saved, 0, problem.rotation, 0, r);
    System.arraycopy(saved, r, problem.centre, 0, c);
    System.arraycopy(saved, r + c, problem.lens, 0, problem.lens.length);
    swapPoints();
  }

  /** Moves the cameras by the step and the points to their computed places. */
  private void apply(double[] step) {
    for (int v = 0; v < problem.views(); v++) {
      int o = layout.viewOffset(v);
      if (o >= 0) {
        Rotations.leftMultiplyExp(problem.rotation, 9 * v, step[o], step[o + 1], step[o + 2]);
        for (int j = 0; j < 3; j++) {
          problem.centre[3 * v + j] += step[o + 3 + j];
        }
      }
    }
    for (int i = 0; i < problem.lens.length; i++) {
      int o = layout.lensOffset(i / Lens.SIZE);
      if (o >= 0) {
        problem.lens[i] += step[o + i % Lens.SIZE];
      }
    }
    swapPoints();
  }

  private void swapPoints() {
    for (int i = 0; i < moved.length; i++) {
      double t = moved[i];
      moved[i] = problem.xyz[i];
      problem.xyz[i] = t;
    }
  }

  private double cost() {
    Workers.forEach(options.threads(), shares.length, k -> shares[k].evaluate());
    double sum = 0;
    for (NormalEquations share : shares) {
      sum += share.cost;
    }
    for (int i = 0; i < problem.lens.length; i++) {
      sum += priorCost(problem.lens[i] - problem.lensPrior[i], problem.lensSigma[i]);
    }
    for (int i = 0; i < problem.centre.length; i++) {
      sum += priorCost(problem.centre[i] - problem.centrePrior[i], problem.centreSigma[i]);
    }
    return sum;
  }

  private static double priorCost(double error, double sigma) {
    return Double.isInfinite(sigma) ? 0 : 0.5 * error * error / (sigma * sigma);
  }
}
