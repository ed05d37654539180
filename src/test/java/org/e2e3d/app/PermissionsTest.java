package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.e2e3d.faults.Immutable;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.testing.FakeEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders that the service may not write to. The tests may run as root, who may everything, so the
 * folders are made immutable, which stops root too.
 */
final class PermissionsTest {
  @TempDir Path folder;

  @BeforeEach
  void possible() throws Exception {
    assumeTrue(Immutable.possible(folder), "no file can be made immutable here (chattr +i)");
  }

  @Test
  void anInboxThatNothingCanBeRemovedFromKeepsTheModelPublicAndTheJobOpenUntilItCan()
      throws Exception {
    FakeEngine engine = new FakeEngine();
    try (RunningService s = RunningService.start(folder.resolve("data"), engine)) {
      s.drop("castle/a.jpg", "one");
      Path castle = s.folderInbox().resolve("castle");
      try {
        assertThat(Immutable.set(castle, true)).isTrue();
        Files.createDirectories(s.folderInbox().resolve("other"));
        await()
            .atMost(RunningService.PATIENCE)
            .until(
                () ->
                    s.service.jobs().ofBatch("castle", 1).stream()
                        .anyMatch(job -> job.attempt() > 1 && job.published()));
        Job open = s.service.jobs().ofBatch("castle", 1).get(0);
        assertThat(open.state().isFinal()).isFalse();
        assertThat(open.imagesAt()).startsWith("s3://archive/");
        assertThat(s.text("models", "castle/latest.json")).contains(open.id());
        assertThat(s.text("archive", Path.of("castle", open.id(), "images/a.jpg").toString()))
            .isEqualTo("one");
        assertThat(castle.resolve("a.jpg")).hasContent("one");
        // nobody else has to wait for it
        s.drop("tower/a.jpg", "two");
        s.awaitCompleted("tower");
      } finally {
        Immutable.set(castle, false);
      }
      Job job = s.awaitCompleted("castle");
      assertThat(castle).doesNotExist();
      assertThat(engine.callsOf(job.id())).as("the engine ran once").isEqualTo(1);
      assertThat(s.service.jobs().ofBatch("castle", 10)).hasSize(1);
    }
  }

  @Test
  void aWorkFolderThatCannotBeWrittenIsTriedAgainUntilItCan() throws Exception {
    try (RunningService s = RunningService.start(folder.resolve("data"), new FakeEngine())) {
      Path work = s.service.settings().work();
      try {
        assertThat(Immutable.set(work, true)).isTrue();
        s.drop("castle/a.jpg", "one");
        s.drop("castle/_READY", "");
        await()
            .atMost(RunningService.PATIENCE)
            .until(
                () ->
                    s.service.jobs().ofBatch("castle", 1).stream()
                        .anyMatch(job -> job.attempt() > 1));
        Job job = s.service.jobs().ofBatch("castle", 1).get(0);
        assertThat(job.state().isFinal()).isFalse();
        assertThat(s.folderInbox().resolve("castle/a.jpg")).exists();
      } finally {
        Immutable.set(work, false);
      }
      s.awaitCompleted("castle");
    }
  }

  @Test
  void aWorkFolderThatCanNeverBeWrittenGivesALetterThatSaysSo() throws Exception {
    try (RunningService s =
        RunningService.start(
            folder.resolve("data"), new FakeEngine(), "e2e3d.retry.max-attempts", "2")) {
      Path work = s.service.settings().work();
      try {
        assertThat(Immutable.set(work, true)).isTrue();
        s.drop("castle/a.jpg", "one");
        s.drop("castle/_READY", "");
        Job job = s.await("castle");
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.failure().code()).isEqualTo(FailureReason.IO_ERROR);
        assertThat(job.failure().message()).contains(work.toString());
        assertThat(s.keys("dead-letter", job.letterAt()))
            .containsExactly(
                "claim.json", "engine.log", "failure.json", "images/_READY", "images/a.jpg");
        assertThat(s.folderInbox().resolve("castle")).doesNotExist();
      } finally {
        Immutable.set(work, false);
      }
    }
  }
}
