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
  private static final int DIRECT = 2400; // columns; 400 views: a factor of 46 MB

  private final BundleProblem problem;
  private final BundleOptions options;
  private final BundleLayout layout;
  private final BlockPattern pattern;
  private final NormalEquations[] shares;
  private final double[] moved;

  private BundleAdjuster(BundleProblem problem, BundleOptions options) {
    this.problem = problem;
    this.options = options;
    layout = new BundleLayout(problem);
    pattern = new BlockPattern(problem, layout);
    int n = Math.max(1, Math.min(MAX_SHARES, problem.observations() / SHARE));
    shares = new NormalEquations[n];
    int from = 0;
    for (int k = 0; k < n; k++) {
      int to = from;
      long until = (long) problem.observations() * (k + 1) / n;
      while (to < problem.points() && (k == n - 1 || problem.pointStart[to] < until)) {
        to++;
      }
      shares[k] = new NormalEquations(problem, layout, pattern, options, from, to);
      from = to;
    }
    moved = new double[problem.xyz.length];
  }

  /** Adjusts the problem in place. */
  public static BundleSummary adjust(BundleProblem problem, BundleOptions options) {
    return new BundleAdjuster(problem, options).run();
  }

  /**
   * Where the problem would take its lenses, and how well it fixes them (priors included), from the
   * reduced normal equations and their inverse, scaled by the residuals found. At an optimum for
   * fewer parameters this tells, without another adjustment, whether more are worth freeing.
   */
  public static LensOutlook outlook(BundleProblem problem, BundleOptions options) {
    return new BundleAdjuster(problem, options).outlook();
  }

  private LensOutlook outlook() {
    double[] out = new double[problem.lens.length];
    double[] moves = new double[problem.lens.length];
    int n = layout.size();
    ReducedSystem system = reduce(1e-10);
    if (!system.factor()) {
      java.util.Arrays.fill(out, Double.POSITIVE_INFINITY);
      return new LensOutlook(moves, out);
    }
    double[] step = new double[n];
    for (int i = 0; i < n; i++) {
      step[i] = -shares[0].gradient[i];
    }
    system.solveFactored(step);
    double cost = 0;
    for (NormalEquations share : shares) {
      cost += share.cost;
    }
    double freedom = Math.max(1, 2.0 * problem.observations() - n - problem.xyz.length);
    double variance = 2 * cost / freedom;
    for (int g = 0; g < out.length / Lens.SIZE; g++) {
      int[] free = layout.lensParameters(g);
      for (int i = 0; i < free.length; i++) {
        int column = layout.start(layout.lensBlock(g)) + i;
        double[] unit = new double[n];
        unit[column] = 1;
        system.solveFactored(unit);
        out[Lens.SIZE * g + free[i]] = Math.sqrt(variance * unit[column]);
        moves[Lens.SIZE * g + free[i]] = step[column];
      }
    }
    return new LensOutlook(moves, out);
  }

  private BundleSummary run() {
    double cost = cost();
    double initial = cost;
    double lambda = 1e-5;
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
    ReducedSystem system = reduce(lambda);
    for (int i = 0; i < step.length; i++) {
      step[i] = -shares[0].gradient[i];
    }
    return system.solve(step);
  }

  /** Sums the shares into the first, with priors, pinned columns and damping. */
  private ReducedSystem reduce(double lambda) {
    Workers.forEach(options.threads(), shares.length, k -> shares[k].accumulate(lambda));
    NormalEquations sum = shares[0];
    for (int k = 1; k < shares.length; k++) {
      add(sum.reduced, shares[k].reduced);
      add(sum.gradient, shares[k].gradient);
      add(sum.diagonal, shares[k].diagonal);
      add(sum.fullGradient, shares[k].fullGradient);
    }
    addPriors(sum);
    for (int a = 0; a < layout.blocks(); a++) {
      int width = layout.width(a);
      for (int i = 0; i < width; i++) {
        int column = layout.start(a) + i;
        if (layout.isPinned(column)) {
          pin(sum, a, i);
        } else {
          sum.diagonal[column] = Math.max(sum.diagonal[column], MIN_DIAGONAL);
          sum.reduced[pattern.offset(a, a) + i * (width + 1)] += lambda * sum.diagonal[column];
        }
      }
    }
    return new ReducedSystem(layout, pattern, sum.reduced, DIRECT);
  }

  private static void add(double[] sum, double[] term) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += term[i];
    }
  }

  /** Replaces a column and its row by those of the unit matrix. */
  private void pin(NormalEquations sum, int block, int i) {
    int width = layout.width(block);
    for (int a = 0; a < layout.blocks(); a++) {
      int o = a <= block ? pattern.offset(a, block) : pattern.offset(block, a);
      if (o < 0) {
        continue;
      }
      int other = layout.width(a);
      for (int j = 0; j < other; j++) {
        if (a <= block) {
          sum.reduced[o + j * width + i] = 0;
        }
        if (a >= block) {
          sum.reduced[o + i * other + j] = 0;
        }
      }
    }
    sum.reduced[pattern.offset(block, block) + i * (width + 1)] = 1;
    int column = layout.start(block) + i;
    sum.gradient[column] = 0;
    sum.fullGradient[column] = 0;
    sum.diagonal[column] = 0;
  }

  private void addPriors(NormalEquations sum) {
    for (int g = 0; g < problem.lens.length / Lens.SIZE; g++) {
      int[] free = layout.lensParameters(g);
      for (int i = 0; i < free.length; i++) {
        int k = Lens.SIZE * g + free[i];
        addPrior(
            sum,
            layout.lensBlock(g),
            i,
            problem.lens[k] - problem.lensPrior[k],
            problem.lensSigma[k]);
      }
    }
    for (int i = 0; i < problem.centre.length; i++) {
      addPrior(
          sum,
          layout.viewBlock(i / 3),
          3 + i % 3,
          problem.centre[i] - problem.centrePrior[i],
          problem.centreSigma[i]);
    }
  }

  private void addPrior(NormalEquations sum, int block, int i, double error, double sigma) {
    if (block < 0 || Double.isInfinite(sigma)) {
      return;
    }
    double w = 1 / (sigma * sigma);
    int column = layout.start(block) + i;
    sum.reduced[pattern.offset(block, block) + i * (layout.width(block) + 1)] += w;
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
      int block = layout.viewBlock(v);
      if (block >= 0) {
        int o = layout.start(block);
        Rotations.leftMultiplyExp(problem.rotation, 9 * v, step[o], step[o + 1], step[o + 2]);
        for (int j = 0; j < 3; j++) {
          problem.centre[3 * v + j] += step[o + 3 + j];
        }
      }
    }
    for (int g = 0; g < problem.lens.length / Lens.SIZE; g++) {
      int[] free = layout.lensParameters(g);
      for (int i = 0; i < free.length; i++) {
        problem.lens[Lens.SIZE * g + free[i]] += step[layout.start(layout.lensBlock(g)) + i];
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
