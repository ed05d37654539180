package org.e2e3d.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** How a {@link Job} stands in its row. */
final class JobRow {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final TypeReference<Map<String, String>> OPTIONS = new TypeReference<>() {};
  private static final TypeReference<Map<String, Double>> SECONDS = new TypeReference<>() {};

  static final String INSERT =
      "INSERT INTO job (version, state, attempt, due, sent, worker, heartbeat, stage, fraction,"
          + " seconds_left, detail, updated, started, finished, stage_seconds, images_at, model_at,"
          + " letter_at, failure, id, batch, digest, source, closed_because, images, image_bytes,"
          + " options, cancel_requested, created, predecessor) VALUES"
          + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?) ON CONFLICT (id) DO NOTHING";

  /** Leaves alone what never changes and what others may set meanwhile (cancel_requested). */
  static final String UPDATE =
      "UPDATE job SET version = ?, state = ?, attempt = ?, due = ?, sent = ?, worker = ?,"
          + " heartbeat = ?, stage = ?, fraction = ?, seconds_left = ?, detail = ?, updated = ?,"
          + " started = ?, finished = ?, stage_seconds = ?, images_at = ?, model_at = ?,"
          + " letter_at = ?, failure = ? WHERE id = ? AND version = ? AND state = ?";

  private JobRow() {}

  static void bindInsert(PreparedStatement to, Job job) throws SQLException {
    int i = bindChanging(to, job, job.version());
    to.setString(i++, job.id());
    to.setString(i++, job.batch());
    to.setString(i++, job.digest());
    to.setString(i++, job.source());
    to.setString(i++, job.closedBecause());
    to.setInt(i++, job.images());
    to.setLong(i++, job.imageBytes());
    to.setString(i++, json(job.options()));
    to.setInt(i++, job.cancelRequested() ? 1 : 0);
    to.setLong(i++, job.created().toEpochMilli());
    to.setString(i, job.predecessor());
  }

  static void bindUpdate(PreparedStatement to, Job seen, Job next) throws SQLException {
    int i = bindChanging(to, next, seen.version() + 1);
    to.setString(i++, seen.id());
    to.setLong(i++, seen.version());
    to.setString(i, seen.state().name());
  }

  private static int bindChanging(PreparedStatement to, Job job, long version) throws SQLException {
    int i = 1;
    to.setLong(i++, version);
    to.setString(i++, job.state().name());
    to.setInt(i++, job.attempt());
    setTime(to, i++, job.due());
    setTime(to, i++, job.sent());
    to.setString(i++, job.worker());
    setTime(to, i++, job.heartbeat());
    to.setString(i++, job.progress().stage());
    to.setDouble(i++, job.progress().fraction());
    to.setLong(i++, job.progress().secondsLeft());
    to.setString(i++, job.progress().detail());
    setTime(to, i++, job.updated());
    setTime(to, i++, job.started());
    setTime(to, i++, job.finished());
    to.setString(i++, json(job.stageSeconds()));
    to.setString(i++, job.imagesAt());
    to.setString(i++, job.modelAt());
    to.setString(i++, job.letterAt());
    to.setString(i++, job.failure() == null ? null : json(job.failure()));
    return i;
  }

  /** True if {@link #read} can make a job of a row. */
  static boolean isReadable(ResultSet row) throws SQLException {
    return state(row.getString("state")).isPresent()
        && areOptions(row.getString("options"))
        && areSeconds(row.getString("stage_seconds"))
        && isFailure(row.getString("failure"));
  }

  static Optional<JobState> state(String text) {
    return Arrays.stream(JobState.values()).filter(state -> state.name().equals(text)).findFirst();
  }

  static boolean areOptions(String text) {
    return parses(text, OPTIONS);
  }

  static boolean areSeconds(String text) {
    return parses(text, SECONDS);
  }

  static boolean isFailure(String text) {
    return text == null || parses(text, new TypeReference<Failure>() {});
  }

  private static boolean parses(String text, TypeReference<?> type) {
    try {
      return text != null && parse(text, type) != null;
    } catch (JobStoreException e) {
      return false;
    }
  }

  /**
   * @throws JobStoreException if a field is damaged
   */
  static Job read(ResultSet row) throws SQLException {
    JobDraft draft = new JobDraft();
    draft.id = row.getString("id");
    draft.version = row.getLong("version");
    String state = row.getString("state");
    draft.state =
        state(state)
            .orElseThrow(
                () ->
                    new JobStoreException(
                        "a row of the job database has a damaged field: state " + state, null));
    draft.batch = row.getString("batch");
    draft.digest = row.getString("digest");
    draft.source = row.getString("source");
    draft.closedBecause = row.getString("closed_because");
    draft.images = row.getInt("images");
    draft.imageBytes = row.getLong("image_bytes");
    draft.options = parse(row.getString("options"), OPTIONS);
    draft.attempt = row.getInt("attempt");
    draft.due = time(row, "due");
    draft.sent = time(row, "sent");
    draft.worker = row.getString("worker");
    draft.heartbeat = time(row, "heartbeat");
    draft.cancelRequested = row.getInt("cancel_requested") != 0;
    draft.progress =
        new Progress(
            row.getString("stage"),
            row.getDouble("fraction"),
            row.getLong("seconds_left"),
            row.getString("detail"));
    draft.created = time(row, "created");
    draft.updated = time(row, "updated");
    draft.started = time(row, "started");
    draft.finished = time(row, "finished");
    draft.stageSeconds = parse(row.getString("stage_seconds"), SECONDS);
    draft.imagesAt = row.getString("images_at");
    draft.modelAt = row.getString("model_at");
    draft.letterAt = row.getString("letter_at");
    String failure = row.getString("failure");
    draft.failure = failure == null ? null : parse(failure, new TypeReference<Failure>() {});
    draft.predecessor = row.getString("predecessor");
    return draft.build();
  }

  private static void setTime(PreparedStatement to, int i, Instant time) throws SQLException {
    if (time == null) {
      to.setNull(i, Types.BIGINT);
    } else {
      to.setLong(i, time.toEpochMilli());
    }
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a job's field cannot be written as JSON", e);
    }
  }

  private static <T> T parse(String text, TypeReference<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new JobStoreException("a row of the job database has a damaged field: " + text, e);
    }
  }
}
