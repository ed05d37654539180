package org.e2e3d.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.e2e3d.job.JdbcJobStore;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is told to stop as an init system tells it, in the middle of a job. */
final class SigtermTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SIGTERM_STATUS = 128 + 15;

  @TempDir Path folder;

  private Killable service(String grace) throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    return Killable.java(
            "service",
            logs,
            192,
            ServiceProcess.class,
            List.of(
                "e2e3d.data=" + folder.resolve("data"),
                "e2e3d.s3.port=0",
                "e2e3d.management.port=-1",
                "e2e3d.job.preset=low",
                "e2e3d.inbox.poll=200ms",
                "e2e3d.inbox.settle=100ms",
                "e2e3d.job.resend=300ms",
                "e2e3d.job.grace=" + grace))
        .start();
  }

  private void drop(String file) throws Exception {
    Path path = folder.resolve("data/inbox").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "pixels of " + file);
  }

  private Optional<Job> job(String batch) {
    try (JobStore jobs = JdbcJobStore.embedded(folder.resolve("data/db/jobs.db"))) {
      return jobs.ofBatch(batch, 1).stream().findFirst();
    }
  }

  @Test
  void theJobIsHandedBackWithItsStagesAndTheNextStartGoesOnFromThem() throws Exception {
    Killable service = service("0s");
    drop("castle/slow.jpg");
    drop("castle/_READY");
    // in the middle of the second stage
    Path done = folder.resolve("data/work");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                job("castle")
                    .filter(job -> job.state() == JobState.RUNNING)
                    .filter(
                        job -> Files.exists(done.resolve(job.id()).resolve("stages/features/done")))
                    .isPresent());
    List<ProcessHandle> engines = service.children();
    assertThat(engines).isNotEmpty();
    assertThat(service.stop()).isEqualTo(SIGTERM_STATUS);
    assertThat(engines).noneMatch(ProcessHandle::isAlive);

    Job handedBack = job("castle").orElseThrow();
    assertThat(handedBack.state()).isEqualTo(JobState.QUEUED);
    assertThat(handedBack.attempt()).as("a stop is no attempt").isZero();
    assertThat(handedBack.failure()).isNull();
    assertThat(folder.resolve("data/inbox/castle/slow.jpg")).exists();

    Killable next = service("0s");
    try {
      await()
          .atMost(PATIENCE)
          .until(() -> job("castle").filter(job -> job.state().isFinal()).isPresent());
    } finally {
      next.end();
    }
    Job job = job("castle").orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.COMPLETED);
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.stageSeconds().get("features")).as("whole before the stop").isZero();
    assertThat(job.stageSeconds().get("dense")).isPositive();
  }

  @Test
  void aJobThatEndsWithinTheGraceIsPublishedBeforeTheProcessEnds() throws Exception {
    Killable service = service("60s");
    drop("castle/slow.jpg");
    drop("castle/_READY");
    await()
        .atMost(PATIENCE)
        .until(() -> job("castle").filter(j -> j.state() == JobState.RUNNING).isPresent());
    assertThat(service.stop()).isEqualTo(SIGTERM_STATUS);
    assertThat(job("castle").orElseThrow().state()).isEqualTo(JobState.COMPLETED);
    assertThat(folder.resolve("data/inbox/castle")).doesNotExist();
  }
}
