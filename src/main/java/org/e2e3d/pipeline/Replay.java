package org.e2e3d.pipeline;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.e2e3d.job.Job;
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
   * @throws IllegalStateException if the job has not ended yet
   */
  public Job replay(String batchOrJob, Map<String, String> options) {
    Optional<Job> byId = jobs.find(batchOrJob);
    Job job =
        byId.or(() -> jobs.ofBatch(batchOrJob, 1).stream().findFirst())
            .orElseThrow(() -> new NoSuchElementException("no job or batch " + batchOrJob));
    return replay(job, options);
  }

  Job replay(Job job, Map<String, String> options) {
    if (!job.state().isFinal()) {
      throw new IllegalStateException(
          "job " + job.id() + " is " + job.state() + "; wait or cancel it");
    }
    Optional<Job> later = jobs.find(JobIds.replay(job.id()));
    if (later.isPresent()) {
      if (later.get().state().isFinal()) {
        return replay(later.get(), options);
      }
      return later.get(); // two asked at once
    }
    Claim claim = claims.of(job);
    Map<String, String> merged = new TreeMap<>(job.options());
    merged.putAll(options);
    Instant now = clock.instant();
    Job next = job.replay(merged, job.imagesAt(), now);
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
            claim.files(),
            claim.notes());
    claims.put(again);
    if (!jobs.insert(next)) {
      return jobs.find(next.id()).orElse(next);
    }
    LOG.info("job {} replays {}", next.id(), job.id());
    return bounds.admit(next, again, now).orElse(next);
  }
}
