package org.e2e3d.engine.dense;

import java.util.LinkedHashMap;
import java.util.Map;
import org.e2e3d.engine.stage.CostEstimate;

/**
 * What the dense stage may hold in memory at a time, and what it will need in all.
 *
 * @param threads how many depth maps are computed at a time
 * @param pyramids how many image pyramids are kept in memory
 * @param maps how many depth maps are kept in memory
 * @param cost about what the stage will cost
 */
record DenseBudget(int threads, int pyramids, int maps, CostEstimate cost) {

  /** A pyramid's floats: 4/3 of the full image. */
  private static final double PYRAMID_BYTES = 4 * 4 / 3.0;

  /** A depth map in memory or on disk: depth, normal, confidence. */
  private static final int MAP_BYTES = 20;

  /**
   * A view's first round in memory or on disk: five numbers and a mask a pixel of half the size.
   */
  private static final int COARSE_BYTES = 6 * 4 / 4;

  /** One estimation: two plane fields, its own first round, and the finished map. */
  private static final int ESTIMATE_BYTES = 2 * 20 + 2 * COARSE_BYTES + MAP_BYTES;

  /** One consistency check: masks, copies of the map, the search's marks. */
  private static final int CHECK_BYTES = 2 * MAP_BYTES + 14;

  /** Straightened grey and colour image on disk. */
  private static final int IMAGE_BYTES = 4;

  /** A point of the cloud in memory, and while it grows. */
  private static final int POINT_BYTES = 2 * 31;

  /** Share of the depths that become points, as usual. */
  private static final double POINTS = 0.12;

  /** Compiling and what else does not grow with the images, seconds. */
  private static final double START_SECONDS = 3;

  /**
   * What goes with each comparison (the window itself, random numbers, planes that are found to
   * fall outside): measured on the scenes of docs/benchmarks.md.
   */
  private static final double OVERHEAD = 1.0;

  /** Straightening, consistency and fusion of a pixel, in comparisons; measured alike. */
  private static final double OTHER = 8;

  /**
   * @param views how many
   * @param largest pixels of the largest depth map
   * @param total pixels of all depth maps
   * @param wantedThreads threads the stage may use
   * @param heap the JVM's largest heap, bytes
   * @param speed of this machine
   */
  static DenseBudget of(
      DenseOptions options,
      int views,
      long largest,
      long total,
      int wantedThreads,
      long heap,
      SpeedProbe speed) {
    long estimate = largest * ESTIMATE_BYTES;
    int threads = (int) Math.max(1, Math.min(wantedThreads, heap / 3 / Math.max(1, estimate)));
    threads = Math.min(threads, Math.max(1, views));
    int pyramids =
        kept(heap, (long) (largest * PYRAMID_BYTES), threads * (options.neighbours() + 1) + 4);
    int maps = kept(heap, largest * MAP_BYTES, threads * (options.checkViews() + 1) + 4);
    double comparisons = total * comparisons(options);
    double cpu = START_SECONDS + comparisons * speed.cpuSeconds();
    double seconds = (START_SECONDS + comparisons * speed.wallSeconds()) / threads;
    long matching =
        threads * estimate
            + Math.min(pyramids, views) * (long) (largest * PYRAMID_BYTES)
            + Math.min(maps, views) * largest * COARSE_BYTES;
    long checking = threads * largest * CHECK_BYTES + Math.min(maps, views) * largest * MAP_BYTES;
    long points = Math.min(options.maxPoints(), (long) (total * POINTS)) * POINT_BYTES;
    long disk = total * (IMAGE_BYTES + COARSE_BYTES + 2 * MAP_BYTES);
    return new DenseBudget(
        threads,
        pyramids,
        maps,
        new CostEstimate(seconds, cpu, Math.max(matching, checking) + points, disk));
  }

  /** Comparisons of 25 samples for each pixel of a depth map, everything else counted as such. */
  static double comparisons(DenseOptions options) {
    int side = 2 * (options.patchRadius() / options.patchStep()) + 1;
    // at the finest level: the start, about three tries a sweep, and two to polish, each with up to
    // three images of which the first often decides
    double fine = 2.2 * (3 + 3 * options.fineSweeps());
    // a quarter of the pixels at half size with the same choice of images, three at first
    double half = 2.2 * 3 * Math.max(options.fineSweeps(), options.coarseSweeps() / 2) / 4.0;
    // a sixteenth and less with all images: four to six tries a sweep; choosing and completing at
    // half size with all images too
    double broad = options.neighbours() * (5 * options.coarseSweeps() / 16.0 + 3 / 4.0);
    return OVERHEAD * (fine + half + broad) * side * side / 25 + OTHER;
  }

  /** For the report. */
  Map<String, Object> figures() {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("seconds", Math.round(cost.seconds()));
    m.put("cpuSeconds", Math.round(cost.cpuSeconds()));
    m.put("memoryMb", cost.memoryBytes() >> 20);
    m.put("diskMb", cost.diskBytes() >> 20);
    m.put("threads", threads);
    return m;
  }

  private static int kept(long heap, long each, int useful) {
    return (int) Math.max(2, Math.min(useful, heap / 4 / Math.max(1, each)));
  }
}
