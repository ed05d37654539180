package org.e2e3d.engine;

import java.util.List;
import org.e2e3d.engine.features.sift.ScaleSpace;
import org.e2e3d.engine.image.PhotoSizes.Size;

/**
 * About what a reconstruction will take, before it begins: enough to refuse what cannot fit, not to
 * plan by. Time is fitted to whole runs at preset medium (docs/benchmarks.md) and holds within a
 * factor of about two; memory is the least that the largest image and one thread need; disk is the
 * checkpoints of all stages.
 *
 * @param images photographs with a readable header
 * @param cpuSeconds processor time of the whole chain
 * @param leastMemoryBytes resident memory below which it cannot run
 * @param diskBytes scratch space
 */
public record RunEstimate(int images, double cpuSeconds, long leastMemoryBytes, long diskBytes) {
  /** A JVM with the native libraries loaded. */
  private static final long START_BYTES = 300L << 20;

  private static final long START_DISK = 64L << 20;

  /** Decoded colour with a copy in another orientation. */
  private static final int DECODED_BYTES = 6;

  /** One depth map under way: plane fields, the map, pyramids of the view and its neighbours. */
  private static final int DENSE_BYTES = 160;

  /** A depth map and a straightened image on disk, and the point cloud made of them. */
  private static final int DENSE_DISK = 50;

  /** Position, size, colour and descriptor of a feature. */
  private static final int FEATURE_BYTES = 160;

  private static final double START_SECONDS = 10;
  private static final double SECONDS_PER_IMAGE = 2.5;
  private static final double SECONDS_PER_DENSE_PIXEL = 5.5e-6;

  /** The estimate for photographs of these sizes. */
  public static RunEstimate of(List<Size> sizes, ReconstructionOptions options) {
    int longer = options.dense().maxImageSize();
    long largest = 0;
    long largestFeature = 0;
    long largestDense = 0;
    long dense = 0;
    for (Size size : sizes) {
      largest = Math.max(largest, size.pixels());
      largestFeature = Math.max(largestFeature, size.pixelsAt(options.features().maxImageSize()));
      long pixels = size.pixelsAt(longer);
      largestDense = Math.max(largestDense, pixels);
      dense += pixels;
    }
    long features = (long) sizes.size() * options.features().maxFeatures() * FEATURE_BYTES;
    return new RunEstimate(
        sizes.size(),
        START_SECONDS + SECONDS_PER_IMAGE * sizes.size() + SECONDS_PER_DENSE_PIXEL * dense,
        START_BYTES
            + Math.max(
                DECODED_BYTES * largest + features + ScaleSpace.BYTES_PER_PIXEL * largestFeature,
                DENSE_BYTES * largestDense),
        START_DISK + features + DENSE_DISK * dense);
  }
}
