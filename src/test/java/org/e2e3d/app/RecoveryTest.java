package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.testing.FakeEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stop and a crash leave, and how the next start goes on from it. */
final class RecoveryTest {
  @TempDir Path folder;

  @Test
  void aStopHandsTheRunningJobBackAndTheNextStartFinishesIt() throws Exception {
    Path data = folder.resolve("data");
    CountDownLatch started = new CountDownLatch(1);
    FakeEngine engine = new FakeEngine().when("castle", FakeEngine.untilCancelled(started));
    try (RunningService s = RunningService.start(data, engine)) {
      s.drop("castle/a.jpg", "one");
      s.drop("castle/_READY", "");
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    }
    try (JobDesk desk =
        JobDesk.open(Settings.of(java.util.Map.of("e2e3d.data", data.toString())))) {
      Job job = desk.jobs().ofBatch("castle", 1).get(0);
      assertThat(job.state()).isEqualTo(JobState.QUEUED);
      assertThat(job.attempt()).isZero();
      assertThat(job.failure()).isNull();
    }
    try (RunningService s = RunningService.start(data, engine)) {
      Job job = s.awaitCompleted("castle");
      assertThat(job.attempt()).isEqualTo(1);
      assertThat(s.service.jobs().ofBatch("castle", 10)).hasSize(1);
      assertThat(engine.callsOf(job.id())).isEqualTo(2);
    }
  }

  @Test
  void aJobThatEndsWithinTheGracePeriodIsPublishedBeforeTheStop() throws Exception {
    Path data = folder.resolve("data");
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FakeEngine engine =
        new FakeEngine()
            .when(
                "castle",
                (request, events, cancelled) -> {
                  started.countDown();
                  boolean told = goOn.await(60, TimeUnit.SECONDS);
                  return told && !cancelled.getAsBoolean()
                      ? FakeEngine.built(request)
                      : new EngineOutcome.Crashed(EngineOutcome.Crashed.Kind.TIMEOUT, "stopped");
                });
    RunningService s = RunningService.start(data, engine, "e2e3d.job.grace", "60s");
    s.drop("castle/a.jpg", "one");
    s.drop("castle/_READY", "");
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    Thread stop = new Thread(s::close);
    stop.start();
    org.awaitility.Awaitility.await().until(s.service::isStopping);
    s.drop("late/a.jpg", "two");
    s.drop("late/_READY", "");
    goOn.countDown();
    stop.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(stop.isAlive()).isFalse();
    try (JobDesk desk =
        JobDesk.open(Settings.of(java.util.Map.of("e2e3d.data", data.toString())))) {
      assertThat(desk.jobs().ofBatch("castle", 1).get(0).state()).isEqualTo(JobState.COMPLETED);
      assertThat(desk.jobs().recent(java.util.Set.of(JobState.FAILED), 10, 0)).isEmpty();
    }
  }

  @Test
  void whatFailsBecauseTheServiceStopsIsHandedBackAndNotCounted() throws Exception {
    Path data = folder.resolve("data");
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FakeEngine engine =
        new FakeEngine()
            .when(
                "castle",
                (request, events, cancelled) -> {
                  started.countDown();
                  goOn.await(60, TimeUnit.SECONDS);
                  return new EngineOutcome.Crashed(
                      EngineOutcome.Crashed.Kind.ENGINE_CRASHED, "killed with the session");
                });
    RunningService s =
        RunningService.start(data, engine, "e2e3d.job.grace", "60s", "e2e3d.job.max-attempts", "1");
    s.drop("castle/a.jpg", "one");
    s.drop("castle/_READY", "");
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    Thread stop = new Thread(s::close);
    stop.start();
    org.awaitility.Awaitility.await().until(s.service::isStopping);
    goOn.countDown();
    stop.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(stop.isAlive()).isFalse();
    try (JobDesk desk =
        JobDesk.open(Settings.of(java.util.Map.of("e2e3d.data", data.toString())))) {
      Job job = desk.jobs().ofBatch("castle", 1).get(0);
      assertThat(job.state()).isEqualTo(JobState.QUEUED);
      assertThat(job.attempt()).isZero();
    }
  }

  /**
   * The data folder is copied in the middle of a job, which is what a dead process leaves: a row
   * RUNNING in the hands of a worker that is no more, and a message delivered but not acknowledged.
   */
  @Test
  void afterACrashInTheMiddleOfAJobTheNextStartFinishesItOnce() throws Exception {
    Path crashed = folder.resolve("crashed");
    CountDownLatch started = new CountDownLatch(1);
    FakeEngine engine = new FakeEngine().when("castle", FakeEngine.untilCancelled(started));
    try (RunningService s = RunningService.start(folder.resolve("data"), engine)) {
      s.drop("castle/a.jpg", "one");
      s.drop("castle/_READY", "");
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
      copy(folder.resolve("data"), crashed);
    }
    FakeEngine second = new FakeEngine();
    try (RunningService s = RunningService.start(crashed, second)) {
      Job job = s.awaitCompleted("castle");
      assertThat(job.attempt()).isEqualTo(2);
      assertThat(second.callsOf(job.id())).isEqualTo(1);
      assertThat(s.folderFiles()).isEmpty();
      assertThat(s.keys("archive", "castle/" + job.id() + "/images/"))
          .containsExactly("_READY", "a.jpg");
      assertThat(s.keys("models", "castle/")).hasSize(7); // six files and latest.json: one version
    }
  }

  @Test
  void aJobWhoseWorkerDiedTooOftenIsGivenUpAndTheQueueMayBeLost() throws Exception {
    Path crashed = folder.resolve("crashed");
    CountDownLatch started = new CountDownLatch(1);
    FakeEngine engine = new FakeEngine().when("poison", FakeEngine.untilCancelled(started));
    try (RunningService s = RunningService.start(folder.resolve("data"), engine)) {
      s.upload("poison/a.jpg", "one");
      s.upload("poison/_READY", "");
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
      copy(folder.resolve("data"), crashed);
    }
    try (var files = Files.walk(crashed.resolve("journal"))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    try (RunningService s =
        RunningService.start(crashed, new FakeEngine(), "e2e3d.job.max-attempts", "1")) {
      Job job = s.await("poison");
      assertThat(job.state()).isEqualTo(JobState.FAILED);
      assertThat(job.failure().code()).isEqualTo(FailureReason.WORKER_LOST);
      assertThat(s.keys("inbox", "")).isEmpty();
      assertThat(s.keys("dead-letter", job.letterAt() + "images/"))
          .containsExactly("_READY", "a.jpg");
    }
  }

  @Test
  void aSecondServiceOnTheSameDataFolderIsRefused() {
    try (RunningService s = RunningService.start(folder, new FakeEngine())) {
      assertThatThrownBy(() -> RunningService.start(folder, new FakeEngine()))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("e2e3d.data")
          .hasMessageContaining(s.service.settings().data().toString());
    }
  }

  /** Copies while others write; files that vanish meanwhile are left out, as in a crash. */
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(dir)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
            try {
              Files.copy(
                  file,
                  to.resolve(from.relativize(file)),
                  java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            } catch (java.nio.file.NoSuchFileException e) {
              return FileVisitResult.CONTINUE;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
