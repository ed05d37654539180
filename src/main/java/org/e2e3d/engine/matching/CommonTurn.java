package org.e2e3d.engine.matching;

import java.util.Arrays;
import org.e2e3d.engine.features.FeatureSet;

/**
 * Weak geometric consistency (Jegou et al., ECCV 2008): right matches agree, roughly, on how far
 * one image is turned and enlarged against the other; wrong ones say anything. What agrees is few
 * enough for unrelated photographs to be told apart without any geometry, and pure enough for a
 * short random search.
 */
final class CommonTurn {
  private static final int TURNS = 36;
  private static final int TURN_REACH = 3;

  /** Bins of a quarter octave, four octaves either way. */
  private static final int SCALES = 33;

  private static final int SCALE_REACH = 3;

  private CommonTurn() {}

  /**
   * The matches within 35 degrees and 0.9 octaves of the commonest turn and enlargement, in their
   * order.
   *
   * @param pairs interleaved matches
   */
  static int[] of(FeatureSet a, FeatureSet b, int[] pairs) {
    int n = pairs.length / 2;
    int[] turn = new int[n];
    int[] scale = new int[n];
    int[] turns = new int[TURNS];
    for (int k = 0; k < n; k++) {
      int i = pairs[2 * k];
      int j = pairs[2 * k + 1];
      double degrees = b.angle()[j] - a.angle()[i];
      turn[k] = Math.floorMod((int) Math.floor(degrees * TURNS / 360), TURNS);
      double octaves = Math.log(b.scale()[j] / a.scale()[i]) / Math.log(2);
      int bin = Double.isFinite(octaves) ? (int) Math.round(4 * octaves) : 0;
      scale[k] = Math.max(0, Math.min(SCALES - 1, SCALES / 2 + bin));
      turns[turn[k]]++;
    }
    int commonTurn = peak(turns, TURN_REACH, true);
    int[] scales = new int[SCALES];
    for (int k = 0; k < n; k++) {
      scales[scale[k]] += isTurned(turn[k], commonTurn) ? 1 : 0;
    }
    int commonScale = peak(scales, SCALE_REACH, false);
    int[] kept = new int[pairs.length];
    int m = 0;
    for (int k = 0; k < n; k++) {
      if (isTurned(turn[k], commonTurn) && Math.abs(scale[k] - commonScale) <= SCALE_REACH) {
        kept[m++] = pairs[2 * k];
        kept[m++] = pairs[2 * k + 1];
      }
    }
    return Arrays.copyOf(kept, m);
  }

  private static boolean isTurned(int turn, int common) {
    int apart = Math.floorMod(turn - common, TURNS);
    return Math.min(apart, TURNS - apart) <= TURN_REACH;
  }

  /** The middle of the window that holds most; the first where several do. */
  private static int peak(int[] counts, int reach, boolean circular) {
    int best = 0;
    int most = -1;
    for (int c = 0; c < counts.length; c++) {
      int sum = 0;
      for (int d = -reach; d <= reach; d++) {
        int at = circular ? Math.floorMod(c + d, counts.length) : c + d;
        sum += at >= 0 && at < counts.length ? counts[at] : 0;
      }
      if (sum > most) {
        most = sum;
        best = c;
      }
    }
    return best;
  }
}
