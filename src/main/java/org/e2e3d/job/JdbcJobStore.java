package org.e2e3d.job;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port on SQLite or PostgreSQL, by the same SQL. */
public final class JdbcJobStore implements JobStore {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcJobStore.class);

  private final HikariDataSource source;
  private final Transactions transactions;
  private final Set<String> damaged = ConcurrentHashMap.newKeySet();

  private JdbcJobStore(HikariDataSource source) {
    this.source = source;
    this.transactions = new Transactions(source);
  }

  /** The embedded database in a file, made if missing. */
  public static JdbcJobStore embedded(Path file) {
    return open("jdbc:sqlite:" + file.toAbsolutePath(), "", "");
  }

  /**
   * Any database.
   *
   * @param url {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE}
   * @param user empty for none
   * @throws JobStoreException if it cannot be reached or its tables cannot be made
   */
  public static JdbcJobStore open(String url, String user, String password) {
    return new JdbcJobStore(JobDatabase.open(url, user, password));
  }

  /** As {@link #open}, but nothing is asked of the database before {@link #prepare}. */
  public static JdbcJobStore unopened(String url, String user, String password) {
    return new JdbcJobStore(JobDatabase.pool(url, user, password));
  }

  /**
   * Makes the tables, or brings them to this version; safe to call again.
   *
   * @throws JobStoreException if it cannot be reached or its tables cannot be made
   */
  public void prepare() {
    JobDatabase.migrate(source);
  }

  @Override
  public boolean insert(Job job) {
    return transactions.run(
        "claim job " + job.id(),
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(JobRow.INSERT)) {
            JobRow.bindInsert(insert, job);
            if (insert.executeUpdate() == 0) {
              return false;
            }
          }
          note(connection, job, job.version());
          return true;
        });
  }

  @Override
  public Optional<Job> find(String id) {
    return transactions.call("find job " + id, connection -> find(connection, id));
  }

  private static Optional<Job> find(Connection connection, String id) throws SQLException {
    List<Job> found = jobs(connection, "SELECT * FROM job WHERE id = ?", id);
    return found.stream().findFirst();
  }

  @Override
  public Optional<Job> replace(Job seen, Job next) {
    if (!seen.id().equals(next.id())) {
      throw new IllegalArgumentException(seen.id() + " cannot become " + next.id());
    }
    if (seen.state() != next.state() && !seen.state().canBecome(next.state())) {
      throw new IllegalStateException(
          "job " + seen.id() + " cannot go from " + seen.state() + " to " + next.state());
    }
    return transactions.run(
        "change job " + seen.id(),
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(JobRow.UPDATE)) {
            JobRow.bindUpdate(update, seen, next);
            if (update.executeUpdate() == 0) {
              return Optional.empty();
            }
          }
          note(connection, next, seen.version() + 1);
          return find(connection, seen.id());
        });
  }

  private static void note(Connection connection, Job job, long version) throws SQLException {
    Transactions.execute(
        connection,
        "INSERT INTO job_change (job_id, version, state, attempt, worker, note, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        job.id(),
        version,
        job.state().name(),
        job.attempt(),
        job.worker(),
        job.failure() == null ? "" : job.failure().code().name(),
        job.updated().toEpochMilli());
  }

  @Override
  public Lease heartbeat(Job job, Progress progress, Instant now) {
    return transactions.run(
        "keep job " + job.id(),
        connection -> {
          int rows =
              Transactions.execute(
                  connection,
                  "UPDATE job SET heartbeat = ?, stage = ?, fraction = ?, seconds_left = ?,"
                      + " detail = ? WHERE id = ? AND worker = ? AND attempt = ?"
                      + " AND state IN ('RUNNING', 'PUBLISHING', 'FAILING')",
                  now.toEpochMilli(),
                  progress.stage(),
                  progress.fraction(),
                  progress.secondsLeft(),
                  progress.detail(),
                  job.id(),
                  job.worker(),
                  job.attempt());
          if (rows == 0) {
            return Lease.LOST;
          }
          boolean cancel = find(connection, job.id()).filter(Job::cancelRequested).isPresent();
          return cancel ? Lease.CANCEL_REQUESTED : Lease.HELD;
        });
  }

  @Override
  public void markSent(String id, Instant at) {
    transactions.call(
        "mark job " + id,
        connection ->
            Transactions.execute(
                connection,
                "UPDATE job SET sent = "
                    + (at == null ? "NULL" : at.toEpochMilli())
                    + " WHERE id = ? AND state = 'QUEUED'",
                id));
  }

  @Override
  public boolean requestCancel(String id, Instant now) {
    return transactions.call(
        "cancel job " + id,
        connection ->
            Transactions.execute(
                    connection,
                    "UPDATE job SET cancel_requested = 1, updated = ? WHERE id = ?"
                        + " AND state NOT IN ('COMPLETED', 'FAILED')",
                    now.toEpochMilli(),
                    id)
                > 0);
  }

  @Override
  public void forgetSent() {
    transactions.call(
        "forget messages",
        connection ->
            Transactions.execute(connection, "UPDATE job SET sent = NULL WHERE state = 'QUEUED'"));
  }

  @Override
  public List<Job> toSend(Instant now, Instant sentBefore, Instant latest, int limit) {
    return transactions.call(
        "list jobs to send",
        connection ->
            readable(
                connection,
                "SELECT * FROM job WHERE state = 'QUEUED' AND (due <= ? OR due > ?)"
                    + " AND (sent IS NULL OR sent < ? OR sent > ?) ORDER BY due, id LIMIT ?",
                now.toEpochMilli(),
                latest.toEpochMilli(),
                sentBefore.toEpochMilli(),
                latest.toEpochMilli(),
                limit));
  }

  @Override
  public List<Job> inHands() {
    return transactions.call(
        "list jobs at work",
        connection ->
            readable(
                connection,
                "SELECT * FROM job WHERE state IN ('RUNNING', 'PUBLISHING', 'FAILING', 'CLAIMED')"
                    + " ORDER BY COALESCE(heartbeat, updated), id"));
  }

  @Override
  public List<Job> recent(Set<JobState> states, int limit, int offset) {
    List<Object> values = new ArrayList<>(states.stream().map(JobState::name).toList());
    String where =
        states.isEmpty()
            ? ""
            : " WHERE state IN ("
                + String.join(", ", Collections.nCopies(states.size(), "?"))
                + ")";
    values.add(limit);
    values.add(offset);
    return transactions.call(
        "list jobs",
        connection ->
            readable(
                connection,
                "SELECT * FROM job" + where + " ORDER BY created DESC, id LIMIT ? OFFSET ?",
                values.toArray()));
  }

  @Override
  public List<Job> ofBatch(String batch, int limit) {
    return transactions.call(
        "list jobs of batch " + batch,
        connection ->
            readable(
                connection,
                "SELECT * FROM job WHERE batch = ? ORDER BY created DESC, id LIMIT ?",
                batch,
                limit));
  }

  @Override
  public Map<JobState, Long> counts() {
    return transactions.call(
        "count jobs",
        connection -> {
          Map<JobState, Long> counts = new EnumMap<>(JobState.class);
          for (JobState state : JobState.values()) {
            counts.put(state, 0L);
          }
          try (PreparedStatement query =
                  connection.prepareStatement("SELECT state, COUNT(*) FROM job GROUP BY state");
              ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
              long number = rows.getLong(2);
              JobRow.state(rows.getString(1)).ifPresent(state -> counts.put(state, number));
            }
          }
          return counts;
        });
  }

  @Override
  public List<Change> history(String id) {
    return transactions.call(
        "read the history of job " + id,
        connection -> {
          List<Change> changes = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT version, state, attempt, worker, note, at FROM job_change"
                      + " WHERE job_id = ? ORDER BY version")) {
            query.setString(1, id);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                changes.add(
                    new Change(
                        row.getLong(1),
                        JobState.valueOf(row.getString(2)),
                        row.getInt(3),
                        row.getString(4),
                        row.getString(5),
                        Instant.ofEpochMilli(row.getLong(6))));
              }
            }
          }
          return changes;
        });
  }

  @Override
  public int forgetFinished(Instant before) {
    String old = "state IN ('COMPLETED', 'FAILED') AND finished < ?";
    return transactions.run(
        "forget old jobs",
        connection -> {
          Transactions.execute(
              connection,
              "DELETE FROM job_change WHERE job_id IN (SELECT id FROM job WHERE " + old + ")",
              before.toEpochMilli());
          return Transactions.execute(
              connection, "DELETE FROM job WHERE " + old, before.toEpochMilli());
        });
  }

  @Override
  public List<String> mend(boolean all, Instant now) {
    if (!all && damaged.isEmpty()) {
      return List.of();
    }
    return transactions.run(
        "mend damaged rows",
        connection -> {
          DamagedRows rows = new DamagedRows(connection);
          List<String> mended = new ArrayList<>();
          for (String id : all ? rows.find() : List.copyOf(damaged)) {
            if (rows.mend(id, now)) {
              mended.add(id);
            }
            damaged.remove(id);
          }
          return mended;
        });
  }

  @Override
  public Duration ping() {
    long from = System.nanoTime();
    transactions.call("ping", connection -> jobs(connection, "SELECT * FROM job WHERE id = ?", ""));
    return Duration.ofNanos(System.nanoTime() - from);
  }

  @Override
  public void close() {
    source.close();
  }

  /** One row that cannot be read must not hide the others. */
  private List<Job> readable(Connection connection, String sql, Object... values)
      throws SQLException {
    List<Job> jobs = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      Transactions.bind(query, values);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          try {
            jobs.add(JobRow.read(rows));
          } catch (JobStoreException e) {
            String id = rows.getString("id");
            if (damaged.add(id)) {
              LOG.error("the row of job {} cannot be read and is mended: {}", id, e.getMessage());
            }
          }
        }
      }
    }
    return jobs;
  }

  private static List<Job> jobs(Connection connection, String sql, Object... values)
      throws SQLException {
    List<Job> jobs = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      Transactions.bind(query, values);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          jobs.add(JobRow.read(rows));
        }
      }
    }
    return jobs;
  }
}
