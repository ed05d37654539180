package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs while clocks are set ahead and back by an hour; leases are of a minute. */
final class ClockSetTest {
  private static final long HOUR = 3600;
  private static final Duration LEASE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final ModelWorld world = new ModelWorld();
  private final AtomicLong nanos = new AtomicLong();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Heartbeats heartbeats = new Heartbeats(world.jobs, LEASE, world.clock, timer);
  private final Worker worker = new Worker("A", "2");
  private final RetryPolicy policy =
      new RetryPolicy(3, 12, Duration.ofSeconds(5), Duration.ofMinutes(10), new Random(1));
  private final StoreGate gate = new StoreGate(world.clock);

  @AfterEach
  void stop() {
    heartbeats.close();
  }

  private TakeJob takeJob() {
    return new TakeJob(world.jobs, gate, heartbeats, policy, worker, folder, world.clock);
  }

  private Recovery recovery() {
    ClaimStore claims = new ClaimStore(world.store, ModelWorld.BUCKETS);
    BatchBounds bounds = new BatchBounds(world.jobs, 10, 1000);
    return new Recovery(
        world.jobs,
        claims,
        bounds,
        policy,
        worker,
        heartbeats,
        LEASE,
        Duration.ofMinutes(10),
        new Silence(LEASE, nanos::get),
        world.clock);
  }

  private Job step(Job seen, Job next) {
    return world.jobs.replace(seen, next).orElseThrow();
  }

  private Job queued(String batch, Instant due) {
    Instant now = world.clock.instant();
    Job job = Job.claim(batch, "d", "bucket", "", 1, 1, Map.of(), "s3://inbox/b/", now);
    world.jobs.insert(job);
    return step(job, job.queued(due, now));
  }

  private Job running(String batch, String by) {
    Job job = queued(batch, world.clock.instant());
    return step(job, job.running(by, world.clock.instant()));
  }

  private JobState state(Job job) {
    return world.jobs.find(job.id()).orElseThrow().state();
  }

  @Test
  void aJobInOurOwnHandsIsNotTakenForLostWhenTheClockIsSetAhead() {
    Job job = queued("mine", world.clock.instant());
    assertThat(takeJob().take(job.id()).job().state()).isEqualTo(JobState.RUNNING);
    world.clock.move(HOUR);
    assertThat(recovery().toSend()).isEmpty();
    assertThat(state(job)).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aJobPutOffWhileTheClockWasAheadIsTakenAtOnceWhenItIsSetBack() {
    world.clock.move(HOUR);
    Job job = running("retried", "A#1");
    Failure why = Failure.of(FailureReason.IO_ERROR, "once", "run");
    Instant now = world.clock.instant();
    job = step(job, job.retried(why, now.plusSeconds(5), now));
    assertThat(recovery().toSend()).as("not due").isEmpty();
    world.clock.move(-HOUR);
    assertThat(recovery().toSend()).containsExactly(job.id());
    assertThat(takeJob().take(job.id())).isNotNull();
  }

  @Test
  void aJobPutOffByAClockThatGoesRightWaits() {
    Instant now = world.clock.instant();
    Job job = queued("patient", now.plus(Duration.ofMinutes(10)));
    assertThat(recovery().toSend()).isEmpty();
    assertThat(takeJob().take(job.id())).isNull();
    world.clock.move(600);
    assertThat(recovery().toSend()).containsExactly(job.id());
  }

  @Test
  void aMessageSentWhileTheClockWasAheadIsSentAgainAndOnlyOnce() {
    Job job = queued("sent", world.clock.instant());
    Recovery recovery = recovery();
    world.clock.move(HOUR);
    recovery.sent(job.id());
    assertThat(recovery.toSend()).isEmpty();
    world.clock.move(-HOUR);
    assertThat(recovery.toSend()).containsExactly(job.id());
    recovery.sent(job.id());
    assertThat(recovery.toSend()).isEmpty();
  }

  /** Seconds pass, whatever the clocks are set to. */
  private void pass(long seconds) {
    nanos.addAndGet(seconds * 1_000_000_000L);
    world.clock.move(seconds);
  }

  private void beat(Job job, long skew) {
    assertThat(
            world.jobs.heartbeat(
                job, org.e2e3d.job.Progress.NONE, world.clock.instant().plusSeconds(skew)))
        .isEqualTo(org.e2e3d.job.JobStore.Lease.HELD);
  }

  @ParameterizedTest
  @ValueSource(longs = {-HOUR, HOUR})
  void aLiveWorkerWhoseClockIsAnHourOffKeepsItsJob(long skew) {
    Job job = running("alive", "B#1");
    Recovery recovery = recovery();
    for (int i = 0; i < 20; i++) {
      beat(job, skew);
      pass(10);
      assertThat(recovery.toSend()).isEmpty();
    }
    assertThat(state(job)).isEqualTo(JobState.RUNNING);
    // and is missed when it falls silent
    pass(59);
    assertThat(recovery.toSend()).isEmpty();
    pass(1);
    assertThat(recovery.toSend()).containsExactly(job.id());
    assertThat(state(job)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void aWorkerThatDiedIsMissedAfterALeaseThoughOurClockIsSetMeanwhile() {
    Job job = running("orphan", "B#1");
    Recovery recovery = recovery();
    assertThat(recovery.toSend()).isEmpty();
    world.clock.move(HOUR);
    assertThat(recovery.toSend()).isEmpty();
    world.clock.move(-2 * HOUR);
    pass(59);
    assertThat(recovery.toSend()).isEmpty();
    pass(1);
    assertThat(recovery.toSend()).containsExactly(job.id());
    assertThat(state(job)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void whoCouldNotLookForLongBelievesInNobodysDeath() {
    Job job = running("alive", "B#1");
    Recovery recovery = recovery();
    assertThat(recovery.toSend()).isEmpty();
    pass(121); // the database was away, for the worker too
    assertThat(recovery.toSend()).isEmpty();
    assertThat(state(job)).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aRestartFindsItsOrphansWhateverTheClockSaysNow() {
    world.clock.move(HOUR);
    Job job = running("orphan", "A#1");
    world.clock.move(-HOUR);
    Recovery recovery = recovery();
    recovery.takeBackOwn();
    assertThat(state(job)).isEqualTo(JobState.QUEUED);
    assertThat(recovery.toSend()).containsExactly(job.id());
  }

  @Test
  void aRestartTakesEveryMessageAsLostOnce() {
    List<Job> some =
        List.of(queued("a", world.clock.instant()), queued("b", world.clock.instant()));
    Recovery recovery = recovery();
    some.forEach(job -> recovery.sent(job.id()));
    assertThat(recovery.toSend()).isEmpty();
    Recovery next = recovery();
    next.takeBackOwn();
    assertThat(next.toSend())
        .containsExactlyInAnyOrderElementsOf(some.stream().map(Job::id).toList());
    some.forEach(job -> next.sent(job.id()));
    world.clock.move(-1); // and not again and again when the clock is then set back a little
    assertThat(next.toSend()).isEmpty();
  }
}
