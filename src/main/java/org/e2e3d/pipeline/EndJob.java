package org.e2e3d.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.job.Failure;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a job: archives the images of a published one, writes the dead letter of a failed one. The
 * row becomes final last, when everything else is done.
 */
public final class EndJob {
  private static final Logger LOG = LoggerFactory.getLogger(EndJob.class);
  static final String FAILURE = "failure.json";
  static final String LOG_FILE = "engine.log";

  private final MoveImages mover;
  private final ObjectStore store;
  private final Buckets buckets;
  private final JobStore jobs;
  private final Clock clock;

  public EndJob(MoveImages mover, ObjectStore store, Buckets buckets, JobStore jobs, Clock clock) {
    this.mover = mover;
    this.store = store;
    this.buckets = buckets;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** Archives the images and completes the job. The model is public already. */
  public JobRun complete(JobRun run) throws IOException {
    JobRun moved =
        run.job().imagesAt().startsWith(Buckets.place(buckets.archive(), ""))
                && !run.job().predecessor().isEmpty()
            ? run // a replay of an archived batch: its images are where they belong
            : mover.move(run, buckets.archive(), Buckets.images(run.job())).run();
    Job job = moved.job();
    Instant now = clock.instant();
    JobRun done = moved.with(replaced(job, job.completed(job.modelAt(), job.imagesAt(), now)));
    LOG.info("published as {}{}", job.modelAt(), job.partial() ? " (partial)" : "");
    return done;
  }

  /**
   * Writes the dead letter and fails the job: the images, the log, and last {@code failure.json}.
   */
  public JobRun deadLetter(JobRun run) throws IOException {
    String folder = Buckets.folder(run.job());
    MoveImages.Moved moved =
        run.claim() == null
            ? new MoveImages.Moved(run, List.of())
            : mover.move(run, buckets.deadLetter(), Buckets.images(run.job()));
    Job job = moved.run().job();
    putLog(run, folder + LOG_FILE);
    if (run.claim() != null) {
      store.put(
          buckets.deadLetter(),
          folder + ClaimStore.NAME,
          ClaimStore.JSON.writeValueAsBytes(run.claim()),
          PutOptions.forName(ClaimStore.NAME));
    }
    store.put(
        buckets.deadLetter(),
        folder + FAILURE,
        ClaimStore.JSON.writeValueAsBytes(letter(job, run.claim(), moved.lost())),
        PutOptions.forName(FAILURE));
    Instant now = clock.instant();
    JobRun done = moved.run().with(replaced(job, job.failed(folder, job.imagesAt(), now)));
    new Versions(store, buckets).sweep(done.job());
    LOG.info("dead letter {}: {}", folder, job.failure().code());
    return done;
  }

  private void putLog(JobRun run, String key) throws IOException {
    PutOptions options = PutOptions.forName(LOG_FILE);
    if (Files.exists(run.log())) {
      store.put(buckets.deadLetter(), key, run.log(), options);
    } else if (!store.exists(buckets.deadLetter(), key)) {
      // not started, or by another node, whose disk has its log
      String line =
          clock.instant()
              + " no log of the engine here, attempt "
              + run.job().attempt()
              + ": "
              + run.job().failure().message()
              + "\n";
      store.put(buckets.deadLetter(), key, line.getBytes(StandardCharsets.UTF_8), options);
    }
  }

  private ObjectNode letter(Job job, Claim claim, List<String> lost) {
    Failure failure = job.failure();
    List<ImageEvidence> evidence = new ArrayList<>(failure.evidence());
    lost.forEach(
        name ->
            evidence.add(
                new ImageEvidence(
                    name, "NOT_SAVED", "It was removed or changed before it could be saved.")));
    Failure told =
        Failure.of(failure.code(), failure.message(), failure.advice(), failure.stage(), evidence);
    ObjectNode letter = ClaimStore.JSON.createObjectNode();
    letter.put("job", job.id());
    letter.put("batch", job.batch());
    letter.setAll((ObjectNode) ClaimStore.JSON.valueToTree(told));
    letter.put("attempt", job.attempt());
    letter.put("at", clock.instant().toString());
    letter.put("images", job.images());
    ArrayNode ignored = letter.putArray("ignored");
    if (claim != null) {
      BatchBounds.others(claim).forEach(other -> ignored.add(other.image()));
    }
    letter.put("closedBecause", job.closedBecause());
    letter.put("imagesAt", job.imagesAt());
    letter.set("options", ClaimStore.JSON.valueToTree(job.options()));
    letter.put("predecessor", job.predecessor());
    letter.put("replay", "e2e3d replay " + job.id());
    return letter;
  }

  private Job replaced(Job seen, Job next) {
    return jobs.replace(seen, next).orElseThrow(() -> new LostJobException(seen.id()));
  }
}
