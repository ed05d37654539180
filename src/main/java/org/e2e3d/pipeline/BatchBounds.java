package org.e2e3d.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.e2e3d.engine.image.ForeignFormats;
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
  private final Limits limits;

  /**
   * What a batch may have.
   *
   * @param maxImages images
   * @param maxBytes bytes of all images
   * @param maxName bytes of a file's path within the batch
   * @param maxDepth folders that a file may be nested in
   */
  public record Limits(int maxImages, long maxBytes, int maxName, int maxDepth) {}

  BatchBounds(JobStore jobs, int maxImages, long maxBytes) {
    this(jobs, new Limits(maxImages, maxBytes, 500, 16));
  }

  public BatchBounds(JobStore jobs, Limits limits) {
    this.jobs = jobs;
    this.limits = limits;
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
    List<ImageEvidence> unsafe = new NameRules(limits.maxName(), limits.maxDepth()).broken(claim);
    if (!unsafe.isEmpty()) {
      return Optional.of(
          Failure.of(
              FailureReason.UNSAFE_NAME,
              unsafe.size() + " of " + claim.files().size() + " files have names that are refused.",
              null,
              STEP,
              unsafe.subList(0, Math.min(EVIDENCE, unsafe.size()))));
    }
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
    if (images > limits.maxImages()) {
      return failure(
          FailureReason.BATCH_TOO_LARGE,
          "The batch has "
              + images
              + " images; at most "
              + limits.maxImages()
              + " are allowed"
              + " (e2e3d.batch.max-images).");
    }
    if (claim.inputBytes() > limits.maxBytes()) {
      return failure(
          FailureReason.BATCH_TOO_LARGE,
          "The batch has "
              + claim.inputBytes()
              + " bytes; at most "
              + limits.maxBytes()
              + " are allowed"
              + " (e2e3d.batch.max-bytes).");
    }
    return Optional.empty();
  }

  private static Optional<Failure> failure(FailureReason reason, String message) {
    return Optional.of(Failure.of(reason, message, STEP));
  }

  /** The files that are not used, as far as a letter can carry them: no images, links, … */
  static List<ImageEvidence> others(Claim claim) {
    Stream<ImageEvidence> others =
        claim.files().stream()
            .filter(file -> file.kind() == FileKind.OTHER)
            .map(
                file ->
                    new ImageEvidence(file.name(), "IGNORED", ForeignFormats.ofName(file.name())));
    Stream<ImageEvidence> excluded =
        claim.files().stream()
            .filter(file -> file.kind() == FileKind.EXCLUDED)
            .map(file -> new ImageEvidence(file.name(), "EXCLUDED", "Left out at a replay."));
    return Stream.of(excluded, others, claim.notes().stream())
        .flatMap(notes -> notes)
        .limit(EVIDENCE)
        .toList();
  }
}
