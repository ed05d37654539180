package org.e2e3d.engine.sfm.map;

import org.e2e3d.engine.stage.Check;

/**
 * What the mapper accepts. Errors are in pixel units: one pixel of a photograph of 1600 pixels on
 * its longer side, more in larger ones.
 *
 * @param poseError largest reprojection error of an inlier when a photograph is registered
 * @param completeError largest error of an observation that joins a point
 * @param filterError largest error of an observation that stays
 * @param minAngle narrowest angle of a point's rays, radians
 * @param minInitialAngle narrowest median angle of the initial pair, radians
 * @param minInitialInliers fewest points of the initial pair
 * @param minPoseInliers fewest inliers of a registered photograph
 * @param minPoseShare smallest share of inliers among the points it should see; low, since chance
 *     agrees with one point in thousands, and bare fields from the air have more wrong tracks than
 *     right ones
 */
public record MapTolerances(
    double poseError,
    double completeError,
    double filterError,
    double minAngle,
    double minInitialAngle,
    int minInitialInliers,
    int minPoseInliers,
    double minPoseShare) {

  /** Values that suit photographs of any size. */
  public static MapTolerances usual() {
    return new MapTolerances(6, 3, 3, Math.toRadians(1.5), Math.toRadians(3), 40, 16, 0.15);
  }

  /**
   * @throws org.e2e3d.engine.stage.ReconstructionException if a field is out of range
   */
  public void validate() {
    Check.range("sparse.tolerances.poseError", poseError, 0.1, 100);
    Check.range("sparse.tolerances.completeError", completeError, 0.1, 100);
    Check.range("sparse.tolerances.filterError", filterError, 0.1, 100);
    Check.range("sparse.tolerances.minAngle", minAngle, 0, 1);
    Check.range("sparse.tolerances.minInitialAngle", minInitialAngle, 0, 1);
    Check.range("sparse.tolerances.minInitialInliers", minInitialInliers, 8, 10000);
    Check.range("sparse.tolerances.minPoseInliers", minPoseInliers, 6, 10000);
    Check.range("sparse.tolerances.minPoseShare", minPoseShare, 0, 1);
  }
}
