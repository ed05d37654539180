package org.e2e3d.engine.sfm;

import org.e2e3d.engine.sfm.map.LensChoice;
import org.e2e3d.engine.sfm.map.MapSettings;
import org.e2e3d.engine.sfm.map.MapTolerances;
import org.e2e3d.engine.stage.Check;
import org.e2e3d.engine.stage.Preset;

/**
 * How the sparse stage maps.
 *
 * @param tolerances what counts as agreement; the same in all presets, since errors are measured in
 *     units that follow the size of the photographs
 * @param minImages fewest photographs a model may have, 2 to 1000
 * @param maxComponents how many separate models are looked for, 1 to 100; the largest is the result
 * @param refinePrincipalPoint whether the last adjustment may move the principal point, where
 *     enough views with enough turn between them support it
 * @param useGps whether positions from metadata place the model
 * @param cameraModel which lens model is fitted: AUTO, PINHOLE, SIMPLE_RADIAL, RADIAL, BROWN or
 *     FISHEYE
 */
public record MappingOptions(
    MapTolerances tolerances,
    int minImages,
    int maxComponents,
    boolean refinePrincipalPoint,
    boolean useGps,
    LensChoice cameraModel) {

  /** The options of a preset; mapping costs little, so all presets map alike. */
  public static MappingOptions of(Preset preset) {
    return new MappingOptions(
        MapTolerances.usual(), 3, preset == Preset.LOW ? 3 : 5, true, true, LensChoice.AUTO);
  }

  MapSettings settings() {
    return new MapSettings(
        tolerances, cameraModel, minImages, maxComponents, refinePrincipalPoint, useGps);
  }

  /**
   * @throws org.e2e3d.engine.stage.ReconstructionException if a field is out of range
   */
  public void validate() {
    tolerances.validate();
    Check.range("sparse.minImages", minImages, 2, 1000);
    Check.range("sparse.maxComponents", maxComponents, 1, 100);
  }
}
