package org.e2e3d.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.EngineRequest;
import org.e2e3d.engine.ReconstructionEngine;
import org.e2e3d.engine.RequestNotes;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Failures;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobException;
import org.e2e3d.job.JobStore;
import org.e2e3d.job.JobStore.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs the engine on a job's images and takes note of how it ended. */
public final class RunEngine {
  private static final Logger LOG = LoggerFactory.getLogger(RunEngine.class);
  static final String PRESET = "preset";

  private final ReconstructionEngine engine;
  private final Preset preset;
  private final JobStore jobs;
  private final Heartbeats heartbeats;
  private final Worker worker;
  private final Clock clock;

  public RunEngine(
      ReconstructionEngine engine,
      Preset preset,
      JobStore jobs,
      Heartbeats heartbeats,
      Worker worker,
      Clock clock) {
    this.engine = engine;
    this.preset = preset;
    this.jobs = jobs;
    this.heartbeats = heartbeats;
    this.worker = worker;
    this.clock = clock;
  }

  /**
   * Runs.
   *
   * @return the job in PUBLISHING with its model; null if it was handed back to the queue
   * @throws JobException with the reason if there is no model
   * @throws LostJobException if the job was given to another worker meanwhile
   */
  public JobRun run(JobRun run) throws IOException {
    String id = run.job().id();
    Files.createDirectories(run.folder());
    notes(run).write(run.stages());
    LOG.info("attempt {} with {} images", run.job().attempt(), run.job().images());
    EngineOutcome outcome =
        engine.reconstruct(
            request(run),
            run.log(),
            event -> {
              MDC.put(TakeJob.MDC_JOB, id);
              heartbeats.note(id, event);
            },
            () -> worker.mustStop() || heartbeats.lease(id) != Lease.HELD);
    if (outcome instanceof EngineOutcome.Built built) {
      return publishing(run, built);
    }
    if (heartbeats.lease(id) == Lease.LOST) {
      throw new LostJobException(id);
    }
    if (heartbeats.lease(id) == Lease.HELD && worker.mustStop()) {
      handBack(run.job());
      return null;
    }
    EngineOutcome meant = heartbeats.lease(id) == Lease.HELD ? unasked(outcome) : outcome;
    throw new JobException(Failures.of(meant, heartbeats.stage(id)).orElseThrow());
  }

  /** An engine that was stopped though nobody here asked for it was killed: it is tried again. */
  private static EngineOutcome unasked(EngineOutcome outcome) {
    return outcome instanceof EngineOutcome.Failed failed && failed.code() == FailureCode.CANCELLED
        ? new EngineOutcome.Crashed(
            EngineOutcome.Crashed.Kind.ENGINE_CRASHED,
            "the engine was told to stop, and not by this service")
        : outcome;
  }

  private JobRun publishing(JobRun run, EngineOutcome.Built built) {
    Optional<Failure> partial = Failures.of(built, "sparse");
    // the fresh row: it has the progress that the heartbeats wrote
    Job job = jobs.find(run.job().id()).orElse(run.job());
    if (job.attempt() != run.job().attempt() || !job.worker().equals(run.job().worker())) {
      throw new LostJobException(job.id());
    }
    Job next =
        job.publishing(
            (Failure.Partial) partial.orElse(null), heartbeats.seconds(job.id()), clock.instant());
    Job now = jobs.replace(job, next).orElseThrow(() -> new LostJobException(job.id()));
    return run.with(now).with(built);
  }

  private void handBack(Job job) {
    Instant now = clock.instant();
    // if this is refused, the job is in other hands already
    jobs.replace(job, job.handedBack(now));
    LOG.info("handed back to the queue: the service stops");
  }

  /** What report and manifest are to say of the job: of what it is a replay, what was left out. */
  private static RequestNotes notes(JobRun run) {
    Job job = run.job();
    Map<String, String> about = new TreeMap<>();
    about.put("job", job.id());
    about.put("batch", job.batch());
    if (!job.predecessor().isEmpty()) {
      about.put("replays", job.predecessor());
    }
    return new RequestNotes(about, BatchBounds.others(run.claim()));
  }

  private EngineRequest request(JobRun run) {
    Map<String, String> overrides = new TreeMap<>(run.job().options());
    String asked = overrides.remove(PRESET);
    return new EngineRequest(run.images(), run.output(), run.stages(), preset(asked), overrides);
  }

  private Preset preset(String asked) {
    if (asked == null) {
      return preset;
    }
    try {
      return Preset.valueOf(asked.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new JobException(
          Failure.of(
              FailureReason.INVALID_OPTIONS,
              "preset is '"
                  + asked
                  + "'; it must be one of "
                  + Arrays.toString(Preset.values()).toLowerCase(Locale.ROOT),
              "run"),
          e);
    }
  }
}
