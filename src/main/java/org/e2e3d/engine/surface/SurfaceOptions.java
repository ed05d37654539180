package org.e2e3d.engine.surface;

import org.e2e3d.engine.stage.Check;
import org.e2e3d.engine.stage.Preset;

/**
 * How the surface stage works.
 *
 * @param voxelScale distance of the lattice's samples in depth-map pixel footprints (median over
 *     the depth maps). A depth map resolves about two footprints, so less brings noise and costs
 *     time; more is smoother, smaller and faster
 * @param maxBlocks bound on memory: at most so many blocks of 512 samples (4 KiB each, as much
 *     again and more for their surface) are worked on at a time; a larger lattice is divided into
 *     overlapping parts that wait on disk, and is made coarser if it would have more than
 *     thirty-two
 * @param truncation half width, in samples, of the band around a surface in which distances count
 * @param freeWeight weight of seeing through a sample, relative to seeing a surface near it; more
 *     removes more false surfaces, and more thin parts
 * @param minWeight samples with less evidence (1: one confident view, seen from the front) are
 *     unknown
 * @param cellScale distance, in pixel footprints, of the points from which it is found out what
 *     space is free, and by it which gaps in the measured surface are to be closed; 0 closes none
 * @param maxPoints bound on the number of these points (about 700 bytes each); where there would be
 *     more they are taken farther apart
 * @param minPiece pieces that take less than this share of the image area of all are dropped
 * @param smoothing rounds of Taubin smoothing before simplification
 * @param farLimit surface farther away than so many times what the cameras look at is left out as
 *     background; 0 keeps all
 * @param maxFaces simplification ends at this many faces
 */
public record SurfaceOptions(
    double voxelScale,
    int maxBlocks,
    double truncation,
    double freeWeight,
    double minWeight,
    double cellScale,
    int maxPoints,
    double minPiece,
    int smoothing,
    double farLimit,
    int maxFaces) {

  /** Defaults of a preset. */
  public static SurfaceOptions of(Preset preset) {
    return switch (preset) {
      case LOW -> new SurfaceOptions(2, 60_000, 3, 0.3, 0.3, 3, 200_000, 0.01, 2, 3, 50_000);
      case MEDIUM ->
          new SurfaceOptions(1.75, 120_000, 3, 0.3, 0.3, 4, 600_000, 0.01, 2, 3, 300_000);
      case HIGH ->
          new SurfaceOptions(1.5, 150_000, 3, 0.3, 0.3, 4, 1_500_000, 0.005, 2, 3, 1_000_000);
    };
  }

  /**
   * @throws org.e2e3d.engine.stage.ReconstructionException naming the field that is out of range
   */
  public void validate() {
    Check.range("surface.voxelScale", voxelScale, 0.25, 100);
    Check.range("surface.maxBlocks", maxBlocks, 100, 4_000_000);
    Check.range("surface.truncation", truncation, 1.5, 20);
    Check.range("surface.freeWeight", freeWeight, 0, 10);
    Check.range("surface.minWeight", minWeight, 0, 100);
    Check.range("surface.cellScale", cellScale, 0, 100);
    Check.range("surface.maxPoints", maxPoints, 1000, 20_000_000);
    Check.range("surface.minPiece", minPiece, 0, 1);
    Check.range("surface.smoothing", smoothing, 0, 100);
    Check.range("surface.farLimit", farLimit, 0, 1000);
    Check.range("surface.maxFaces", maxFaces, 100, 50_000_000);
  }
}
