package org.e2e3d.engine.features.sift;

/**
 * Parameters of the scale space (Lowe, IJCV 2004, sections 3 and 4).
 *
 * @param layers scales an octave at which extrema are looked for
 * @param sigma blur of an octave's first image, in its pixels
 * @param contrast least height of an extremum, as a share of the grey levels' range, times the
 *     layers (OpenCV's way to count)
 * @param edge largest ratio of principal curvatures
 */
public record SiftParameters(int layers, double sigma, double contrast, double edge) {
  /** Blur that a photograph is taken to have, pixels. */
  static final double CAMERA_BLUR = 0.5;

  /** Lowe's scales: three an octave, from 1.6 pixels of the doubled photograph. */
  public static SiftParameters of(double contrast, double edge) {
    return new SiftParameters(3, 1.6, contrast, edge);
  }

  /** Least height of an extremum, grey levels. */
  double leastHeight() {
    return 255 * contrast / layers;
  }

  /** Blur of a level of an octave, in the octave's pixels. */
  double sigma(double level) {
    return sigma * Math.pow(2, level / layers);
  }
}
