package org.e2e3d.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.e2e3d.engine.ReconstructionOptions;
import org.e2e3d.engine.RunEstimate;
import org.e2e3d.engine.image.PhotoSizes;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a job before it starts if it cannot fit: the disk, the memory an engine process is given,
 * the time limit. What it needs comes from the headers of its images.
 */
public final class RoomCheck {
  private static final Logger LOG = LoggerFactory.getLogger(RoomCheck.class);
  private static final String STEP = "estimate";

  /** The estimate of time may be wrong by so much without a job being refused that would fit. */
  private static final double TIME_SLACK = 3;

  private final Bounds bounds;
  private final Free free;

  /**
   * What an attempt has.
   *
   * @param memoryBytes of an engine's process
   * @param threads that it keeps busy
   * @param timeLimit of an attempt
   * @param preset where the job names none
   */
  public record Bounds(long memoryBytes, int threads, Duration timeLimit, Preset preset) {}

  /** Free space of the disk that a folder is on. */
  interface Free {
    long bytes(Path folder) throws IOException;
  }

  public RoomCheck(Bounds bounds) {
    this(bounds, folder -> Files.getFileStore(folder).getUsableSpace());
  }

  RoomCheck(Bounds bounds, Free free) {
    this.bounds = bounds;
    this.free = free;
  }

  /**
   * Before the images are fetched.
   *
   * @throws JobException DISK_FULL with the figures
   */
  void forImages(JobRun run) throws IOException {
    Files.createDirectories(run.folder());
    disk(run.folder(), run.job().imageBytes(), "its images");
  }

  /**
   * When the images are there, and before the engine starts.
   *
   * @throws JobException DISK_FULL, NOT_ENOUGH_MEMORY or NOT_ENOUGH_TIME with the figures;
   *     INVALID_OPTIONS
   */
  void forEngine(JobRun run) throws IOException {
    ReconstructionOptions options = options(run.job());
    RunEstimate need =
        RunEstimate.of(PhotoSizes.of(run.images(), options.ingest().maxFileBytes()), options);
    LOG.info(
        "needs about {} CPU s, at least {} of memory, about {} of disk",
        Math.round(need.cpuSeconds()),
        size(need.leastMemoryBytes()),
        size(need.diskBytes()));
    if (Files.notExists(run.stages())) { // what an earlier attempt left is counted in the estimate
      disk(run.folder(), need.diskBytes(), "its checkpoints");
    }
    if (need.leastMemoryBytes() > bounds.memoryBytes()) {
      throw refused(
          FailureReason.NOT_ENOUGH_MEMORY,
          "The job needs at least "
              + size(need.leastMemoryBytes())
              + " of memory; "
              + size(bounds.memoryBytes())
              + " are allowed (e2e3d.job.memory-mb).");
    }
    double seconds = need.cpuSeconds() / bounds.threads();
    if (seconds > TIME_SLACK * bounds.timeLimit().toSeconds()) {
      throw refused(
          FailureReason.NOT_ENOUGH_TIME,
          "The job needs about "
              + Math.round(seconds / 60)
              + " min on "
              + bounds.threads()
              + " threads; the limit is "
              + bounds.timeLimit().toMinutes()
              + " min (e2e3d.job.time-limit).");
    }
  }

  private void disk(Path folder, long needed, String what) throws IOException {
    long there = free.bytes(folder);
    if (there < needed) {
      throw refused(
          FailureReason.DISK_FULL,
          "The job needs about "
              + size(needed)
              + " of disk for "
              + what
              + "; "
              + size(there)
              + " are free in the data folder.");
    }
  }

  private ReconstructionOptions options(Job job) {
    Map<String, String> overrides = new TreeMap<>(job.options());
    String asked = overrides.remove(RunEngine.PRESET);
    Preset preset = bounds.preset();
    for (Preset p : Preset.values()) {
      preset = p.name().equalsIgnoreCase(asked) ? p : preset;
    }
    return ReconstructionOptions.of(preset).with(overrides);
  }

  private static JobException refused(FailureReason reason, String message) {
    return new JobException(Failure.of(reason, message, STEP));
  }

  private static String size(long bytes) {
    return bytes < 1L << 30
        ? (bytes >> 20) + " MiB"
        : String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
  }
}
