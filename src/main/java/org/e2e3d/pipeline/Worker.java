package org.e2e3d.pipeline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who works here.
 *
 * <p>A worker's name is {@code node#start}: the node is the data folder's own and stays, the start
 * is new each time, so a restarted service knows its own orphans at once.
 */
public final class Worker {
  private final String node;
  private final String name;
  private final AtomicBoolean draining = new AtomicBoolean();
  // in the time of System.nanoTime(); 0 before it is known
  private final AtomicLong stopAt = new AtomicLong();

  public Worker(String node, String start) {
    this.node = node;
    this.name = node + "#" + start;
  }

  public String name() {
    return name;
  }

  /** True if the job was in the hands of an earlier start of this same node. */
  boolean wasMine(String worker) {
    return worker.startsWith(node + "#") && !worker.equals(name);
  }

  /** From now on no job is taken, and running ones hand themselves back at once. */
  public void drain() {
    drain(Duration.ZERO);
  }

  /** From now on no job is taken; running ones hand themselves back when the grace is over. */
  public void drain(Duration grace) {
    stopAt.compareAndSet(0, System.nanoTime() + grace.toNanos() | 1);
    draining.set(true);
  }

  /** True if running jobs must hand themselves back now. */
  boolean mustStop() {
    return draining.get() && System.nanoTime() - stopAt.get() >= 0;
  }

  public boolean draining() {
    return draining.get();
  }
}
