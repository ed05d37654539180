package org.e2e3d.ops;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.e2e3d.pipeline.Commands;
import org.e2e3d.pipeline.DeadLetters;
import org.e2e3d.pipeline.Waiting;

/** The jobs over JMX. */
public final class Jobs implements JobsMXBean {
  private static final Set<JobState> AT_WORK =
      EnumSet.of(JobState.RUNNING, JobState.PUBLISHING, JobState.FAILING);
  private static final int LIMIT = 100;

  private final JobStore jobs;
  private final DeadLetters letters;
  private final Commands commands;
  private final LongSupplier queueDepth;
  private final Waiting inboxes;

  public Jobs(JobStore jobs, DeadLetters letters, LongSupplier queueDepth, Waiting inboxes) {
    this.jobs = jobs;
    this.letters = letters;
    this.commands = new Commands(letters);
    this.queueDepth = queueDepth;
    this.inboxes = inboxes;
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
    return letters.list(LIMIT).stream().map(Commands::line).toList();
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
    return inboxes.count();
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
  public List<String> getHeld() {
    List<String> held = new ArrayList<>();
    inboxes.held().forEach((batch, why) -> held.add(batch + ": " + why));
    return held;
  }

  @Override
  public String showDeadLetter(String batchOrJob) {
    return asked(() -> letters.show(batchOrJob));
  }

  @Override
  public String replay(String batchOrJob) {
    return replay(batchOrJob, "");
  }

  @Override
  public String replay(String batchOrJob, String changes) {
    return asked(() -> commands.replay(batchOrJob, changes));
  }

  @Override
  public String discard(String job) {
    return asked(() -> letters.discard(job).id());
  }

  @Override
  public boolean cancel(String batchOrJob) {
    try {
      letters.cancel(batchOrJob);
      return true;
    } catch (NoSuchElementException e) {
      return false;
    }
  }

  /** Consoles know Java's own exceptions only. */
  private static String asked(Supplier<String> what) {
    try {
      return what.get();
    } catch (ReconstructionException | NoSuchElementException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
