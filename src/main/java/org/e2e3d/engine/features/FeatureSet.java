package org.e2e3d.engine.features;

/**
 * The features of one photograph, n of them, in flat arrays.
 *
 * @param photoId the photograph
 * @param xy 2n pixel positions in the full-size photograph (pixel convention of {@code Camera})
 * @param scale n feature sizes (diameter) in pixels of the full-size photograph
 * @param angle n orientations in degrees
 * @param descriptor 128n RootSIFT values, unsigned bytes (512 times the unit vector's entries,
 *     clipped at 255)
 * @param rgb 3n colour bytes at the feature, red first
 */
public record FeatureSet(
    int photoId, float[] xy, float[] scale, float[] angle, byte[] descriptor, byte[] rgb) {

  public int size() {
    return scale.length;
  }
}
