package org.e2e3d.pipeline;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobException;
import org.e2e3d.job.JobIds;
import org.e2e3d.job.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a batch again, with other options if wanted, as a new job that names the one before. It only
 * writes the claim and the row; whichever service is running, or starts next, finds the row. So it
 * works beside a running service and without one.
 */
public final class Replay {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private final JobStore jobs;
  private final ClaimStore claims;
  private final BatchBounds bounds;
  private final Clock clock;

  public Replay(JobStore jobs, ClaimStore claims, BatchBounds bounds, Clock clock) {
    this.jobs = jobs;
    this.claims = claims;
    this.bounds = bounds;
    this.clock = clock;
  }

  /**
   * Replays a batch.
   *
   * @param batchOrJob a job's id, or a batch's name, which means its newest job
   * @param options preset and single options over those of the job before
   * @throws NoSuchElementException if there is no such job or batch
   * @throws IllegalStateException if the job has not ended yet, or its images were discarded
   */
  public Job replay(String batchOrJob, Map<String, String> options) {
    return replay(batchOrJob, options, List.of());
  }

  /**
   * Replays a batch without some of its images. They are kept with the others, and the next replay
   * leaves them out too.
   *
   * @param exclude paths of images within the batch
   * @throws NoSuchElementException if there is no such job, batch or image
   */
  public Job replay(String batchOrJob, Map<String, String> options, Collection<String> exclude) {
    return replay(find(batchOrJob), options, exclude);
  }

  /**
   * The job of an id, or the newest of a batch.
   *
   * @throws NoSuchElementException if there is none
   */
  Job find(String batchOrJob) {
    return jobs.find(batchOrJob)
        .or(() -> jobs.ofBatch(batchOrJob, 1).stream().findFirst())
        .orElseThrow(() -> new NoSuchElementException("no job or batch " + batchOrJob));
  }

  /** Writes the record of what was claimed again, if it was lost, from the same files. */
  void restoreClaim(Job job, Drop drop, List<Claim.Item> items) {
    try {
      claims.of(job);
    } catch (JobException e) {
      LOG.warn("{}; it is written again", e.getMessage());
      claims.put(
          new Claim(
              job.id(),
              job.batch(),
              drop.inbox().kind(),
              drop.folder(),
              job.closedBecause(),
              job.created(),
              job.options(),
              "",
              items,
              drop.inbox().notTaken(drop.folder())));
    }
  }

  Job replay(Job job, Map<String, String> options) {
    return replay(job, options, List.of());
  }

  private Job replay(Job job, Map<String, String> options, Collection<String> exclude) {
    if (!job.state().isFinal()) {
      throw new IllegalStateException(
          "job " + job.id() + " is " + job.state() + "; wait or cancel it");
    }
    Optional<Job> later = jobs.find(JobIds.replay(job.id()));
    if (later.isPresent()) {
      if (later.get().state().isFinal()) {
        return replay(later.get(), options, exclude);
      }
      return later.get(); // two asked at once
    }
    if (job.imagesAt().isEmpty()) {
      throw new IllegalStateException(
          "the images of job " + job.id() + " were discarded; drop the batch again");
    }
    Claim claim = claims.of(job);
    List<Claim.Item> files = without(claim, exclude);
    Map<String, String> merged = new TreeMap<>(job.options());
    merged.putAll(options);
    Instant now = clock.instant();
    long images = files.stream().filter(f -> f.kind() == FileKind.IMAGE).count();
    Job next =
        job.replay(
            merged,
            job.imagesAt(),
            (int) images,
            files.stream().filter(f -> f.kind().isInput()).mapToLong(Claim.Item::size).sum(),
            now);
    Claim again =
        new Claim(
            next.id(),
            claim.batch(),
            claim.inbox(),
            claim.folder(),
            next.closedBecause(),
            now,
            merged,
            options.isEmpty() ? claim.problem() : "",
            files,
            claim.notes());
    claims.put(again);
    if (!jobs.insert(next)) {
      return jobs.find(next.id()).orElse(next);
    }
    LOG.info("job {} replays {}", next.id(), job.id());
    return bounds.admit(next, again, now).orElse(next);
  }

  private static List<Claim.Item> without(Claim claim, Collection<String> exclude) {
    Set<String> unknown = new TreeSet<>(exclude);
    List<Claim.Item> files = new ArrayList<>();
    for (Claim.Item item : claim.files()) {
      boolean out = exclude.contains(item.name()) && item.kind() == FileKind.IMAGE;
      files.add(out ? item.as(FileKind.EXCLUDED) : item);
      if (out || item.kind() == FileKind.EXCLUDED) {
        unknown.remove(item.name());
      }
    }
    if (!unknown.isEmpty()) {
      throw new NoSuchElementException("the batch has no image " + String.join(", ", unknown));
    }
    return files;
  }

  /** The images of a discarded letter are there again: the same batch was dropped once more. */
  Job foundAgain(Job discarded, String place) {
    return jobs.replace(discarded, discarded.withImagesAt(place, clock.instant()))
        .orElseThrow(() -> new LostJobException(discarded.id()));
  }
}
