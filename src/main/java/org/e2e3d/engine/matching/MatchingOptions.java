package org.e2e3d.engine.matching;

import org.e2e3d.engine.stage.Check;
import org.e2e3d.engine.stage.Preset;

/**
 * Options of stage 3.
 *
 * @param ratio largest ratio of the distances to the nearest and second nearest descriptor (Lowe
 *     2004, section 7.1)
 * @param errorFraction largest distance from the epipolar line, as a fraction of the longer side
 * @param minInliers fewest verified matches of a pair
 * @param maxIterations most RANSAC iterations of a pair
 */
public record MatchingOptions(
    double ratio, double errorFraction, int minInliers, int maxIterations) {

  /** Defaults. */
  public static MatchingOptions of(Preset preset) {
    return new MatchingOptions(0.8, 0.0013, 15, 10_000);
  }

  /** Checks every field. */
  public void validate() {
    Check.range("matching.ratio", ratio, 0.3, 1);
    Check.range("matching.errorFraction", errorFraction, 0.0001, 0.05);
    Check.range("matching.minInliers", minInliers, 8, 10_000);
    Check.range("matching.maxIterations", maxIterations, 100, 10_000_000);
  }
}
