package org.e2e3d.engine.sfm.map;

import java.util.List;
import org.e2e3d.engine.scene.GeoReference;

/**
 * How positions from metadata placed a map.
 *
 * @param origin of the frame: east, north, up in metres around it
 * @param used photographs whose positions agree
 * @param wrong names of photographs whose positions contradict the map
 * @param medianResidual of the agreeing positions, metres
 * @param maxResidual of the agreeing positions, metres
 * @param collinear whether the cameras stand on a line, so that the turn about it was taken from
 *     their own notion of up
 */
public record GpsFit(
    GeoReference origin,
    int used,
    List<String> wrong,
    double medianResidual,
    double maxResidual,
    boolean collinear) {

  public GpsFit {
    wrong = List.copyOf(wrong);
  }
}
