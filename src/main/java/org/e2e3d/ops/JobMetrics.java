package org.e2e3d.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.e2e3d.job.JobStoreException;
import org.e2e3d.pipeline.Waiting;

/** The service's own figures, beside Camel's and the JVM's. */
public final class JobMetrics {
  private final MeterRegistry registry;

  public JobMetrics(
      MeterRegistry registry, JobStore jobs, LongSupplier queueDepth, Waiting inboxes) {
    this.registry = registry;
    for (JobState state : JobState.values()) {
      Gauge.builder("e2e3d.jobs", () -> count(jobs, state))
          .description("Jobs in each state")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder("e2e3d.queue.depth", queueDepth::getAsLong)
        .description("Messages in the job queue; -1 if the broker does not tell")
        .register(registry);
    Gauge.builder("e2e3d.inbox.batches", inboxes::count)
        .description("Batches in the inboxes at the last look")
        .register(registry);
    Gauge.builder("e2e3d.inbox.held", () -> inboxes.held().size())
        .description("Batches that are left untouched in the inboxes; the log says why")
        .register(registry);
  }

  private static double count(JobStore jobs, JobState state) {
    try {
      return jobs.counts().getOrDefault(state, 0L);
    } catch (JobStoreException e) {
      return Double.NaN; // health tells that the database is away
    }
  }

  /** Counts a job that ended. */
  public void ended(Job job) {
    String outcome =
        job.state() == JobState.FAILED ? "failed" : job.partial() ? "partial" : "complete";
    String code = job.failure() == null ? "" : job.failure().code().name();
    registry.counter("e2e3d.jobs.ended", "outcome", outcome, "code", code).increment();
    job.stageSeconds()
        .forEach(
            (stage, seconds) ->
                registry
                    .timer("e2e3d.stage.duration", "stage", stage)
                    .record(Duration.ofMillis((long) (seconds * 1000))));
    if (job.created() != null && job.finished() != null) {
      registry
          .timer("e2e3d.job.duration", "outcome", outcome)
          .record(Duration.between(job.created(), job.finished()));
    }
  }
}
