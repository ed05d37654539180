package org.e2e3d.engine.image;

import org.e2e3d.engine.stage.Check;
import org.e2e3d.engine.stage.Preset;

/**
 * Options of stage 1.
 *
 * @param minImages fewest usable photographs a reconstruction starts with; 3, because two views
 *     give no check on one another
 * @param maxImages most photographs in a batch; bounds time and memory
 * @param maxPixels most pixels in one photograph, checked in its header before anything is decoded
 *     (a decompression bomb is a few bytes)
 * @param maxFileBytes largest file that is read
 * @param nearDuplicateCorrelation two photographs whose thumbnails correlate more than this are
 *     reported as near duplicates (both are kept)
 * @param masks whether {@code masks/<name>.png} is honoured
 */
public record IngestOptions(
    int minImages,
    int maxImages,
    long maxPixels,
    long maxFileBytes,
    double nearDuplicateCorrelation,
    boolean masks) {

  /** Defaults; the same for every preset, since ingest refuses or accepts and computes little. */
  public static IngestOptions of(Preset preset) {
    return new IngestOptions(3, 5_000, 250_000_000L, 1L << 30, 0.998, true);
  }

  /** Checks every field. */
  public void validate() {
    Check.range("ingest.minImages", minImages, 3, 100_000);
    Check.range("ingest.maxImages", maxImages, minImages, 100_000);
    Check.range("ingest.maxPixels", (double) maxPixels, 1_000, 1L << 30);
    Check.range("ingest.maxFileBytes", (double) maxFileBytes, 1_000, Integer.MAX_VALUE - 8);
    Check.range("ingest.nearDuplicateCorrelation", nearDuplicateCorrelation, 0.5, 1);
  }
}
