package org.e2e3d.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobIds;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person can do with dead letters, and with jobs he does not want: list, show, replay,
 * discard, cancel. It writes rows and objects only, so it works beside a running service and
 * without one; command line, JMX and the command route all come here.
 */
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final int LETTER_LIMIT = 16 << 20;
  private static final int PAGE = 200;

  private final JobStore jobs;
  private final ObjectStore store;
  private final Buckets buckets;
  private final Replay replay;
  private final Clock clock;

  public DeadLetters(
      JobStore jobs, ObjectStore store, Buckets buckets, Replay replay, Clock clock) {
    this.jobs = jobs;
    this.store = store;
    this.buckets = buckets;
    this.replay = replay;
    this.clock = clock;
  }

  /**
   * Jobs that have a dead letter, newest first.
   *
   * @param limit the most to give
   */
  public List<Job> list(int limit) {
    List<Job> letters = new java.util.ArrayList<>();
    for (int offset = 0; letters.size() < limit; offset += PAGE) {
      List<Job> page = jobs.recent(EnumSet.of(JobState.FAILED), PAGE, offset);
      page.stream()
          .filter(job -> !job.letterAt().isEmpty())
          .limit(limit - (long) letters.size())
          .forEach(letters::add);
      if (page.size() < PAGE) {
        break;
      }
    }
    return letters;
  }

  /**
   * A dead letter's {@code failure.json}, as it was written.
   *
   * @param batchOrJob a job's id, or a batch's name for its newest job
   * @throws NoSuchElementException if there is no such job, or it has no letter
   */
  public String show(String batchOrJob) {
    Job job = withLetter(batchOrJob);
    return new String(
        store.bytes(buckets.deadLetter(), job.letterAt() + EndJob.FAILURE, LETTER_LIMIT),
        StandardCharsets.UTF_8);
  }

  /** Id of the job that replays this one; empty if none does. */
  public Optional<String> replayedBy(Job job) {
    return jobs.find(JobIds.replay(job.id())).map(Job::id);
  }

  /** See {@link Replay#replay(String, Map, Collection)}. */
  public Job replay(String batchOrJob, Map<String, String> options, Collection<String> exclude) {
    return replay.replay(batchOrJob, options, exclude);
  }

  /**
   * Throws a dead letter away, with the images if they lie in it. The row stays, and says so. It is
   * done again if it was broken off.
   *
   * @throws NoSuchElementException if there is no such job, or it never had a letter
   * @throws IllegalStateException if a replay that needs the images has not ended
   */
  public Job discard(String batchOrJob) {
    Job job = replay.find(batchOrJob);
    if (job.state() != JobState.FAILED) {
      throw new NoSuchElementException("job " + job.id() + " is " + job.state() + ", not FAILED");
    }
    Optional<Job> later = jobs.find(JobIds.replay(job.id()));
    if (later.isPresent() && !later.get().state().isFinal()) {
      throw new IllegalStateException(
          "job " + later.get().id() + " replays it and is " + later.get().state());
    }
    String folder = Buckets.folder(job);
    boolean withImages = job.imagesAt().equals(buckets.letterPlace(job));
    Job row = job;
    if (!job.letterAt().isEmpty()) {
      row =
          jobs.replace(job, job.discarded(withImages, clock.instant()))
              .orElseThrow(() -> new IllegalStateException("job " + job.id() + " has changed"));
    }
    // the row first: whoever reads it must not look for what is being deleted
    store.deleteAll(buckets.deadLetter(), folder);
    LOG.info("dead letter {} was discarded{}", folder, withImages ? ", with its images" : "");
    return row;
  }

  /**
   * Asks for a job to be stopped; its images go to the dead letters.
   *
   * @param batchOrJob a job's id, or a batch's name for its newest job
   * @throws NoSuchElementException if there is no such job, or it has ended
   */
  public Job cancel(String batchOrJob) {
    Job job = replay.find(batchOrJob);
    if (!jobs.requestCancel(job.id(), clock.instant())) {
      throw new NoSuchElementException("job " + job.id() + " has ended: " + job.state());
    }
    LOG.info("job {} is to be cancelled", job.id());
    return job;
  }

  private Job withLetter(String batchOrJob) {
    Job job = replay.find(batchOrJob);
    if (job.letterAt().isEmpty()) {
      throw new NoSuchElementException(
          "job " + job.id() + " has no dead letter; it is " + job.state());
    }
    return job;
  }
}
