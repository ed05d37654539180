package org.e2e3d.pipeline;

import java.util.concurrent.atomic.AtomicBoolean;

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

  /** From now on no job is taken, and running ones hand themselves back. */
  public void drain() {
    draining.set(true);
  }

  public boolean draining() {
    return draining.get();
  }
}
