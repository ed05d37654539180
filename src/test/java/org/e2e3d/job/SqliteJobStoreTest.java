package org.e2e3d.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded database. */
final class SqliteJobStoreTest extends JobStoreContract {
  @TempDir Path folder;

  @Override
  JobStore open() {
    return JdbcJobStore.embedded(folder.resolve("state/jobs.db"));
  }

  @Test
  void commitsAreOnDiskBeforeTheyAreReported() throws SQLException {
    try (var source = JobDatabase.open("jdbc:sqlite:" + folder.resolve("jobs.db"), "", "");
        Connection connection = source.getConnection()) {
      assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(connection, "synchronous")).as("2 is FULL").isEqualTo("2");
      assertThat(pragma(connection, "foreign_keys")).isEqualTo("1");
    }
  }

  @Test
  void aDamagedRowHidesNoOtherAndIsMended() throws SQLException {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    try (JobStore store = open()) {
      for (String batch : List.of("sound", "seconds", "options", "state")) {
        Job claimed =
            Job.claim(batch, "d", "bucket", "", 3, 9, Map.of(), "s3://inbox/" + batch + "/", now);
        store.insert(claimed);
        assertThat(store.replace(claimed, claimed.queued(now, now))).isPresent();
      }
      damage("stage_seconds = '{\"dense\": 1.', failure = 'x'", "seconds");
      damage("options = 'preset=low'", "options");
      damage("state = 'RUNING'", "state");

      assertThat(store.recent(Set.of(), 9, 0)).extracting(Job::batch).containsExactly("sound");
      assertThat(store.counts()).containsEntry(JobState.QUEUED, 3L);
      String unreadable = JobIds.of("options", "d");
      assertThatThrownBy(() -> store.find(unreadable)).isInstanceOf(JobStoreException.class);

      assertThat(store.mend(false, now)).hasSize(3);
      assertThat(store.mend(true, now)).isEmpty();
      assertThat(store.recent(Set.of(), 9, 0))
          .extracting(job -> job.batch() + " " + job.state())
          .containsExactlyInAnyOrder(
              "sound QUEUED", "seconds QUEUED", "options FAILING", "state FAILING");
      Job failing = store.find(unreadable).orElseThrow();
      assertThat(failing.failure().code()).isEqualTo(FailureReason.INTERNAL_ERROR);
      assertThat(store.replace(failing, failing.failed("l/", failing.imagesAt(), now))).isPresent();
    }
  }

  private void damage(String what, String batch) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/jobs.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE job SET " + what + " WHERE batch = '" + batch + "'");
    }
  }

  private static String pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws Exception {
    Path notADatabase = Files.writeString(folder.resolve("notes.txt"), "text ".repeat(500));
    assertThatThrownBy(() -> JdbcJobStore.embedded(notADatabase))
        .isInstanceOf(JobStoreException.class)
        .hasMessageContaining("notes.txt");
    assertThatThrownBy(() -> JdbcJobStore.open("jdbc:h2:mem:x", "", ""))
        .isInstanceOf(JobStoreException.class)
        .hasMessageContaining("jdbc:h2:mem:x");
  }
}
