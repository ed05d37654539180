package org.e2e3d.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Failures;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens after a failure, in this one place: permanent ones go to the dead letters at once;
 * transient ones and crashes go back to the queue with a growing pause, until their attempts are
 * used up. While the store is away as a whole, nothing is counted; and a job whose model is public
 * is tried until it has ended with that model.
 */
public final class SettleFailure {
  private static final Logger LOG = LoggerFactory.getLogger(SettleFailure.class);

  private final JobStore jobs;
  private final RetryPolicy policy;
  private final BooleanSupplier stopping;
  private final StoreGate gate;
  private final BooleanSupplier storeAnswers;
  private final Clock clock;

  SettleFailure(JobStore jobs, RetryPolicy policy, Clock clock) {
    this(jobs, policy, () -> false, new StoreGate(clock), () -> true, clock);
  }

  /**
   * @param stopping true while the service stops: what fails then fails because of that
   * @param storeAnswers asks the store anything
   */
  public SettleFailure(
      JobStore jobs,
      RetryPolicy policy,
      BooleanSupplier stopping,
      StoreGate gate,
      BooleanSupplier storeAnswers,
      Clock clock) {
    this.jobs = jobs;
    this.policy = policy;
    this.stopping = stopping;
    this.gate = gate;
    this.storeAnswers = storeAnswers;
    this.clock = clock;
  }

  /**
   * Settles a run that threw.
   *
   * @return the job in FAILING, for the dead letters; null if it was queued again or is lost
   */
  public JobRun settle(JobRun run, Throwable thrown) {
    if (thrown instanceof LostJobException) {
      LOG.warn("{}; this worker stops", thrown.getMessage());
      return null;
    }
    Failure why = Failures.of(thrown, "run");
    Job before = jobs.find(run.job().id()).orElse(run.job());
    if (before.attempt() != run.job().attempt()
        || !before.worker().equals(run.job().worker())
        || before.state().isFinal()) {
      LOG.warn("failed with {}, but the job is in other hands now", why.code());
      return null;
    }
    Job after = after(before, why, thrown);
    return jobs.replace(before, after)
        .filter(job -> job.state() == JobState.FAILING)
        .map(run::with)
        .orElse(null);
  }

  private boolean answers() {
    try {
      return storeAnswers.getAsBoolean();
    } catch (StorageException e) {
      return !e.isTransient(); // whatever else it says, it answers
    }
  }

  private Job after(Job job, Failure why, Throwable thrown) {
    Instant now = clock.instant();
    if (stopping.getAsBoolean() && why.kind() != FailureReason.Kind.PERMANENT) {
      LOG.info("handed back to the queue: the service stops ({})", why.message());
      return job.handedBack(now);
    }
    if (why.code() == FailureReason.STORE_UNREACHABLE && !answers()) {
      // no attempt can do better now, and no dead letter could be written either
      gate.failed();
      LOG.warn("the store is away: {}; again when it may be back, {}", why.message(), gate.opens());
      return job.waiting(why, gate.opens(), now);
    }
    if (job.published() || policy.again(why, job.attempt())) {
      Duration pause = policy.pause(job.attempt());
      LOG.warn(
          "attempt {} failed: {}: {}; again in {} s",
          job.attempt(),
          why.code(),
          why.message(),
          pause.toMillis() / 1000.0);
      LOG.debug("because", thrown);
      return job.retried(why, now.plus(pause), now);
    }
    LOG.warn("no model: {}: {}", why.code(), why.message());
    if (why.code() == FailureReason.INTERNAL_ERROR) {
      LOG.error("an unexpected error", thrown);
    }
    return job.failing(why, now);
  }
}
