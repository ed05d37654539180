package org.e2e3d.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.job.JobStore.Lease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link JobStore} must do, whichever database is behind it. */
abstract class JobStoreContract {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00.123Z");

  private JobStore store;
  private JobStore other;

  /** Another store on the same, at first empty, database. */
  abstract JobStore open();

  @BeforeEach
  final void openTwo() {
    store = open();
    other = open();
  }

  @AfterEach
  final void closeTwo() {
    // null where open() skipped the test because its database is not there
    for (JobStore opened : new JobStore[] {store, other}) {
      if (opened != null) {
        opened.close();
      }
    }
  }

  private static Job claim(String batch) {
    return Job.claim(
        batch,
        "digest of " + batch,
        "bucket",
        "marker _READY",
        3,
        12_345_678_901L,
        Map.of("preset", "low", "dense.maxImageSize", "1600"),
        "s3://inbox/" + batch + "/",
        T0);
  }

  private Job step(Job seen, Job next) {
    return store.replace(seen, next).orElseThrow();
  }

  private Job running(String batch) {
    Job claimed = claim(batch);
    assertThat(store.insert(claimed)).isTrue();
    Job queued = step(claimed, claimed.queued(T0, T0));
    return step(queued, queued.running("worker-1", T0.plusSeconds(1)));
  }

  @Test
  void keepsEveryField() {
    Job claimed = claim("Château d'été");
    assertThat(store.insert(claimed)).isTrue();
    assertThat(other.find(claimed.id())).contains(claimed);

    Job queued = step(claimed, claimed.queued(T0.plusSeconds(5), T0.plusSeconds(1)));
    Job taken = step(queued, queued.running("host/1", T0.plusSeconds(6)));
    Failure.Partial partial =
        (Failure.Partial)
            Failure.of(
                FailureReason.PARTIAL_MODEL,
                "1 image could not be used for the model.",
                null,
                "sparse",
                List.of(new ImageEvidence("a/ü.jpg", "NOT_REGISTERED", "only 3 matches")));
    Job published = step(taken, taken.publishing(partial, Map.of("dense", 1.5), T0.plusSeconds(9)));
    published = step(published, published.withModelAt("models/x/v1/", T0.plusSeconds(10)));
    Job done =
        step(published, published.completed("models/x/v1/", "s3://archive/x/", T0.plusSeconds(11)));

    Job read = other.find(claimed.id()).orElseThrow();
    assertThat(read).isEqualTo(done);
    assertThat(read.version()).isEqualTo(5);
    assertThat(read.state()).isEqualTo(JobState.COMPLETED);
    assertThat(read.failure()).isEqualTo(partial);
    assertThat(read.partial()).isTrue();
    assertThat(read.stageSeconds()).containsExactly(Map.entry("dense", 1.5));
    assertThat(read.imageBytes()).isEqualTo(12_345_678_901L);
    assertThat(read.created()).isEqualTo(T0);
    assertThat(read.started()).isEqualTo(T0.plusSeconds(6));
    assertThat(read.finished()).isEqualTo(T0.plusSeconds(11));
    assertThat(read.worker()).isEmpty();
  }

  @Test
  void theSameBatchMakesOneJob() {
    assertThat(store.insert(claim("castle"))).isTrue();
    assertThat(other.insert(claim("castle"))).isFalse();
    assertThat(store.recent(Set.of(), 10, 0)).hasSize(1);
  }

  @Test
  void ofManyClaimsAtOnceOneWins() throws Exception {
    List<Boolean> won =
        atOnce(8, i -> () -> (i % 2 == 0 ? store : other).insert(claim("contested")));
    assertThat(won).containsOnlyOnce(true);
    assertThat(store.history(claim("contested").id())).hasSize(1);
  }

  @Test
  void ofManyWorkersAtOnceOneTakesTheJob() throws Exception {
    Job claimed = claim("contested");
    store.insert(claimed);
    Job queued = step(claimed, claimed.queued(T0, T0));
    List<Optional<Job>> taken =
        atOnce(
            8,
            i ->
                () -> {
                  JobStore mine = i % 2 == 0 ? store : other;
                  return mine.replace(queued, queued.running("worker-" + i, T0));
                });
    List<Job> winners = taken.stream().flatMap(Optional::stream).toList();
    assertThat(winners).hasSize(1);
    assertThat(store.find(queued.id())).contains(winners.get(0));
    assertThat(winners.get(0).attempt()).isEqualTo(1);
  }

