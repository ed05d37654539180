package org.e2e3d.pipeline;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many batches the last look at each inbox saw; for metrics. */
public final class Waiting {
  private final Map<String, Integer> batches = new ConcurrentHashMap<>();
  private final InboxBounds bounds;

  public Waiting(InboxBounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Takes note of a look; passes the batches on.
   *
   * @param inbox "folder" or "bucket"
   */
  public List<Drop> seen(List<Drop> drops, String inbox) {
    batches.put(inbox, drops.size());
    bounds.seen(inbox, drops.stream().map(Drop::folder).toList());
    return drops;
  }

  /** Batches that are held, and why; see {@link InboxBounds}. */
  public Map<String, String> held() {
    return bounds.held();
  }

  /** Batches in all inboxes. */
  public int count() {
    return batches.values().stream().mapToInt(Integer::intValue).sum();
  }
}
