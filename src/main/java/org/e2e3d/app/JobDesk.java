package org.e2e3d.app;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.e2e3d.pipeline.BatchBounds;
import org.e2e3d.pipeline.Buckets;
import org.e2e3d.pipeline.ClaimStore;
import org.e2e3d.pipeline.DeadLetters;
import org.e2e3d.pipeline.Replay;
import org.e2e3d.pipeline.StatusReport;

/**
 * Status, replay, cancel and dead letters from the command line, beside a running service and
 * without one: they read and write the rows (and the store), and the service, running or started
 * later, acts on them.
 */
public final class JobDesk implements AutoCloseable {
  private final Settings settings;
  private final JobStore jobs;
  private final Clock clock = Clock.systemUTC();
  // opened when first needed: status and the like do without
  private StoreAccess store;

  private JobDesk(Settings settings, JobStore jobs) {
    this.settings = settings;
    this.jobs = jobs;
  }

  public static JobDesk open(Settings settings) {
    return new JobDesk(settings, JobStores.open(settings));
  }

  public JobStore jobs() {
    return jobs;
  }

  public StatusReport status(int limit) {
    return StatusReport.of(jobs, limit, clock.instant());
  }

  /** What can be done with jobs and dead letters. */
  public DeadLetters letters() {
    if (store == null) {
      store = StoreAccess.open(settings);
    }
    Buckets buckets = Wiring.buckets(settings);
    BatchBounds bounds = new BatchBounds(jobs, Wiring.limits(settings));
    Replay replay = new Replay(jobs, new ClaimStore(store.store(), buckets), bounds, clock);
    return new DeadLetters(jobs, store.store(), buckets, replay, clock);
  }

  /**
   * Runs a batch again.
   *
   * @param batchOrJob a job's id, or a batch's name for its newest job
   * @param options preset and single options over those of the job before
   * @throws java.util.NoSuchElementException if there is none
   * @throws IllegalStateException if it has not ended yet
   */
  public Job replay(String batchOrJob, Map<String, String> options) {
    return letters().replay(batchOrJob, options, List.of());
  }

  /**
   * Asks for a job to be stopped.
   *
   * @return false if there is no such job or it has ended
   */
  public boolean cancel(String job) {
    return jobs.requestCancel(job, clock.instant());
  }

  /** True if a service is at work on these settings' data folder, or a real store is used. */
  boolean isServed() {
    letters();
    return store.isServedByAnother();
  }

  @Override
  public void close() {
    if (store != null) {
      Service.closed("the store", store);
    }
    Service.closed("the job rows", jobs);
  }
}
