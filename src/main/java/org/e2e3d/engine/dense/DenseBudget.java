package org.e2e3d.engine.dense;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the dense stage may hold in memory at a time, and what it will need in all.
 *
 * @param threads how many depth maps are computed at a time
 * @param pyramids how many image pyramids are kept in memory
 * @param maps how many depth maps are kept in memory
 * @param cpuSeconds about what the stage will take of one core
 * @param memoryBytes about the heap it will use
 * @param diskBytes about the most it will have on disk at a time
 */
record DenseBudget(
    int threads, int pyramids, int maps, double cpuSeconds, long memoryBytes, long diskBytes) {

  /** A pyramid's floats: 4/3 of the full image. */
  private static final double PYRAMID_BYTES = 4 * 4 / 3.0;

  /** A depth map in memory or on disk: depth, normal, confidence. */
  private static final int MAP_BYTES = 20;

  /** One estimation: two plane fields and the finished map. */
  private static final int ESTIMATE_BYTES = 2 * 40 + MAP_BYTES;

  /** Straightened grey and colour image on disk. */
  private static final int IMAGE_BYTES = 4;

  /**
   * One comparison of a 25-sample window with one image, in seconds; measured on a 2020s server
   * core by PatchScorerBenchmark, with what goes with it.
   */
  private static final double COMPARISON_SECONDS = 110e-9;

  private static final double START_SECONDS = 4;

  /**
   * @param views how many
   * @param largest pixels of the largest depth map
   * @param total pixels of all depth maps
   * @param wantedThreads threads the stage may use
   * @param heap the JVM's largest heap, bytes
   */
  static DenseBudget of(
      DenseOptions options, int views, long largest, long total, int wantedThreads, long heap) {
    long estimate = largest * ESTIMATE_BYTES;
    int threads = (int) Math.max(1, Math.min(wantedThreads, heap / 2 / Math.max(1, estimate)));
    threads = Math.min(threads, Math.max(1, views));
    int pyramids =
        kept(heap, (long) (largest * PYRAMID_BYTES), threads * (options.neighbours() + 1) + 4);
    int maps = kept(heap, largest * MAP_BYTES, threads * (options.checkViews() + 1) + 4);
    int side = 2 * (options.patchRadius() / options.patchStep()) + 1;
    // at the finest level a sweep tries about 4.5 planes with 3 images; coarser levels add a third
    // of the pixels with up to twice the sweeps and all images; each pixel also takes its window
    double comparisons =
        4.5
            * (3 * options.fineSweeps() + 0.6 * options.coarseSweeps() / 2.0 * options.neighbours())
            / 1.5;
    double cpu =
        START_SECONDS
            + total * comparisons * COMPARISON_SECONDS * (side * side) / 25
            + 0.4e-6 * total;
    long memory =
        Math.max(
            threads * estimate + Math.min(pyramids, views) * (long) (largest * PYRAMID_BYTES),
            (Math.min(maps, views) + 2L * threads) * largest * MAP_BYTES);
    long disk = total * (IMAGE_BYTES + 2 * MAP_BYTES);
    return new DenseBudget(threads, pyramids, maps, cpu, memory, disk);
  }

  /** For the report. */
  Map<String, Object> figures() {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("cpuSeconds", Math.round(cpuSeconds));
    m.put("memoryMb", memoryBytes >> 20);
    m.put("diskMb", diskBytes >> 20);
    m.put("threads", threads);
    return m;
  }

  private static int kept(long heap, long each, int useful) {
    return (int) Math.max(2, Math.min(useful, heap / 4 / Math.max(1, each)));
  }
}
