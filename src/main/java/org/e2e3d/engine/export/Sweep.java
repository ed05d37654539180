package org.e2e3d.engine.export;

import java.util.Arrays;

/**
 * From which sides a turning model is shown: all around where it was photographed all around, and
 * to and fro in front of it otherwise, so that a facade does not show its empty back.
 */
final class Sweep {
  /** A wider gap between neighbouring cameras is a side that nobody photographed. */
  private static final double WIDEST_GAP = 120;

  /** How far beyond the outermost cameras the sweep goes, and how far it goes at least. */
  private static final double BEYOND = 10;

  private static final double LEAST = 25;

  private Sweep() {}

  /**
   * Turns from the front, degrees, for frames that repeat without a jump.
   *
   * @param cameras where the cameras stand, degrees from the front, -180 to 180, at least one
   */
  static double[] turns(int frames, double[] cameras) {
    double[] at = cameras.clone();
    Arrays.sort(at);
    double[] turns = new double[frames];
    if (widestGap(at) <= WIDEST_GAP) {
      Arrays.setAll(turns, i -> 360.0 * i / frames);
      return turns;
    }
    double left = Math.max(-90, Math.min(-LEAST, at[0] - BEYOND));
    double right = Math.min(90, Math.max(LEAST, at[at.length - 1] + BEYOND));
    Arrays.setAll(
        turns, i -> (left + right) / 2 + (right - left) / 2 * Math.sin(2 * Math.PI * i / frames));
    return turns;
  }

  private static double widestGap(double[] sorted) {
    double widest = sorted[0] + 360 - sorted[sorted.length - 1];
    for (int i = 1; i < sorted.length; i++) {
      widest = Math.max(widest, sorted[i] - sorted[i - 1]);
    }
    return widest;
  }
}
