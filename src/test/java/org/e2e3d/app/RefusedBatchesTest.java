package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.testing.FakeEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Batches that a service with narrow bounds refuses: each ends as a dead letter with its images.
 */
final class RefusedBatchesTest {
  @TempDir static Path data;

  private static final FakeEngine ENGINE = new FakeEngine();
  private static RunningService s;

  @BeforeAll
  static void start() {
    s =
        RunningService.start(
            data,
            ENGINE,
            "e2e3d.batch.max-images",
            "20",
            "e2e3d.batch.max-bytes",
            "5000",
            "e2e3d.batch.max-name",
            "60",
            "e2e3d.batch.max-depth",
            "2",
            "e2e3d.job.memory-mb",
            "1600",
            "e2e3d.job.threads",
            "64",
            "e2e3d.job.time-limit",
            "1s",
            "e2e3d.job.max-attempts",
            "2");
  }

  @AfterAll
  static void stop() {
    s.close();
  }

  @Test
  void tooManyImages() throws Exception {
    for (int i = 0; i < 21; i++) {
      s.drop("crowd/" + i + ".jpg", "one");
    }
    Job job = refused("crowd", FailureReason.BATCH_TOO_LARGE);
    assertThat(job.failure().message()).contains("21 images", "at most 20", "max-images");
    assertThat(s.keys("dead-letter", job.letterAt() + "images/")).hasSize(22);
  }

  @Test
  void tooManyBytes() throws Exception {
    s.drop("heavy/a.jpg", "x".repeat(5001));
    Job job = refused("heavy", FailureReason.BATCH_TOO_LARGE);
    assertThat(job.failure().message()).contains("5001 bytes", "at most 5000", "max-bytes");
  }

  @Test
  void oddNames() throws Exception {
    s.drop("odd/fine.jpg", "one");
    s.drop("odd/line\nbreak.jpg", "two");
    s.drop("odd/" + "long".repeat(20) + ".jpg", "three");
    s.drop("odd/1/2/3/deep.jpg", "four");
    Job job = refused("odd", FailureReason.UNSAFE_NAME);
    assertThat(job.failure().evidence())
        .extracting(ImageEvidence::problem)
        .containsExactly("UNSAFE_NAME", "UNSAFE_NAME", "UNSAFE_NAME");
    assertThat(job.failure().evidence())
        .extracting(ImageEvidence::detail)
        .anyMatch(detail -> detail.contains("control"))
        .anyMatch(detail -> detail.contains("e2e3d.batch.max-name"))
        .anyMatch(detail -> detail.contains("e2e3d.batch.max-depth"));
    // and all of them are kept
    assertThat(s.keys("dead-letter", job.letterAt() + "images/")).hasSize(5);
    assertThat(s.folderInbox().resolve("odd")).doesNotExist();
  }

  @Test
  void optionsOutOfRange() throws Exception {
    s.drop("picky/a.jpg", "one");
    s.drop("picky/batch.json", "{\"options\": {\"dense.maxImageSize\": 1}}");
    Job job = s.await("picky");
    assertThat(job.failure().code()).isEqualTo(FailureReason.INVALID_OPTIONS);
    assertThat(job.failure().message()).contains("dense.maxImageSize");
    assertThat(ENGINE.callsOf(job.id())).isZero();
  }

  @Test
  void imagesRemovedAfterTheBatchWasTaken() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ENGINE.when(
        "before",
        (request, events, cancelled) -> {
          started.countDown();
          assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
          return FakeEngine.built(request);
        });
    s.drop("before/a.jpg", "one");
    s.drop("before/_READY", "");
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    s.drop("robbed/a.jpg", "two");
    s.drop("robbed/b.jpg", "three");
    s.drop("robbed/_READY", "");
    org.awaitility.Awaitility.await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                s.service.jobs().ofBatch("robbed", 1).stream()
                    .anyMatch(job -> job.state() == JobState.QUEUED));
    Files.delete(s.folderInbox().resolve("robbed/b.jpg"));
    goOn.countDown();
    Job job = s.await("robbed");
    assertThat(job.failure().code()).isEqualTo(FailureReason.IMAGES_MISSING);
    assertThat(s.keys("dead-letter", job.letterAt() + "images/")).contains("a.jpg");
  }

  @Test
  void imagesThatNoMemoryCanHold() throws Exception {
    png("vast/a.png", 15_800, 15_800);
    Job job = refused("vast", FailureReason.NOT_ENOUGH_MEMORY);
    assertThat(job.failure().message()).contains("GiB", "1.6 GiB are allowed", "memory-mb");
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(ENGINE.callsOf(job.id())).isZero();
  }

  @Test
  void moreThanTheTimeLimitAllows() throws Exception {
    for (int i = 0; i < 20; i++) {
      png("endless/" + i + ".png", 2000, 2000 + i);
    }
    s.drop("endless/batch.json", "{\"options\": {\"dense.maxImageSize\": 16384}}");
    Job job = s.await("endless");
    assertThat(job.failure().code()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(job.failure().message()).contains("on 64 threads", "time-limit");
    assertThat(ENGINE.callsOf(job.id())).isZero();
  }

  @Test
  void aDefectOfTheEngine() throws Exception {
    FakeEngine.Answer defect =
        (request, events, cancelled) -> {
          throw new IllegalStateException("a defect");
        };
    ENGINE.when("broken", defect).when("broken", defect);
    s.drop("broken/a.jpg", "one");
    Job job = refused("broken", FailureReason.INTERNAL_ERROR);
    assertThat(job.attempt()).isEqualTo(2);
  }

  private static Job refused(String batch, FailureReason reason) throws IOException {
    s.drop(batch + "/_READY", "");
    Job job = s.await(batch);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.failure().code()).isEqualTo(reason);
    return job;
  }

  /** The header of a PNG and its end: enough to tell a size, and nothing to decode. */
  private static void png(String name, int width, int height) throws IOException {
    ByteBuffer b = ByteBuffer.allocate(45);
    b.putLong(0x89504E470D0A1A0AL).putInt(13).putInt(0x49484452).putInt(width).putInt(height);
    b.put(new byte[] {8, 2, 0, 0, 0}).putInt(0).putInt(0).putInt(0x49454E44).putInt(0xAE426082);
    Path file = s.folderInbox().resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, b.array());
  }
}
