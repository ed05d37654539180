package org.e2e3d.pipeline;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many batches the last look at each inbox saw; for metrics. */
public final class Waiting {
  private final Map<String, Integer> batches = new ConcurrentHashMap<>();

  /** Takes note of a look; passes the batches on. */
  public List<Drop> seen(List<Drop> drops) {
    if (!drops.isEmpty()) {
      batches.put(drops.get(0).inbox().kind(), drops.size());
    }
    return drops;
  }

  /** An inbox was found empty. */
  public void none(String inbox) {
    batches.put(inbox, 0);
  }

  /** Batches in all inboxes. */
  public int count() {
    return batches.values().stream().mapToInt(Integer::intValue).sum();
  }
}
