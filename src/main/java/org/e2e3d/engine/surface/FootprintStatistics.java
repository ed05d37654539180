package org.e2e3d.engine.surface;

/** How large a pixel is on the surfaces that the depth maps show: a histogram over all pixels. */
final class FootprintStatistics {
  private static final int BINS_PER_OCTAVE = 32;
  private static final int BINS = 128 * BINS_PER_OCTAVE;

  private final long[] histogram = new long[BINS];
  private long count;

  /** Counts every known pixel of an image. */
  void add(RangeImage image) {
    double unit = image.footprint();
    for (float inverse : image.inverse) {
      if (inverse > 0) {
        double octave = Math.log(unit / inverse) / Math.log(2);
        int bin = (int) Math.floor((octave + 64) * BINS_PER_OCTAVE);
        histogram[Math.max(0, Math.min(BINS - 1, bin))]++;
        count++;
      }
    }
  }

  /** Known pixels counted so far. */
  long count() {
    return count;
  }

  /** The footprint, world units, that the given share of pixels is not larger than. */
  double quantile(double share) {
    long rank = (long) (share * count);
    int bin = 0;
    for (long below = 0; bin < BINS - 1; bin++) {
      below += histogram[bin];
      if (below > rank) {
        break;
      }
    }
    return Math.pow(2, (bin + 0.5) / BINS_PER_OCTAVE - 64);
  }
}
