package org.e2e3d.engine.matching;

import java.util.Arrays;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;

/**
 * Matches that stay on the same pixel: of a watermark, a time stamp, dust on the sensor, or the
 * background of a turntable. They hold together unrelated photographs and contradict the motion of
 * related ones.
 */
final class StaticOverlay {
  /** Fewer static matches than this are chance, such as those near an epipole. */
  private static final int FEWEST = 8;

  private static final double STILL_FRACTION = 0.0005;
  private static final int CELLS = 8;

  /** An overlay lies in at most this many of the 8 x 8 cells of an image. */
  private static final int MOST_CELLS = 8;

  private StaticOverlay() {}

  /**
   * The matches without the static ones, where there are enough static ones to matter.
   *
   * @param pairs interleaved matches
   * @return the same array if nothing is to be taken out
   */
  static int[] without(Photo photoA, FeatureSet a, Photo photoB, FeatureSet b, int[] pairs) {
    if (photoA.width() != photoB.width() || photoA.height() != photoB.height()) {
      return pairs;
    }
    int[] moving = new int[pairs.length];
    int n = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (!isStill(photoA, a, b, pairs[i], pairs[i + 1])) {
        moving[n++] = pairs[i];
        moving[n++] = pairs[i + 1];
      }
    }
    return (pairs.length - n) / 2 < FEWEST ? pairs : Arrays.copyOf(moving, n);
  }

  /** True if the features lie in a few corners of the image only, as an overlay's do. */
  static boolean isConfined(Photo photo, FeatureSet set, int[] pairs) {
    boolean[] touched = new boolean[CELLS * CELLS];
    int cells = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      int column = (int) (set.xy()[2 * pairs[i]] * CELLS / photo.width());
      int row = (int) (set.xy()[2 * pairs[i] + 1] * CELLS / photo.height());
      int c = Math.min(row, CELLS - 1) * CELLS + Math.min(column, CELLS - 1);
      cells += touched[c] ? 0 : 1;
      touched[c] = true;
    }
    return cells <= MOST_CELLS;
  }

  private static boolean isStill(Photo photo, FeatureSet a, FeatureSet b, int i, int j) {
    double still = Math.max(1, STILL_FRACTION * Math.max(photo.width(), photo.height()));
    double dx = a.xy()[2 * i] - b.xy()[2 * j];
    double dy = a.xy()[2 * i + 1] - b.xy()[2 * j + 1];
    return dx * dx + dy * dy <= still * still;
  }
}
