package org.e2e3d.engine.scene;

/**
 * Triangulated tracks in flat arrays; n points, m observations in all.
 *
 * @param xyz 3n world coordinates
 * @param rgb 3n colour bytes, red first
 * @param error n mean reprojection errors in pixels
 * @param trackStart n+1 offsets into the observation arrays; point i owns [trackStart[i],
 *     trackStart[i+1])
 * @param obsView m view ids ({@link View#id()})
 * @param obsFeature m feature indices within that view's features
 * @param obsXy 2m observed pixels (the convention of {@link Camera}), in the full-size distorted
 *     photograph
 */
public record SparsePoints(
    double[] xyz,
    byte[] rgb,
    float[] error,
    int[] trackStart,
    int[] obsView,
    int[] obsFeature,
    float[] obsXy) {

  public int size() {
    return error.length;
  }

  public int observations() {
    return obsView.length;
  }

  /** How many views see point i. */
  public int trackLength(int i) {
    return trackStart[i + 1] - trackStart[i];
  }
}
