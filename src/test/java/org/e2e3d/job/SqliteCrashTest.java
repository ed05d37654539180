package org.e2e3d.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.e2e3d.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the job database reported as done survives a kill. */
final class SqliteCrashTest {
  @TempDir Path folder;

  @Test
  void everyReportedChangeSurvivesAKill() throws Exception {
    Path file = folder.resolve("jobs.db");
    List<String> reported = ChildJvm.killAfter(40, Child.class, file.toString());
    try (JobStore store = JdbcJobStore.embedded(file)) {
      for (String id : reported) {
        assertThat(store.find(id))
            .as(id)
            .hasValueSatisfying(job -> assertThat(job.state()).isEqualTo(JobState.QUEUED));
        assertThat(store.history(id)).as(id).hasSize(2);
      }
      assertThat(store.counts().get(JobState.QUEUED)).isGreaterThanOrEqualTo(reported.size());
    }
  }

  /** Claims and queues jobs as fast as it can, and prints each id once both are reported done. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      try (JobStore store = JdbcJobStore.embedded(Path.of(arguments[0]))) {
        for (int i = 0; ; i++) {
          Instant now = Instant.now();
          Job job = Job.claim("batch " + i, "x", "test", "test", 1, 1, Map.of(), "s3://x/", now);
          if (store.insert(job)) {
            Optional<Job> queued = store.replace(job, job.queued(now, now));
            queued.ifPresent(done -> ChildJvm.report(done.id()));
          }
        }
      }
    }
  }
}
