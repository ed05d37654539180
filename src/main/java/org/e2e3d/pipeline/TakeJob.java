package org.e2e3d.pipeline;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.ExchangeProperty;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes a job that a message named, if the row says that there is something to do. The row is the
 * truth and the message a wake-up: messages may come late, twice or for jobs that are gone.
 */
public final class TakeJob {
  private static final Logger LOG = LoggerFactory.getLogger(TakeJob.class);
  static final String MDC_JOB = "job";
  // the sender's clock may be a little ahead of ours; a message refused is a message lost
  private static final Duration SLACK = Duration.ofSeconds(1);

  private final JobStore jobs;
  private final ClaimStore claims;
  private final Heartbeats heartbeats;
  private final Worker worker;
  private final Path work;
  private final Clock clock;

  public TakeJob(
      JobStore jobs,
      ClaimStore claims,
      Heartbeats heartbeats,
      Worker worker,
      Path work,
      Clock clock) {
    this.jobs = jobs;
    this.claims = claims;
    this.heartbeats = heartbeats;
    this.worker = worker;
    this.work = work;
    this.clock = clock;
  }

  /**
   * Takes a job.
   *
   * @return the job, RUNNING or FAILING; null if there is nothing to do
   */
  public JobRun take(String id) {
    MDC.put(MDC_JOB, id);
    Optional<Job> found = jobs.find(id);
    if (found.isEmpty()) {
      LOG.warn("a message names a job that is not known; ignored");
      return null;
    }
    Optional<Job> mine = claim(found.get(), clock.instant());
    if (mine.isEmpty()) {
      LOG.debug("a message found nothing to do: {}", found.get().state());
      return null;
    }
    Job job = mine.get();
    heartbeats.start(job);
    try {
      return new JobRun(job, claims.of(job), work.resolve(job.id()), null);
    } catch (RuntimeException e) {
      heartbeats.stop(job);
      throw e;
    }
  }

  /**
   * Lets go of a job, however its run ended.
   *
   * @param taken what {@link #take} gave to this very message; null if nothing. A second message
   *     for a job that is being run must not stop that run's heartbeats.
   */
  public void release(@ExchangeProperty("taken") JobRun taken) {
    if (taken != null) {
      heartbeats.stop(taken.job());
    }
    MDC.remove(MDC_JOB);
  }

  private Optional<Job> claim(Job job, Instant now) {
    if (worker.draining()) {
      return Optional.empty(); // the next start sends a message for every queued job
    }
    if (job.state() == JobState.QUEUED) {
      if (!job.cancelRequested() && job.due() != null && job.due().isAfter(now.plus(SLACK))) {
        return Optional.empty(); // a fresh message comes when it is due
      }
      if (job.cancelRequested()) {
        Failure why =
            Failure.of(FailureReason.CANCELLED, "The job was cancelled before it ran.", "queue");
        return jobs.replace(job, job.failing(why, now).adopted(worker.name(), now));
      }
      return jobs.replace(job, job.running(worker.name(), now));
    }
    if (job.state() == JobState.FAILING && !heartbeats.holds(job.id())) {
      // its letter was not finished; writing it again from the start does no harm
      return jobs.replace(job, job.adopted(worker.name(), now));
    }
    return Optional.empty();
  }
}
