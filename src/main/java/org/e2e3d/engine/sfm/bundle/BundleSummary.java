package org.e2e3d.engine.sfm.bundle;

/**
 * What a bundle adjustment did.
 *
 * @param iterations steps tried
 * @param initialCost half the robust sum before
 * @param finalCost half the robust sum after
 * @param converged false if the iterations ran out or no step helped
 */
public record BundleSummary(
    int iterations, double initialCost, double finalCost, boolean converged) {}
