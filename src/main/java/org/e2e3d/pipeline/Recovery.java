package org.e2e3d.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobException;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.e2e3d.job.JobStoreException;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the rows with what is going on, so that nothing is forgotten: jobs whose worker fell
 * silent go back to the queue, and queued jobs that no message stands for get one.
 */
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final int AT_ONCE = 200;
  private static final int QUEUE = 10_000;
  // no upload of ours takes so long; those of the inbox are not ours
  private static final Duration ABANDONED = Duration.ofDays(1);

  /** Row version of a job that ended with its first attempt: it left nothing. */
  private static final long STRAIGHT = 6;

  private final JobStore jobs;
  private final ClaimStore claims;
  private final BatchBounds bounds;
  private final RetryPolicy policy;
  private final Worker worker;
  private final Heartbeats heartbeats;
  private final Duration lease;
  private final Duration lost;
  private final Silence silence;
  private final Clock clock;
  private volatile Instant searched;
  private final Queue<String> toFinish = new ConcurrentLinkedQueue<>();

  /**
   * @param lease how long a worker may be silent
   * @param lost after how long a message that nobody acted on is taken as lost; sending it again
   *     does no harm
   */
  public Recovery(
      JobStore jobs,
      ClaimStore claims,
      BatchBounds bounds,
      RetryPolicy policy,
      Worker worker,
      Heartbeats heartbeats,
      Duration lease,
      Duration lost,
      Clock clock) {
    this(
        jobs,
        claims,
        bounds,
        policy,
        worker,
        heartbeats,
        lease,
        lost,
        new Silence(lease, System::nanoTime),
        clock);
  }

  Recovery(
      JobStore jobs,
      ClaimStore claims,
      BatchBounds bounds,
      RetryPolicy policy,
      Worker worker,
      Heartbeats heartbeats,
      Duration lease,
      Duration lost,
      Silence silence,
      Clock clock) {
    this.silence = silence;
    this.jobs = jobs;
    this.claims = claims;
    this.bounds = bounds;
    this.policy = policy;
    this.worker = worker;
    this.heartbeats = heartbeats;
    this.lease = lease;
    this.lost = lost;
    this.clock = clock;
    this.searched = clock.instant();
  }

  /** At the start of the service: what an earlier start of this node left in its hands. */
  public void takeBackOwn() {
    Instant now = clock.instant();
    for (String id : jobs.mend(true, now)) {
      toFinish.add(id);
    }
    // the broker may have been lost; a few messages too many do no harm
    jobs.forgetSent();
    for (Job job : jobs.inHands()) {
      if (worker.wasMine(job.worker())) {
        revive(job, now)
            .filter(j -> j.state() == JobState.FAILING)
            .ifPresent(j -> toFinish.add(j.id()));
      }
    }
  }

  /**
   * One comparison.
   *
   * @return ids of the jobs that the queue must be told of
   */
  public List<String> toSend() {
    Instant now = clock.instant();
    List<String> ids = new ArrayList<>();
    if (worker.draining()) {
      return ids;
    }
    // rows of ended jobs are met by no list of this class
    boolean all = Duration.between(searched, now).abs().compareTo(lease) > 0;
    searched = all ? now : searched;
    for (String id : jobs.mend(all, now)) {
      jobs.find(id).filter(job -> job.state() == JobState.FAILING).ifPresent(j -> ids.add(id));
    }
    for (Job job : silence.among(jobs.inHands())) {
      if (heartbeats.holds(job.id())) {
        continue; // it is in our own hands: the clock was set, or the database was away
      }
      if (revive(job, now).filter(j -> j.state() == JobState.FAILING).isPresent()) {
        ids.add(job.id());
      }
    }
    jobs.toSend(now, now.minus(lost), policy.latest(now), AT_ONCE)
        .forEach(job -> ids.add(job.id()));
    // A job given up at the start waits for nobody: without a message its letter would wait for the
    // lease to run out.
    for (String id = toFinish.poll(); id != null; id = toFinish.poll()) {
      ids.add(id);
    }
    return ids;
  }

  /** Queued jobs that a person cancelled: no worker need come free for their letters. */
  public List<String> cancelled() {
    return worker.draining()
        ? List.of()
        : jobs.recent(EnumSet.of(JobState.QUEUED), QUEUE, 0).stream()
            .filter(Job::cancelRequested)
            .map(Job::id)
            .toList();
  }

  /**
   * Takes note that the queue gets a message for a job. This comes before the sending: after it,
   * the job may have been taken, run and queued again, and the note would stand for a message that
   * is gone.
   */
  public void sent(String id) {
    jobs.markSent(id, clock.instant());
  }

  /** Takes note that the queue could not be given that message. */
  public void notSent(String id) {
    jobs.markSent(id, null);
  }

  /** One job that cannot be helped now must not hold up the others. */
  private Optional<Job> revive(Job job, Instant now) {
    try {
      return revived(job, now);
    } catch (StorageException | JobStoreException e) {
      LOG.warn("job {} cannot be helped now: {}", job.id(), e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Job> revived(Job job, Instant now) {
    return switch (job.state()) {
      case CLAIMED -> admit(job, now);
      case RUNNING, PUBLISHING -> requeue(job, now);
      case FAILING -> Optional.of(job);
      case QUEUED, COMPLETED, FAILED -> Optional.empty();
    };
  }

  private Optional<Job> admit(Job job, Instant now) {
    Claim claim;
    try {
      claim = claims.of(job);
    } catch (JobException e) {
      return jobs.replace(job, job.failing(e.failure(), now));
    }
    return bounds.admit(job, claim, now);
  }

  private Optional<Job> requeue(Job job, Instant now) {
    Failure why =
        Failure.of(
            FailureReason.WORKER_LOST,
            "The worker was gone in attempt " + job.attempt() + ".",
            job.progress().stage());
    boolean again = job.published() || policy.again(why, job.attempt());
    LOG.warn(
        "job {} lost its worker while {}; {}",
        job.id(),
        job.state(),
        again ? "it goes on from its checkpoints" : "its attempts are used up");
    return jobs.replace(job, again ? job.retried(why, now, now) : job.failing(why, now));
  }

  /**
   * Removes what dead attempts left in the store: versions in the models bucket that no row names,
   * of jobs which ended lately, and uploads in parts that nobody goes on with.
   */
  public void sweep(ObjectStore store, Buckets buckets) {
    Instant longAgo = clock.instant().minus(ABANDONED);
    for (String bucket : List.of(buckets.models(), buckets.archive(), buckets.deadLetter())) {
      int uploads = store.abortUploads(bucket, longAgo);
      if (uploads > 0) {
        LOG.info("{} unfinished uploads of bucket {} are removed", uploads, bucket);
      }
    }
    Versions versions = new Versions(store, buckets);
    jobs.recent(Set.of(JobState.COMPLETED, JobState.FAILED), AT_ONCE, 0).stream()
        .filter(job -> job.state() == JobState.FAILED || job.version() > STRAIGHT)
        .forEach(versions::sweep);
  }

  /** Deletes scratch folders of jobs that have ended or are not known. */
  public void sweep(Path work) throws IOException {
    if (!Files.isDirectory(work)) {
      return;
    }
    try (Stream<Path> folders = Files.list(work)) {
      for (Path folder : folders.toList()) {
        Optional<Job> job = jobs.find(folder.getFileName().toString());
        if (job.isEmpty() || job.get().state().isFinal()) {
          Scratch.delete(folder);
        }
      }
    }
  }
}
