package org.e2e3d.job;

import java.time.Instant;
import java.util.Map;

/** The fields of a {@link Job} while it is put together. */
final class JobDraft {
  String id;
  long version;
  JobState state = JobState.CLAIMED;
  String batch;
  String digest;
  String source = "";
  String closedBecause = "";
  int images;
  long imageBytes;
  Map<String, String> options = Map.of();
  int attempt;
  Instant due;
  Instant sent;
  String worker = "";
  Instant heartbeat;
  boolean cancelRequested;
  Progress progress = Progress.NONE;
  Instant created;
  Instant updated;
  Instant started;
  Instant finished;
  Map<String, Double> stageSeconds = Map.of();
  String imagesAt = "";
  String modelAt = "";
  String letterAt = "";
  Failure failure;
  String predecessor = "";

  JobDraft() {}

  JobDraft(Job job) {
    id = job.id();
    version = job.version();
    state = job.state();
    batch = job.batch();
    digest = job.digest();
    source = job.source();
    closedBecause = job.closedBecause();
    images = job.images();
    imageBytes = job.imageBytes();
    options = job.options();
    attempt = job.attempt();
    due = job.due();
    sent = job.sent();
    worker = job.worker();
    heartbeat = job.heartbeat();
    cancelRequested = job.cancelRequested();
    progress = job.progress();
    created = job.created();
    updated = job.updated();
    started = job.started();
    finished = job.finished();
    stageSeconds = job.stageSeconds();
    imagesAt = job.imagesAt();
    modelAt = job.modelAt();
    letterAt = job.letterAt();
    failure = job.failure();
    predecessor = job.predecessor();
  }

  /** Marks a change; whoever works on the job is alive. */
  void touch(Instant now) {
    updated = now;
    heartbeat = heartbeat == null ? null : now;
  }

  Job build() {
    return new Job(
        id,
        version,
        state,
        batch,
        digest,
        source,
        closedBecause,
        images,
        imageBytes,
        options,
        attempt,
        due,
        sent,
        worker,
        heartbeat,
        cancelRequested,
        progress,
        created,
        updated,
        started,
        finished,
        stageSeconds,
        imagesAt,
        modelAt,
        letterAt,
        failure,
        predecessor);
  }
}
