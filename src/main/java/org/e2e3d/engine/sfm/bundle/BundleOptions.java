package org.e2e3d.engine.sfm.bundle;

import org.e2e3d.engine.stage.Check;

/**
 * How a bundle adjustment runs.
 *
 * @param maxIterations Levenberg-Marquardt steps at most, 1 to 1000
 * @param costTolerance stop when the cost falls by less than this fraction, 0 to 1
 * @param loss the robust loss
 * @param lossScale where it departs from the square, in standard deviations of an observation
 * @param threads threads to keep busy; the result does not depend on it
 */
public record BundleOptions(
    int maxIterations, double costTolerance, RobustLoss loss, double lossScale, int threads) {

  public BundleOptions {
    Check.range("bundle.maxIterations", maxIterations, 1, 1000);
    Check.range("bundle.costTolerance", costTolerance, 0, 1);
    Check.range("bundle.lossScale", lossScale, 1e-9, 1e9);
    Check.range("bundle.threads", threads, 1, 4096);
  }
}
