package org.e2e3d.engine.features;

import org.e2e3d.engine.stage.Check;
import org.e2e3d.engine.stage.Preset;

/**
 * Options of stage 2.
 *
 * @param maxImageSize longer side, in pixels, that photographs are reduced to before detection
 * @param maxFeatures most features kept of a photograph
 * @param contrastThreshold least contrast of a difference-of-Gaussians extremum (Lowe 2004, section
 *     4), as OpenCV counts it; half of OpenCV's default, since low-contrast features on plain
 *     surfaces match well once verified by geometry
 * @param edgeThreshold largest ratio of principal curvatures
 * @param minFeatures a photograph with fewer is reported as having none
 */
public record FeatureOptions(
    int maxImageSize,
    int maxFeatures,
    double contrastThreshold,
    double edgeThreshold,
    int minFeatures) {

  /** Defaults. */
  public static FeatureOptions of(Preset preset) {
    return switch (preset) {
      case LOW -> new FeatureOptions(800, 3000, 0.02, 10, 40);
      case MEDIUM -> new FeatureOptions(1600, 8000, 0.02, 10, 40);
      case HIGH -> new FeatureOptions(3200, 12000, 0.02, 10, 40);
    };
  }

  /** Checks every field. */
  public void validate() {
    Check.range("features.maxImageSize", maxImageSize, 64, 20_000);
    Check.range("features.maxFeatures", maxFeatures, 100, 100_000);
    Check.range("features.contrastThreshold", contrastThreshold, 0.0001, 1);
    Check.range("features.edgeThreshold", edgeThreshold, 1.5, 1000);
    Check.range("features.minFeatures", minFeatures, 8, 10_000);
  }
}
