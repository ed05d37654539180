package org.e2e3d.ops;

import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;

/** The jobs over JMX. */
public final class Jobs implements JobsMXBean {
  private static final Set<JobState> AT_WORK =
      EnumSet.of(JobState.RUNNING, JobState.PUBLISHING, JobState.FAILING);
  private static final int LIMIT = 100;

  private final JobStore jobs;
  private final UnaryOperator<String> replay;
  private final LongSupplier queueDepth;
  private final LongSupplier inboxBatches;
  private final Clock clock;

  /**
   * @param replay takes a job's id or a batch's name and gives the new job's id
   */
  public Jobs(
      JobStore jobs,
      UnaryOperator<String> replay,
      LongSupplier queueDepth,
      LongSupplier inboxBatches,
      Clock clock) {
    this.jobs = jobs;
    this.replay = replay;
    this.queueDepth = queueDepth;
    this.inboxBatches = inboxBatches;
    this.clock = clock;
  }

  @Override
  public Map<String, Long> getByState() {
    Map<String, Long> byState = new LinkedHashMap<>();
    jobs.counts().forEach((state, count) -> byState.put(state.name(), count));
    return byState;
  }

  @Override
  public List<InFlight> getInFlight() {
    return jobs.recent(AT_WORK, LIMIT, 0).stream()
        .map(
            job ->
                new InFlight(
                    job.id(),
                    job.batch(),
                    job.state().name(),
                    job.progress().stage(),
                    (int) Math.floor(job.progress().fraction() * 100),
                    job.progress().secondsLeft(),
                    job.attempt(),
                    job.worker()))
        .toList();
  }

  @Override
  public List<String> getDeadLetters() {
    return jobs.recent(EnumSet.of(JobState.FAILED), LIMIT, 0).stream()
        .map(job -> job.id() + ": " + reason(job))
        .toList();
  }

  private static String reason(Job job) {
    return job.whyNot().map(why -> why.code() + ": " + why.message()).orElse("");
  }

  @Override
  public long getQueueDepth() {
    return queueDepth.getAsLong();
  }

  @Override
  public long getInboxBatches() {
    return inboxBatches.getAsLong();
  }

  @Override
  public String show(String id) {
    Job job =
        jobs.find(id).orElseThrow(() -> new IllegalArgumentException("there is no job " + id));
    StringBuilder text = new StringBuilder();
    text.append(job.id()).append(' ').append(job.state()).append(' ').append(reason(job));
    text.append("\nimages at ").append(job.imagesAt());
    text.append("\nmodel at ").append(job.modelAt());
    for (JobStore.Change change : jobs.history(id)) {
      text.append('\n')
          .append(change.at())
          .append(' ')
          .append(change.state())
          .append(" attempt ")
          .append(change.attempt())
          .append(' ')
          .append(change.note());
    }
    return text.toString();
  }

  @Override
  public String replay(String batchOrJob) {
    return replay.apply(batchOrJob);
  }

  @Override
  public boolean cancel(String job) {
    return jobs.requestCancel(job, clock.instant());
  }
}