  @Test
  void aStaleCopyChangesNothing() {
    Job running = running("stale");
    Job failure = running.retried(crash(), T0.plusSeconds(30), T0.plusSeconds(2));
    Job requeued = step(running, failure);
    assertThat(other.replace(running, running.publishing(null, Map.of(), T0))).isEmpty();
    assertThat(other.find(running.id())).contains(requeued);
    assertThat(requeued.attempt()).isEqualTo(1);
    assertThat(requeued.failure()).isEqualTo(crash());
    assertThat(requeued.sent()).isNull();
  }

  @Test
  void stepsThatDoNotFollowAreRefused() {
    Job claimed = claim("order");
    store.insert(claimed);
    assertThatThrownBy(() -> claimed.running("w", T0)).isInstanceOf(IllegalStateException.class);
    Job running = running("other order");
    Job done =
        step(running, running.publishing(null, Map.of(), T0)).completed("models/", "s3://a/", T0);
    assertThatThrownBy(() -> store.replace(claimed, done))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.replace(running, done))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void heartbeatsCarryProgressAndDoNotDisturbChanges() {
    Job running = running("alive");
    Progress progress = new Progress("dense", 0.4, 90, "view 3 of 8");
    assertThat(other.heartbeat(running, progress, T0.plusSeconds(20))).isEqualTo(Lease.HELD);
    Job read = store.find(running.id()).orElseThrow();
    assertThat(read.progress()).isEqualTo(progress);
    assertThat(read.heartbeat()).isEqualTo(T0.plusSeconds(20));
    assertThat(store.replace(running, running.publishing(null, Map.of(), T0))).isPresent();
  }

  @Test
  void aWorkerLearnsThatItLostTheJob() {
    Job first = running("taken away");
    Job queued = step(first, first.retried(crash(), T0, T0.plusSeconds(60)));
    assertThat(other.heartbeat(first, Progress.NONE, T0)).isEqualTo(Lease.LOST);
    Job second = step(queued, queued.running("worker-1", T0.plusSeconds(61)));
    assertThat(other.heartbeat(first, Progress.NONE, T0))
        .as("the same worker, but an older attempt")
        .isEqualTo(Lease.LOST);
    assertThat(other.heartbeat(second, Progress.NONE, T0)).isEqualTo(Lease.HELD);
  }

  @Test
  void aWorkerLearnsThatItShallStop() {
    Job running = running("cancel me");
    assertThat(other.requestCancel(running.id(), T0)).isTrue();
    assertThat(store.heartbeat(running, Progress.NONE, T0)).isEqualTo(Lease.CANCEL_REQUESTED);
    Job requeued = step(running, running.retried(crash(), T0, T0));
    assertThat(requeued.cancelRequested()).as("kept by a change that did not know").isTrue();
    assertThat(store.requestCancel("no such job", T0)).isFalse();
  }

  @Test
  void aFinishedJobCannotBeCancelled() {
    Job running = running("too late");
    Job failing = step(running, running.failing(crash(), T0));
    step(failing, failing.failed("dead-letter/x/", "s3://dead-letter/x/", T0));
    assertThat(store.requestCancel(running.id(), T0)).isFalse();
  }

  @Test
  void findsJobsWhoseMessageIsMissing() {
    Job never = claim("never sent");
    store.insert(never);
    step(never, never.queued(T0, T0));
    Job lost = claim("sent long ago");
    store.insert(lost);
    step(lost, lost.queued(T0.plusSeconds(1), T0));
    store.markSent(lost.id(), T0);
    Job fresh = claim("just sent");
    store.insert(fresh);
    step(fresh, fresh.queued(T0, T0));
    store.markSent(fresh.id(), T0.plusSeconds(100));
    Job later = claim("not yet due");
    store.insert(later);
    step(later, later.queued(T0.plusSeconds(1000), T0));
    running("at work");

    Instant now = T0.plusSeconds(120);
    Instant latest = T0.plusSeconds(2000);
    List<Job> missing = store.toSend(now, T0.plusSeconds(60), latest, 10);
    assertThat(missing).extracting(Job::batch).containsExactly("never sent", "sent long ago");
    assertThat(store.toSend(now, T0.plusSeconds(60), latest, 1)).hasSize(1);

    // the clock was set back: nobody can have meant a time that far ahead
    assertThat(store.toSend(now, T0.plusSeconds(60), T0.plusSeconds(999), 10))
        .extracting(Job::batch)
        .containsExactly("never sent", "sent long ago", "not yet due");
    assertThat(store.toSend(T0.plusSeconds(9), T0, T0.plusSeconds(99), 10))
        .extracting(Job::batch)
        .containsExactlyInAnyOrder("never sent", "just sent", "not yet due");

    store.forgetSent();
    assertThat(store.toSend(now, T0, latest, 10))
        .extracting(Job::batch)
        .containsExactlyInAnyOrder("never sent", "sent long ago", "just sent");
  }

