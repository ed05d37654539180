package org.e2e3d.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Mends rows that cannot be read, so that one of them neither stops the others nor is forgotten.
 * What only informs (stage times, an old failure) is emptied and the job goes on. A job whose state
 * or options are gone cannot go on as it was asked: it fails with a letter, and its images are kept
 * like those of any other.
 */
final class DamagedRows {
  private final Connection connection;

  DamagedRows(Connection connection) {
    this.connection = connection;
  }

  /** Ids of all rows that cannot be read. */
  List<String> find() throws SQLException {
    List<String> damaged = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement("SELECT * FROM job");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        if (!JobRow.isReadable(rows)) {
          damaged.add(rows.getString("id"));
        }
      }
    }
    return damaged;
  }

  /**
   * Mends one.
   *
   * @return false if there was nothing to mend
   */
  boolean mend(String id, Instant now) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT * FROM job WHERE id = ?")) {
      query.setString(1, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && !JobRow.isReadable(row) && mend(id, row, now);
      }
    }
  }

  private boolean mend(String id, ResultSet row, Instant now) throws SQLException {
    String options = row.getString("options");
    JobState state = state(row);
    boolean ended = state.isFinal();
    boolean goesOn = ended || readable(row) && JobRow.areOptions(options);
    String failure = row.getString("failure");
    if (!goesOn || state == JobState.FAILED && !JobRow.isFailure(failure)) {
      failure = JobRow.json(why());
    } else if (!JobRow.isFailure(failure)) {
      failure = null;
    }
    String seconds = row.getString("stage_seconds");
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE job SET state = ?, options = ?, stage_seconds = ?, failure = ?, updated = ?,"
                + " version = ?, worker = ?, heartbeat = "
                + (goesOn ? "heartbeat" : "NULL")
                + " WHERE id = ? AND version = ?")) {
      long version = row.getLong("version");
      update.setString(1, goesOn ? state.name() : JobState.FAILING.name());
      update.setString(2, JobRow.areOptions(options) ? options : "{}");
      update.setString(3, JobRow.areSeconds(seconds) ? seconds : "{}");
      update.setString(4, failure);
      update.setLong(5, goesOn ? row.getLong("updated") : now.toEpochMilli());
      // whoever works on a job that goes on need not notice
      update.setLong(6, goesOn ? version : version + 1);
      update.setString(7, goesOn ? row.getString("worker") : "");
      update.setString(8, id);
      update.setLong(9, version);
      return update.executeUpdate() > 0;
    }
  }

  private static Failure why() {
    return Failure.of(
        FailureReason.INTERNAL_ERROR,
        "The job's row in the database was damaged; what was asked for is not known any more.",
        "database");
  }

  private static boolean readable(ResultSet row) throws SQLException {
    return JobRow.state(row.getString("state")).isPresent();
  }

  /** The state as told, or as what else the row has says. */
  private static JobState state(ResultSet row) throws SQLException {
    var told = JobRow.state(row.getString("state"));
    if (told.isPresent()) {
      return told.get();
    }
    if (row.getObject("finished") == null) {
      return JobState.FAILING;
    }
    return row.getString("letter_at").isEmpty() ? JobState.COMPLETED : JobState.FAILED;
  }
}
