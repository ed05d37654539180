package org.e2e3d.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;

/** Validates a claimed batch against the bounds; what does not fit goes to the dead letters. */
public final class BatchBounds {
  private static final String STEP = "validate";
  private static final int EVIDENCE = 200;

  private final JobStore jobs;
  private final int maxImages;
  private final long maxBytes;

  public BatchBounds(JobStore jobs, int maxImages, long maxBytes) {
    this.jobs = jobs;
    this.maxImages = maxImages;
    this.maxBytes = maxBytes;
  }

  /**
   * Moves a claimed job on: to the queue, or to failing.
   *
   * @return the job as it stands; empty if somebody else moved it
   */
  Optional<Job> admit(Job claimed, Claim claim, Instant now) {
    Job next =
        problem(claim)
            .map(why -> claimed.failing(why, now))
            .orElseGet(() -> claimed.queued(now, now));
    return jobs.replace(claimed, next);
  }

  private Optional<Failure> problem(Claim claim) {
    int images = claim.images().size();
    if (!claim.problem().isEmpty()) {
      return failure(
          FailureReason.INVALID_MANIFEST, "batch.json cannot be used: " + claim.problem());
    }
    if (images == 0) {
      return Optional.of(
          Failure.of(
              FailureReason.EMPTY_BATCH,
              "The batch has no image among its " + claim.files().size() + " files.",
              null,
              STEP,
              others(claim)));
    }
    if (images > maxImages) {
      return failure(
          FailureReason.BATCH_TOO_LARGE,
          "The batch has "
              + images
              + " images; at most "
              + maxImages
              + " are allowed"
              + " (e2e3d.batch.max-images).");
    }
    if (claim.imageBytes() > maxBytes) {
      return failure(
          FailureReason.BATCH_TOO_LARGE,
          "The batch has "
              + claim.imageBytes()
              + " bytes; at most "
              + maxBytes
              + " are allowed"
              + " (e2e3d.batch.max-bytes).");
    }
    return Optional.empty();
  }

  private static Optional<Failure> failure(FailureReason reason, String message) {
    return Optional.of(Failure.of(reason, message, STEP));
  }

  /** The files that are no images, as far as a letter can carry them. */
  static List<ImageEvidence> others(Claim claim) {
    return claim.files().stream()
        .filter(file -> file.kind() == FileKind.OTHER)
        .limit(EVIDENCE)
        .map(file -> new ImageEvidence(file.name(), "IGNORED", "Not an image by its extension."))
        .toList();
  }
}
