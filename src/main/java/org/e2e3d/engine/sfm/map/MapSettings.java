package org.e2e3d.engine.sfm.map;

/**
 * How scenes are mapped.
 *
 * @param tolerances what counts as agreement
 * @param lens which lens model to fit
 * @param minImages fewest photographs a map may have
 * @param maxComponents most maps to look for
 * @param refineCentre whether the principal point may be adjusted where the data support it
 * @param useGps whether to place the map by positions
 */
public record MapSettings(
    MapTolerances tolerances,
    LensChoice lens,
    int minImages,
    int maxComponents,
    boolean refineCentre,
    boolean useGps) {}
