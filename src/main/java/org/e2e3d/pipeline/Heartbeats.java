package org.e2e3d.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.e2e3d.engine.EngineEvent;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.e2e3d.job.JobStore.Lease;
import org.e2e3d.job.JobStoreException;
import org.e2e3d.job.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs of life of the jobs in this worker's hands, from the moment they are taken until they are
 * let go, whatever step they are in; and what the rows answer: cancel, or lost.
 */
public final class Heartbeats implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
  private static final long LONGEST_PAUSE_MS = 2000;

  private final JobStore jobs;
  private final Clock clock;
  private final long pauseMillis;
  private final Duration lease;
  private final Map<String, Beat> beats = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;

  public Heartbeats(JobStore jobs, Duration lease, Clock clock) {
    this(
        jobs,
        lease,
        clock,
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "heartbeats");
              thread.setDaemon(true);
              return thread;
            }));
  }

  /** With a timer of the caller's, which is shut down with this. */
  Heartbeats(JobStore jobs, Duration lease, Clock clock, ScheduledExecutorService timer) {
    this.jobs = jobs;
    this.clock = clock;
    this.timer = timer;
    this.lease = lease;
    this.pauseMillis = Math.max(50, Math.min(LONGEST_PAUSE_MS, lease.toMillis() / 5));
  }

  void start(Job job) {
    Beat beat = new Beat(job);
    Beat earlier = beats.put(job.id(), beat);
    if (earlier != null) {
      earlier.task.cancel(false);
    }
    beat.task =
        timer.scheduleWithFixedDelay(
            () -> beat(beat), pauseMillis, pauseMillis, TimeUnit.MILLISECONDS);
  }

  /** Stops those of this attempt; a later attempt may have begun already. */
  void stop(Job job) {
    Beat beat = beats.get(job.id());
    if (beat != null && beat.job.attempt() == job.attempt() && beats.remove(job.id(), beat)) {
      beat.task.cancel(false);
    }
  }

  /** True if the worker that the row names may well be alive, and is not this one. */
  boolean aliveElsewhere(Job job, Worker here, Instant now) {
    return !job.worker().isEmpty()
        && !job.worker().equals(here.name())
        && !here.wasMine(job.worker())
        && job.heartbeat() != null
        && !job.heartbeat().isBefore(now.minus(lease))
        && !job.heartbeat().isAfter(now.plus(lease)); // else the clock was set back since
  }

  /** True if a run in this process has not let go of the job, whatever its row says. */
  boolean holds(String job) {
    return beats.containsKey(job);
  }

  Lease lease(String job) {
    Beat beat = beats.get(job);
    return beat == null ? Lease.LOST : beat.lease;
  }

  /** Takes note of what the engine tells. */
  void note(String job, EngineEvent event) {
    Beat beat = beats.get(job);
    if (beat == null) {
      return;
    }
    if (event instanceof EngineEvent.Progress p) {
      beat.progress = new Progress(p.stage().label(), p.fraction(), p.secondsLeft(), p.detail());
    } else if (event instanceof EngineEvent.StageDone done) {
      synchronized (beat.seconds) {
        beat.seconds.put(done.stage().label(), done.seconds());
      }
      LOG.info(
          "stage {} {} in {} s",
          done.stage().label(),
          done.resumed() ? "was done before" : "done",
          Math.round(done.seconds() * 10) / 10.0);
    }
  }

  /** Wall seconds of the stages that ended. */
  Map<String, Double> seconds(String job) {
    Beat beat = beats.get(job);
    if (beat == null) {
      return Map.of();
    }
    synchronized (beat.seconds) {
      return new LinkedHashMap<>(beat.seconds);
    }
  }

  /** Label of the stage last told of. */
  String stage(String job) {
    Beat beat = beats.get(job);
    return beat == null ? "" : beat.progress.stage();
  }

  private void beat(Beat beat) {
    try {
      beat.lease = jobs.heartbeat(beat.job, beat.progress, clock.instant());
    } catch (JobStoreException e) {
      // the lease stands until it runs out; the next beat may get through
      LOG.warn("no heartbeat for job {}: {}", beat.job.id(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("no heartbeat for job {}", beat.job.id(), e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static final class Beat {
    private final Job job;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private volatile Progress progress = Progress.NONE;
    private volatile Lease lease = Lease.HELD;
    private volatile ScheduledFuture<?> task;

    Beat(Job job) {
      this.job = job;
    }
  }
}
