package org.e2e3d.job;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One reconstruction of one batch, as its row stands. A changed copy is made by the methods named
 * after the step, and takes effect when {@link JobStore#replace} accepts it.
 *
 * @param id see {@link JobIds}
 * @param version counts accepted changes; for compare-and-set
 * @param state where it is on its way
 * @param batch name of the batch, any text
 * @param digest digest of the batch's content
 * @param source where the batch was dropped: "folder", "bucket", "upload", "replay"
 * @param closedBecause why the batch was taken as complete, a sentence
 * @param images how many images it has
 * @param imageBytes their size
 * @param options preset and single options asked for, by dotted name
 * @param attempt how many times it was started: 0 before the first run
 * @param due not to be run before
 * @param sent when the queue was last given a message for it; null if never
 * @param worker who works on it; empty if nobody
 * @param heartbeat the worker's last sign of life; null if nobody works on it
 * @param cancelRequested a person asked to stop it
 * @param progress how far it is
 * @param created when it was claimed
 * @param updated its last accepted change
 * @param started when the present or last attempt began; null before the first
 * @param finished when it reached a final state; null before
 * @param stageSeconds wall seconds of each stage that ended, by label, in order
 * @param imagesAt where the images are now, such as {@code s3://inbox/castle/} or {@code
 *     file:///…}: always exactly one place, until a person discards them
 * @param modelAt prefix of the published model in the models bucket; empty if none
 * @param letterAt prefix of the dead letter in its bucket; empty if none
 * @param failure why it failed, why it is tried again, or why the model is partial; null if none
 * @param predecessor id of the job this one replays; empty if none
 */
public record Job(
    String id,
    long version,
    JobState state,
    String batch,
    String digest,
    String source,
    String closedBecause,
    int images,
    long imageBytes,
    Map<String, String> options,
    int attempt,
    Instant due,
    Instant sent,
    String worker,
    Instant heartbeat,
    boolean cancelRequested,
    Progress progress,
    Instant created,
    Instant updated,
    Instant started,
    Instant finished,
    Map<String, Double> stageSeconds,
    String imagesAt,
    String modelAt,
    String letterAt,
    Failure failure,
    String predecessor) {

  public Job {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(created, "created");
    options = Map.copyOf(options);
    // to the milliseconds that the database keeps, so that a job read back is equal
    due = millis(due);
    sent = millis(sent);
    heartbeat = millis(heartbeat);
    created = millis(created);
    updated = millis(updated);
    started = millis(started);
    finished = millis(finished);
    stageSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(stageSeconds));
  }

  private static Instant millis(Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * A new job in {@link JobState#CLAIMED}, to be inserted.
   *
   * @param imagesAt where the images are
   */
  public static Job claim(
      String batch,
      String digest,
      String source,
      String closedBecause,
      int images,
      long imageBytes,
      Map<String, String> options,
      String imagesAt,
      Instant now) {
    JobDraft draft = new JobDraft();
    draft.id = JobIds.of(batch, digest);
    draft.batch = batch;
    draft.digest = digest;
    draft.source = source;
    draft.closedBecause = closedBecause;
    draft.images = images;
    draft.imageBytes = imageBytes;
    draft.options = options;
    draft.imagesAt = imagesAt;
    draft.due = now;
    draft.created = now;
    draft.updated = now;
    return draft.build();
  }

  /**
   * A new job that runs this one's batch again, in {@link JobState#CLAIMED}, to be inserted. Two
   * replays of the same job asked for at once have the same id, so only one is made.
   */
  public Job replay(Map<String, String> newOptions, String newImagesAt, Instant now) {
    return replay(newOptions, newImagesAt, images, imageBytes, now);
  }

  /** The same with some images left out. */
  public Job replay(
      Map<String, String> newOptions,
      String newImagesAt,
      int newImages,
      long newImageBytes,
      Instant now) {
    JobDraft draft = new JobDraft();
    draft.id = JobIds.replay(id);
    draft.batch = batch;
    draft.digest = digest;
    draft.source = "replay";
    draft.closedBecause = "replay of " + id;
    draft.images = newImages;
    draft.imageBytes = newImageBytes;
    draft.options = newOptions;
    draft.imagesAt = newImagesAt;
    draft.due = now;
    draft.created = now;
    draft.updated = now;
    draft.predecessor = id;
    return draft.build();
  }

  /** Into the queue: first time, not before {@code notBefore}. */
  public Job queued(Instant notBefore, Instant now) {
    JobDraft draft = to(JobState.QUEUED, now);
    draft.due = notBefore;
    draft.worker = "";
    draft.heartbeat = null;
    draft.sent = null;
    return draft.build();
  }

  /** Back into the queue after a failure that is worth another attempt. */
  public Job retried(Failure why, Instant notBefore, Instant now) {
    JobDraft draft = new JobDraft(queued(notBefore, now));
    draft.failure = published() && partial() ? failure : why; // the reasons belong to the model
    return draft.build();
  }

  /** Back into the queue because the surroundings are away: the attempt does not count. */
  public Job waiting(Failure why, Instant notBefore, Instant now) {
    JobDraft draft = new JobDraft(retried(why, notBefore, now));
    draft.attempt = Math.max(0, attempt - 1);
    return draft.build();
  }

  /** The same queued job, not to be run before a later time. */
  public Job postponed(Instant notBefore, Instant now) {
    JobDraft draft = new JobDraft(this);
    draft.due = notBefore;
    draft.sent = null;
    draft.touch(now);
    return draft.build();
  }

  /** Back into the queue because its worker stops: what it did so far does not count. */
  public Job handedBack(Instant now) {
    JobDraft draft = new JobDraft(queued(now, now));
    draft.attempt = Math.max(0, attempt - 1);
    return draft.build();
  }

  /** The same job, in the same state, in the hands of this worker. */
  public Job adopted(String byWorker, Instant now) {
    JobDraft draft = new JobDraft(this);
    draft.worker = byWorker;
    draft.heartbeat = now;
    draft.updated = now;
    return draft.build();
  }

  /** Taken by a worker: one more attempt. */
  public Job running(String byWorker, Instant now) {
    JobDraft draft = to(JobState.RUNNING, now);
    draft.attempt = attempt + 1;
    draft.worker = byWorker;
    draft.heartbeat = now;
    draft.started = now;
    draft.progress = Progress.NONE;
    draft.failure = null;
    return draft.build();
  }

  /** Taken by a worker after its model was published: what is left is to announce it. */
  public Job resumed(String byWorker, Instant now) {
    JobDraft draft = to(JobState.PUBLISHING, now);
    draft.attempt = attempt + 1;
    draft.worker = byWorker;
    draft.heartbeat = now;
    draft.failure = partial() ? failure : null;
    return draft.build();
  }

  /**
   * The model is built and is being published.
   *
   * @param partial the reasons if some images are not in the model; else null
   */
  public Job publishing(Failure.Partial partial, Map<String, Double> seconds, Instant now) {
    JobDraft draft = to(JobState.PUBLISHING, now);
    draft.heartbeat = now;
    draft.failure = partial;
    draft.stageSeconds = seconds;
    return draft.build();
  }

  /** The model is public and the images are archived. */
  public Job completed(String atModel, String atImages, Instant now) {
    JobDraft draft = ended(JobState.COMPLETED, now);
    draft.modelAt = atModel;
    draft.imagesAt = atImages;
    draft.progress = Progress.DONE;
    return draft.build();
  }

  /** No model will come; the dead letter is being written. */
  public Job failing(Failure why, Instant now) {
    JobDraft draft = to(JobState.FAILING, now);
    draft.failure = why;
    draft.heartbeat = now;
    return draft.build();
  }

  /** The dead letter is stored. */
  public Job failed(String atLetter, String atImages, Instant now) {
    JobDraft draft = ended(JobState.FAILED, now);
    draft.letterAt = atLetter;
    draft.imagesAt = atImages;
    return draft.build();
  }

  /**
   * The same failed job after a person threw its dead letter away, with the images if it had them.
   */
  public Job discarded(boolean withImages, Instant now) {
    JobDraft draft = new JobDraft(this);
    draft.letterAt = "";
    draft.imagesAt = withImages ? "" : imagesAt;
    draft.updated = now;
    return draft.build();
  }

  /** The same job with its images somewhere else. */
  public Job withImagesAt(String place, Instant now) {
    JobDraft draft = new JobDraft(this);
    draft.imagesAt = place;
    draft.touch(now);
    return draft.build();
  }

  /** The same job with its model (not yet announced) at a prefix. */
  public Job withModelAt(String prefix, Instant now) {
    JobDraft draft = new JobDraft(this);
    draft.modelAt = prefix;
    draft.touch(now);
    return draft.build();
  }

  /** The failure, if there is one. */
  public Optional<Failure> whyNot() {
    return Optional.ofNullable(failure);
  }

  /** True if its model is public and whole; from then on the job ends with this model only. */
  public boolean published() {
    return !modelAt.isEmpty();
  }

  /** True if a model was built without some of the images. */
  public boolean partial() {
    return failure instanceof Failure.Partial;
  }

  private JobDraft to(JobState next, Instant now) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException("job " + id + " cannot go from " + state + " to " + next);
    }
    JobDraft draft = new JobDraft(this);
    draft.state = next;
    draft.updated = now;
    return draft;
  }

  private JobDraft ended(JobState last, Instant now) {
    JobDraft draft = to(last, now);
    draft.finished = now;
    draft.worker = "";
    draft.heartbeat = null;
    return draft;
  }
}
