package org.e2e3d.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The port in memory, for tests that run the pipeline many thousand times. It keeps the same
 * contract as the databases ({@link MemoryJobStoreTest}).
 */
public final class MemoryJobStore implements JobStore {
  private final Map<String, Job> rows = new TreeMap<>();
  private final Map<String, List<Change>> changes = new HashMap<>();

  @Override
  public synchronized boolean insert(Job job) {
    if (rows.putIfAbsent(job.id(), job) != null) {
      return false;
    }
    note(job);
    return true;
  }

  @Override
  public synchronized Optional<Job> find(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public synchronized Optional<Job> replace(Job seen, Job next) {
    if (!seen.id().equals(next.id())) {
      throw new IllegalArgumentException(seen.id() + " cannot become " + next.id());
    }
    if (seen.state() != next.state() && !seen.state().canBecome(next.state())) {
      throw new IllegalStateException(seen.state() + " cannot become " + next.state());
    }
    Job now = rows.get(seen.id());
    if (now == null || now.version() != seen.version() || now.state() != seen.state()) {
      return Optional.empty();
    }
    JobDraft draft = new JobDraft(next);
    draft.version = seen.version() + 1;
    draft.cancelRequested = now.cancelRequested(); // set by others meanwhile
    Job stored = draft.build();
    rows.put(stored.id(), stored);
    note(stored);
    return Optional.of(stored);
  }

  private void note(Job job) {
    String why = job.failure() == null ? "" : job.failure().code().name();
    changes
        .computeIfAbsent(job.id(), id -> new ArrayList<>())
        .add(
            new Change(
                job.version(), job.state(), job.attempt(), job.worker(), why, job.updated()));
  }

  @Override
  public synchronized Lease heartbeat(Job job, Progress progress, Instant now) {
    Job row = rows.get(job.id());
    Set<JobState> alive = Set.of(JobState.RUNNING, JobState.PUBLISHING, JobState.FAILING);
    if (row == null
        || !row.worker().equals(job.worker())
        || row.attempt() != job.attempt()
        || !alive.contains(row.state())) {
      return Lease.LOST;
    }
    JobDraft draft = new JobDraft(row);
    draft.heartbeat = now;
    draft.progress = progress;
    rows.put(row.id(), draft.build());
    return row.cancelRequested() ? Lease.CANCEL_REQUESTED : Lease.HELD;
  }

  @Override
  public synchronized void markSent(String id, Instant at) {
    Job row = rows.get(id);
    if (row != null && row.state() == JobState.QUEUED) {
      JobDraft draft = new JobDraft(row);
      draft.sent = at;
      rows.put(id, draft.build());
    }
  }

  @Override
  public synchronized boolean requestCancel(String id, Instant now) {
    Job row = rows.get(id);
    if (row == null || row.state().isFinal()) {
      return false;
    }
    JobDraft draft = new JobDraft(row);
    draft.cancelRequested = true;
    draft.updated = now;
    rows.put(id, draft.build());
    return true;
  }

  @Override
  public synchronized void forgetSent() {
    rows.values().stream().map(Job::id).toList().forEach(id -> markSent(id, null));
  }

  @Override
  public synchronized List<Job> toSend(Instant now, Instant sentBefore, Instant latest, int limit) {
    return select(
        job ->
            job.state() == JobState.QUEUED
                && !within(job.due(), now, latest)
                && (job.sent() == null || !within(job.sent(), sentBefore.minusMillis(1), latest)),
        Comparator.comparing(Job::due).thenComparing(Job::id),
        limit);
  }

  @Override
  public synchronized List<Job> inHands() {
    Set<JobState> atWork =
        Set.of(JobState.RUNNING, JobState.PUBLISHING, JobState.FAILING, JobState.CLAIMED);
    return select(
        job -> atWork.contains(job.state()),
        Comparator.comparing(MemoryJobStore::lastSign).thenComparing(Job::id),
        Integer.MAX_VALUE);
  }

  /** Later than one time and not later than another. */
  private static boolean within(Instant at, Instant after, Instant latest) {
    return at.isAfter(after) && !at.isAfter(latest);
  }

  private static Instant lastSign(Job job) {
    return job.heartbeat() == null ? job.updated() : job.heartbeat();
  }

  private List<Job> select(Predicate<Job> where, Comparator<Job> order, int limit) {
    return rows.values().stream().filter(where).sorted(order).limit(limit).toList();
  }

  private static Comparator<Job> newestFirst() {
    return Comparator.comparing(Job::created).reversed().thenComparing(Job::id);
  }

  @Override
  public synchronized List<Job> recent(Set<JobState> states, int limit, int offset) {
    return select(
            job -> states.isEmpty() || states.contains(job.state()),
            newestFirst(),
            Integer.MAX_VALUE)
        .stream()
        .skip(offset)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Job> ofBatch(String batch, int limit) {
    return select(job -> job.batch().equals(batch), newestFirst(), limit);
  }

  @Override
  public synchronized Map<JobState, Long> counts() {
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    for (JobState state : JobState.values()) {
      counts.put(state, 0L);
    }
    rows.values().forEach(job -> counts.merge(job.state(), 1L, Long::sum));
    return counts;
  }

  @Override
  public synchronized List<Change> history(String id) {
    return List.copyOf(changes.getOrDefault(id, List.of()));
  }

  @Override
  public synchronized int forgetFinished(Instant before) {
    List<Job> old =
        select(
            job -> job.state().isFinal() && job.finished().isBefore(before),
            newestFirst(),
            Integer.MAX_VALUE);
    old.forEach(
        job -> {
          rows.remove(job.id());
          changes.remove(job.id());
        });
    return old.size();
  }

  @Override
  public List<String> mend(boolean all, Instant now) {
    return List.of(); // no row can be damaged here
  }

  @Override
  public Duration ping() {
    return Duration.ofNanos(1);
  }

  @Override
  public void close() {
    // memory
  }
}
