package org.e2e3d.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.e2e3d.job.Job;

/**
 * Tells which jobs' workers fell silent: their rows did not change while this node looked for as
 * long as the lease, in its own uninterrupted time. No clock is compared with another node's, so it
 * does not matter how far they are apart, or that one is set.
 */
final class Silence {
  private final Duration lease;
  private final LongSupplier nanoTime;
  private Map<String, Sign> seen = new HashMap<>();
  private long lastLook;

  /** The last sign of life, and since when it is the last. */
  private record Sign(long version, String worker, Instant heartbeat, long since) {
    boolean of(Job job) {
      return version == job.version()
          && worker.equals(job.worker())
          && Objects.equals(heartbeat, job.heartbeat());
    }
  }

  /**
   * @param nanoTime as System.nanoTime(), which no setting of clocks moves
   */
  Silence(Duration lease, LongSupplier nanoTime) {
    this.lease = lease;
    this.nanoTime = nanoTime;
    this.lastLook = nanoTime.getAsLong();
  }

  /**
   * One look.
   *
   * @param inHands all jobs that somebody should be working on
   * @return those whose last sign of life is the same as a lease ago
   */
  synchronized List<Job> among(List<Job> inHands) {
    long now = nanoTime.getAsLong();
    if (now - lastLook > 2 * lease.toNanos()) {
      seen.clear(); // nobody could look, and so perhaps nobody could give a sign
    }
    lastLook = now;
    Map<String, Sign> next = new HashMap<>();
    List<Job> silent = new ArrayList<>();
    for (Job job : inHands) {
      Sign before = seen.get(job.id());
      Sign sign =
          before != null && before.of(job)
              ? before
              : new Sign(job.version(), job.worker(), job.heartbeat(), now);
      next.put(job.id(), sign);
      if (now - sign.since() >= lease.toNanos()) {
        silent.add(job);
      }
    }
    seen = next;
    return silent;
  }
}
