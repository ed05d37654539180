package org.e2e3d.engine.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * Finds photographs that show almost the same picture, by the correlation of their thumbnails. They
 * are reported only: a small step sideways may look the same and still carry parallax.
 */
final class NearDuplicates {
  private NearDuplicates() {}

  /**
   * @param names of the photographs
   * @param thumbnails of equal length, zero mean, unit norm
   * @return one entry for each photograph that repeats an earlier one
   */
  static List<ImageEvidence> find(List<String> names, List<float[]> thumbnails, double threshold) {
    List<ImageEvidence> found = new ArrayList<>();
    for (int j = 1; j < names.size(); j++) {
      for (int i = 0; i < j; i++) {
        double c = dot(thumbnails.get(i), thumbnails.get(j));
        if (c > threshold) {
          found.add(
              new ImageEvidence(
                  names.get(j),
                  "NEAR_DUPLICATE",
                  String.format(Locale.ROOT, "looks like %s (correlation %.4f)", names.get(i), c)));
          break;
        }
      }
    }
    return found;
  }

  private static double dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
