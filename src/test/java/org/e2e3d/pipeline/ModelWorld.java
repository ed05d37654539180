package org.e2e3d.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.e2e3d.job.Job;
import org.e2e3d.job.MemoryJobStore;
import org.e2e3d.storage.MemoryObjectStore;
import org.e2e3d.storage.PutOptions;

/** All that outlives a process in the model: objects, rows, messages, and the time. */
final class ModelWorld {
  static final Buckets BUCKETS = new Buckets("inbox", "models", "archive", "dead-letter");
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /** A clock that stands still until it is moved. */
  static final class ModelClock extends Clock {
    private Instant now = START;

    void move(long seconds) {
      now = now.plusSeconds(seconds);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  final ModelClock clock = new ModelClock();
  final MemoryObjectStore store = new MemoryObjectStore(clock);
  final MemoryJobStore jobs = new MemoryJobStore();

  /** Messages in the queue: job ids. */
  final List<String> queue = new ArrayList<>();

  /** How often each process ran the engine. */
  final Map<String, Integer> engineRuns = new TreeMap<>();

  /** What was dropped: content of every image by batch and name. */
  final Map<String, Map<String, String>> dropped = new TreeMap<>();

  ModelWorld() {
    for (String bucket : List.of("inbox", "models", "archive", "dead-letter")) {
      store.ensureBucket(bucket);
    }
  }

  /** As System.nanoTime(). */
  long nanoTime() {
    return java.time.Duration.between(START, clock.instant()).toNanos();
  }

  /** Drops a batch of images with a marker, long enough ago to be complete. */
  void drop(String batch, String... images) {
    for (String image : images) {
      String content = "pixels of " + batch + "/" + image;
      put(batch + "/" + image, content);
      dropped.computeIfAbsent(batch, b -> new TreeMap<>()).put(image, content);
    }
    put(batch + "/_READY", "");
    clock.move(60);
  }

  /** All of it as a value. */
  Digest128 state() {
    Digest128 state = Digest128.EMPTY;
    for (String bucket : List.of("inbox", "models", "archive", "dead-letter")) {
      for (var object : store.view(bucket).entrySet()) {
        state =
            state
                .with(bucket + "/" + object.getKey())
                .with(object.getValue().etag())
                .with(object.getValue().at())
                .with(object.getValue().options().metadata());
      }
    }
    for (Job job : jobs.recent(Set.of(), 100, 0)) {
      state = state.with(job);
    }
    return state.with(queue.stream().sorted().toList()).with(clock.instant());
  }

  private void put(String key, String content) {
    store.put(
        BUCKETS.inbox(),
        key,
        content.getBytes(StandardCharsets.UTF_8),
        PutOptions.of("application/octet-stream"));
  }
}
