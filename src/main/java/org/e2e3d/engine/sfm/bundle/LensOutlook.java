package org.e2e3d.engine.sfm.bundle;

/**
 * What a problem says about its lenses at its present values: where one Gauss-Newton step would
 * take their free parameters, and how sharply these are then determined.
 *
 * @param step one entry a lens entry: the step; 0 where it is held
 * @param deviation posterior standard deviations: 0 where held, infinite everywhere if the problem
 *     does not determine all its parameters
 */
public record LensOutlook(double[] step, double[] deviation) {}
