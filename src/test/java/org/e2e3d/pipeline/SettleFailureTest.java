package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobException;
import org.e2e3d.job.JobState;
import org.e2e3d.storage.StorageException;
import org.junit.jupiter.api.Test;

/** What becomes of a run that threw: two attempts after crashes, three after passing failures. */
final class SettleFailureTest {
  private final ModelWorld world = new ModelWorld();
  private final Instant now = world.clock.instant();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean answers = new AtomicBoolean(true);
  private final StoreGate gate = new StoreGate(world.clock);
  private final SettleFailure settle =
      new SettleFailure(
          world.jobs,
          new RetryPolicy(2, 3, Duration.ofSeconds(8), Duration.ofSeconds(20), new Random(1)),
          stopping::get,
          gate,
          () -> {
            if (!answers.get()) {
              throw new StorageException(StorageException.Kind.UNREACHABLE, "nobody there");
            }
            return true;
          },
          world.clock);

  private Job step(Job seen, Job next) {
    return world.jobs.replace(seen, next).orElseThrow();
  }

  /** In the hands of worker A#1, in its nth attempt. */
  private Job running(int attempt) {
    Job job = Job.claim("b", "d", "bucket", "", 1, 1, Map.of(), "s3://inbox/b/", now);
    world.jobs.insert(job);
    job = step(job, job.queued(now, now));
    job = step(job, job.running("A#1", now));
    for (int i = 1; i < attempt; i++) {
      job = step(job, job.retried(crash(), now, now));
      job = step(job, job.running("A#1", now));
    }
    return job;
  }

  private static Failure crash() {
    return Failure.of(FailureReason.ENGINE_CRASHED, "it died", "dense");
  }

  private JobRun settled(Job job, Throwable thrown) {
    return settle.settle(new JobRun(job, null, Path.of("none"), null), thrown);
  }

  private Job row() {
    return world.jobs.find(world.jobs.ofBatch("b", 1).get(0).id()).orElseThrow();
  }

  private static StorageException unreachable() {
    return new StorageException(StorageException.Kind.UNREACHABLE, "cut");
  }

  @Test
  void whileTheStoreIsAwayNothingIsCountedHoweverOften() {
    answers.set(false);
    Job job = running(1);
    for (int i = 0; i < 20; i++) {
      assertThat(settled(job, unreachable())).isNull();
      assertThat(row().state()).isEqualTo(JobState.QUEUED);
      assertThat(row().attempt()).isZero();
      assertThat(row().due()).isEqualTo(gate.opens());
      world.clock.move(61);
      job = step(row(), row().running("A#1", world.clock.instant()));
    }
  }

  @Test
  void oneFailureOfAStoreThatOtherwiseAnswersCounts() {
    assertThat(settled(running(2), unreachable())).isNull();
    assertThat(row().attempt()).isEqualTo(2);
    assertThat(row().due()).isBetween(now.plusSeconds(8), now.plusSeconds(16));
    Job last = step(row(), row().running("A#1", now));
    JobRun failing = settled(last, unreachable());
    assertThat(failing.job().state()).isEqualTo(JobState.FAILING);
    assertThat(failing.job().failure().code()).isEqualTo(FailureReason.STORE_UNREACHABLE);
  }

  @Test
  void poisonStopsAfterItsAttempts() {
    assertThat(settled(running(1), new JobException(crash()))).isNull();
    Job second = step(row(), row().running("A#1", now));
    assertThat(settled(second, new JobException(crash())).job().state())
        .isEqualTo(JobState.FAILING);
  }

  @Test
  void aPublicModelIsNeverTakenBackWhateverFailsAndHoweverOften() {
    Job job = running(2);
    job = step(job, job.publishing(null, Map.of(), now));
    job = step(job, job.withModelAt("b/v-1/", now));
    for (int i = 0; i < 10; i++) {
      assertThat(settled(job, i % 2 == 0 ? unreachable() : new JobException(crash()))).isNull();
      assertThat(row().state()).isEqualTo(JobState.QUEUED);
      assertThat(row().published()).isTrue();
      job = step(row(), row().resumed("A#1", now));
    }
    Failure permanent = Failure.of(FailureReason.BLURRY, "all blurry", "ingest");
    assertThat(settled(job, new JobException(permanent))).isNull();
    assertThat(row().state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void aStopFailsNothingAndCountsNothing() {
    stopping.set(true);
    assertThat(settled(running(2), new JobException(crash()))).isNull();
    assertThat(row().state()).isEqualTo(JobState.QUEUED);
    assertThat(row().attempt()).isEqualTo(1);
    assertThat(row().failure()).isNull();
  }

  @Test
  void whoLostTheJobChangesNothing() {
    Job job = running(1);
    Job others = step(job, job.retried(crash(), now, now));
    others = step(others, others.running("B#1", now));
    assertThat(settled(job, unreachable())).isNull();
    assertThat(settled(job, new LostJobException(job.id()))).isNull();
    assertThat(row()).isEqualTo(others);
  }
}