  @Test
  void findsJobsNobodyWorksOn() {
    Job silent = running("silent");
    Job alive = running("alive");
    store.heartbeat(alive, Progress.NONE, T0.plusSeconds(100));
    store.insert(claim("claimed and forgotten"));
    Job queued = claim("queued");
    store.insert(queued);
    step(queued, queued.queued(T0, T0));

    assertThat(store.inHands())
        .extracting(Job::batch)
        .containsExactly("claimed and forgotten", silent.batch(), "alive");
  }

  @Test
  void listsAndCounts() {
    for (int i = 0; i < 5; i++) {
      store.insert(claim("batch " + i));
    }
    running("at work");
    assertThat(store.recent(EnumSet.of(JobState.CLAIMED), 3, 0)).hasSize(3);
    assertThat(store.recent(EnumSet.of(JobState.CLAIMED), 3, 3)).hasSize(2);
    assertThat(store.recent(EnumSet.of(JobState.RUNNING, JobState.FAILED), 9, 0))
        .extracting(Job::batch)
        .containsExactly("at work");
    assertThat(store.counts())
        .containsEntry(JobState.CLAIMED, 5L)
        .containsEntry(JobState.RUNNING, 1L)
        .containsEntry(JobState.FAILED, 0L)
        .hasSize(JobState.values().length);
    assertThat(store.ofBatch("batch 2", 9)).hasSize(1);
    assertThat(store.find("nobody")).isEmpty();
    assertThat(store.ping()).isPositive();
  }

  @Test
  void aReplayIsANewJobOnce() {
    Job running = running("again");
    Job failing = step(running, running.failing(crash(), T0));
    Job failed = step(failing, failing.failed("again/1/", "s3://dead-letter/again/1/", T0));
    Instant later = T0.plusSeconds(500);
    Job replay = failed.replay(Map.of("preset", "high"), failed.imagesAt(), later);
    assertThat(store.insert(replay)).isTrue();
    assertThat(other.insert(failed.replay(Map.of(), failed.imagesAt(), later))).isFalse();
    assertThat(replay.predecessor()).isEqualTo(failed.id());
    assertThat(replay.replay(Map.of(), "", later).id()).endsWith("-r3");
    assertThat(store.ofBatch("again", 9)).containsExactly(replay, failed);
  }

  @Test
  void tellsTheHistory() {
    Job running = running("told");
    Job requeued = step(running, running.retried(crash(), T0.plusSeconds(9), T0.plusSeconds(8)));
    step(requeued, requeued.running("worker-2", T0.plusSeconds(10)));
    assertThat(store.history(running.id()))
        .extracting(c -> c.state() + " " + c.attempt() + " " + c.worker() + " " + c.note())
        .containsExactly(
            "CLAIMED 0  ",
            "QUEUED 0  ",
            "RUNNING 1 worker-1 ",
            "QUEUED 1  ENGINE_CRASHED",
            "RUNNING 2 worker-2 ");
  }

  @Test
  void forgetsOnlyWhatIsOverAndOld() {
    Job old = running("old");
    Job oldFailing = step(old, old.failing(crash(), T0));
    step(oldFailing, oldFailing.failed("l/", "s3://l/", T0));
    Job young = running("young");
    Job youngFailing = step(young, young.failing(crash(), T0));
    step(youngFailing, youngFailing.failed("l/", "s3://l/", T0.plus(Duration.ofDays(9))));
    running("at work");
    assertThat(store.forgetFinished(T0.plus(Duration.ofDays(1)))).isEqualTo(1);
    assertThat(store.find(old.id())).isEmpty();
    assertThat(store.history(old.id())).isEmpty();
    assertThat(store.recent(Set.of(), 9, 0)).hasSize(2);
  }

  private static Failure crash() {
    return Failure.of(FailureReason.ENGINE_CRASHED, "the engine ended with status 139", "dense");
  }

  private interface Numbered<T> {
    Callable<T> task(int i);
  }

  private static <T> List<T> atOnce(int n, Numbered<T> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(n);
    try {
      CyclicBarrier start = new CyclicBarrier(n);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        Callable<T> task = tasks.task(i);
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(30, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
