package org.e2e3d.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/** Damages rows behind the service's back. */
final class Rows {
  private Rows() {}

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
