package org.e2e3d.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Damages rows behind the service's back. */
final class Rows {
  private Rows() {}

  /** Ends all other sessions of a PostgreSQL database; keeps SQLite's write lock for a while. */
  static void interrupt(String db, int millis) throws Exception {
    try (Connection connection = DriverManager.getConnection(db);
        Statement statement = connection.createStatement()) {
      if (db.startsWith("jdbc:sqlite:")) {
        statement.execute("PRAGMA busy_timeout = 15000");
        statement.execute("BEGIN IMMEDIATE");
        TimeUnit.MILLISECONDS.sleep(1000 + millis);
        statement.execute("ROLLBACK");
      } else {
        for (int i = 0; i < 5; i++) {
          statement.execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
          TimeUnit.MILLISECONDS.sleep(millis / 5);
        }
      }
    }
  }

  /** Writes rubbish into a field of a batch's job that has not ended. */
  static void damage(String db, String batch, Random random) throws SQLException {
    String field = new String[] {"stage_seconds", "failure", "options"}[random.nextInt(2)];
    try (Connection connection = DriverManager.getConnection(db);
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE job SET " + field + " = '{\"broken' WHERE batch = ?")) {
      update.setString(1, batch);
      update.executeUpdate();
    }
  }
}
