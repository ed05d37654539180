package org.e2e3d.engine.sfm;

import java.util.List;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * What mapping found out.
 *
 * @param components the photographs of each model that was built, largest first; the first is the
 *     result
 * @param unregistered photographs that are not in the result, with the reason
 * @param points triangulated points
 * @param observations their observations
 * @param meanError mean reprojection error in pixels
 * @param meanTrackLength observations a point
 * @param conflicts matches left out because tracks would have met a photograph twice
 * @param focals focal length in pixels of each lens of the result
 * @param placedByGps whether the model stands in east, north, up metres
 */
public record MappingReport(
    List<List<String>> components,
    List<ImageEvidence> unregistered,
    int points,
    int observations,
    double meanError,
    double meanTrackLength,
    int conflicts,
    List<Double> focals,
    boolean placedByGps) {

  public MappingReport {
    components = List.copyOf(components);
    unregistered = List.copyOf(unregistered);
    focals = List.copyOf(focals);
  }
}
