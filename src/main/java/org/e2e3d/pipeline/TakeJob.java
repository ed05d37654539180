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

  // how long a job waits for an earlier run in this very process to notice that it lost it
  private static final Duration LET_GO = Duration.ofSeconds(2);

  private final JobStore jobs;
  private final StoreGate gate;
  private final Heartbeats heartbeats;
  private final RetryPolicy policy;
  private final Worker worker;
  private final Path work;
  private final Clock clock;

  public TakeJob(
      JobStore jobs,
      StoreGate gate,
      Heartbeats heartbeats,
      RetryPolicy policy,
      Worker worker,
      Path work,
      Clock clock) {
    this.jobs = jobs;
    this.gate = gate;
    this.heartbeats = heartbeats;
    this.policy = policy;
    this.worker = worker;
    this.work = work;
    this.clock = clock;
  }

  /**
   * Takes a job.
   *
   * @return the job, RUNNING, or PUBLISHING if its model is public already, or FAILING; null if
   *     there is nothing to do
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
    return new JobRun(job, null, work.resolve(job.id()), null);
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
    return switch (job.state()) {
      case QUEUED -> ofQueued(job, now);
      case FAILING ->
          // its letter was not finished; writing it again from the start does no harm
          heartbeats.holds(job.id()) || heartbeats.aliveElsewhere(job, worker, now)
              ? Optional.empty()
              : jobs.replace(job, job.adopted(worker.name(), now));
      case RUNNING, PUBLISHING -> {
        if (job.worker().equals(worker.name()) && !heartbeats.holds(job.id())) {
          // our own run of it could not even write down how it ended
          Failure why =
              Failure.of(
                  FailureReason.DATABASE_UNREACHABLE,
                  "How attempt " + job.attempt() + " ended could not be written down.",
                  "queue");
          jobs.replace(job, job.retried(why, now, now));
        }
        yield Optional.empty();
      }
      case CLAIMED, COMPLETED, FAILED -> Optional.empty();
    };
  }

  private Optional<Job> ofQueued(Job job, Instant now) {
    if (!job.cancelRequested()
        && job.due() != null
        && job.due().isAfter(now.plus(SLACK))
        && !job.due().isAfter(policy.latest(now))) {
      return Optional.empty(); // a fresh message comes when it is due
    }
    if (heartbeats.holds(job.id())) {
      // two engines must never work in one scratch folder
      jobs.replace(job, job.postponed(now.plus(LET_GO), now));
      return Optional.empty();
    }
    if (!gate.open()) {
      jobs.replace(job, job.postponed(gate.opens(), now));
      return Optional.empty();
    }
    if (job.published()) {
      return jobs.replace(job, job.resumed(worker.name(), now));
    }
    if (job.cancelRequested()) {
      Failure why =
          Failure.of(FailureReason.CANCELLED, "The job was cancelled before it ran.", "queue");
      return jobs.replace(job, job.failing(why, now).adopted(worker.name(), now));
    }
    return jobs.replace(job, job.running(worker.name(), now));
  }
}
