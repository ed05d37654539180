package org.e2e3d.engine.dense;

import org.e2e3d.engine.stage.Check;
import org.e2e3d.engine.stage.Preset;

/**
 * Options of stage 5.
 *
 * @param maxImageSize longer side of depth maps in pixels; 0 for the photographs' full size. Time
 *     and disk grow with its square.
 * @param coarsestSize longer side, in pixels, at which the coarse-to-fine search begins: large
 *     enough for the scene's parts to be told apart, small enough for a broad search to be cheap
 * @param neighbours how many other views a view's depths are computed from; at most three of them a
 *     pixel at the finest level
 * @param checkViews how many other views a view's depths are checked against
 * @param patchRadius half the side of the compared windows in pixels, at every level
 * @param patchStep distance of the samples within a window in pixels
 * @param coarseSweeps propagation sweeps at the coarsest level; each finer level does half as many
 * @param fineSweeps the least number of sweeps at any level, so also that of the finest
 * @param maxCost depths whose matching cost (1 - correlation, 0 to 2) is larger are dropped
 * @param minAgreeing how many other views must confirm a depth (at most one where a view has only
 *     two neighbours); one that confirms closely is enough beside such a depth
 * @param depthTolerance relative depth difference up to which two views agree
 * @param pixelTolerance reprojection difference in pixels up to which two views agree
 * @param speckleSize connected pieces of fewer pixels at 1000 pixels image width are dropped (the
 *     number scales with the image's area)
 * @param maxPoints bound on the fused cloud; above it the maps are sampled more coarsely
 */
public record DenseOptions(
    int maxImageSize,
    int coarsestSize,
    int neighbours,
    int checkViews,
    int patchRadius,
    int patchStep,
    int coarseSweeps,
    int fineSweeps,
    double maxCost,
    int minAgreeing,
    double depthTolerance,
    double pixelTolerance,
    int speckleSize,
    int maxPoints) {

  /** The options of a preset. */
  public static DenseOptions of(Preset preset) {
    return switch (preset) {
      case LOW -> new DenseOptions(320, 80, 4, 6, 4, 2, 4, 1, 0.7, 2, 0.01, 1.5, 60, 3_000_000);
      case MEDIUM ->
          new DenseOptions(1280, 160, 8, 8, 4, 2, 6, 2, 0.7, 2, 0.01, 1.5, 60, 12_000_000);
      case HIGH -> new DenseOptions(0, 160, 8, 10, 4, 2, 8, 2, 0.7, 2, 0.01, 1.5, 60, 40_000_000);
    };
  }

  /**
   * @throws org.e2e3d.engine.stage.ReconstructionException naming the first field out of its range
   */
  public DenseOptions validate() {
    Check.that(
        maxImageSize == 0 || (maxImageSize >= 64 && maxImageSize <= 16384),
        "dense.maxImageSize",
        maxImageSize,
        "must be 0 or between 64 and 16384");
    Check.range("dense.coarsestSize", coarsestSize, 32, 4096);
    Check.range("dense.neighbours", neighbours, 1, 16);
    Check.range("dense.checkViews", checkViews, 1, 32);
    Check.range("dense.patchRadius", patchRadius, 1, 15);
    Check.range("dense.patchStep", patchStep, 1, patchRadius);
    Check.range("dense.coarseSweeps", coarseSweeps, 1, 50);
    Check.range("dense.fineSweeps", fineSweeps, 1, 50);
    Check.range("dense.maxCost", maxCost, 0.05, 2);
    Check.range("dense.minAgreeing", minAgreeing, 1, 16);
    Check.range("dense.depthTolerance", depthTolerance, 1e-5, 0.5);
    Check.range("dense.pixelTolerance", pixelTolerance, 0.1, 20);
    Check.range("dense.speckleSize", speckleSize, 0, 1e6);
    Check.range("dense.maxPoints", maxPoints, 1000, 200_000_000);
    return this;
  }

  /** The same options at another image size. */
  public DenseOptions withMaxImageSize(int size) {
    return new DenseOptions(
        size,
        coarsestSize,
        neighbours,
        checkViews,
        patchRadius,
        patchStep,
        coarseSweeps,
        fineSweeps,
        maxCost,
        minAgreeing,
        depthTolerance,
        pixelTolerance,
        speckleSize,
        maxPoints);
  }
}
