package org.e2e3d.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
