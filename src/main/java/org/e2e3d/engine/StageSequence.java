package org.e2e3d.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.e2e3d.engine.export.RunRecord;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.StageName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs stages one after another: resumes those whose checkpoint stands, times, seals and reports
 * the others.
 */
final class StageSequence {
  private static final Logger LOG = LoggerFactory.getLogger(StageSequence.class);

  private final Checkpoints checkpoints;
  private final ReconstructionOptions options;
  private final int threads;
  private final long seed;
  private final Consumer<EngineEvent> events;
  private final BooleanSupplier cancelled;
  private final ProgressMeter meter;
  private final Map<StageName, StageRecord> records = new EnumMap<>(StageName.class);
  private final Map<StageName, Boolean> resumed = new EnumMap<>(StageName.class);
  private final Instant started = Instant.now();
  private String chain = "";

  StageSequence(
      Checkpoints checkpoints,
      ReconstructionOptions options,
      int threads,
      long seed,
      Consumer<EngineEvent> events,
      BooleanSupplier cancelled) {
    this.checkpoints = checkpoints;
    this.options = options;
    this.threads = threads;
    this.seed = seed;
    this.events = events;
    this.cancelled = cancelled;
    this.meter = new ProgressMeter(events, System::nanoTime);
  }

  /** What a stage does when it has to. */
  interface Compute<T> {
    T run(StageRun context) throws IOException;
  }

  /** How a stage's result comes back from its folder. */
  interface Load<T> {
    T read(Path folder) throws IOException;
  }

  /** Starts the chain of fingerprints at the photographs, and the cameras if they are given. */
  void begin(Path images, Optional<Path> cameras) throws IOException {
    org.bytedeco.opencv.global.opencv_core.setNumThreads(threads);
    chain =
        Checkpoints.fingerprint(
            SoftwareVersion.get(),
            images.toAbsolutePath().normalize().toString(),
            Checkpoints.fingerprintOf(images),
            cameras.isPresent() ? Checkpoints.fingerprintOf(ColmapText.files(cameras.get())) : "",
            Long.toString(seed));
  }

  /** Goes past a stage that this run does not need. */
  void pass(StageName stage) {
    meter.finished(stage, true);
  }

  /** Runs a stage, or takes its result from the checkpoint. */
  <T> T run(StageName stage, Compute<T> compute, Load<T> load) throws IOException {
    chain = Checkpoints.fingerprint(chain, stage.label(), options.json(stage));
    Optional<StageRecord> made = checkpoints.find(stage, chain);
    if (made.isPresent()) {
      try {
        T result = load.read(checkpoints.folder(stage));
        tell(made.get());
        finished(stage, made.get(), true);
        return result;
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        // a spoiled count asks for more memory than there is, on every attempt
        LOG.warn("the checkpoint of {} does not read; the stage runs again", stage.label(), e);
      }
    }
    return compute(stage, compute);
  }

  /**
   * Runs a stage whose result lies outside the workspace, so that no checkpoint can stand for it.
   */
  <T> T runAlways(StageName stage, Compute<T> compute) throws IOException {
    chain = Checkpoints.fingerprint(chain, stage.label(), options.json(stage));
    return compute(stage, compute);
  }

  private <T> T compute(StageName stage, Compute<T> compute) throws IOException {
    checkpoints.open(stage);
    StageRun context =
        new StageRun(stage, checkpoints.folder(stage), threads, seed, meter, events, cancelled);
    LOG.info("stage {} of {}: {}", stage.number(), StageName.values().length, stage.label());
    long wall = System.nanoTime();
    double cpu = ProcessMeter.cpuSeconds();
    context.progress(0, stage.label());
    T result = compute.run(context);
    context.checkCancelled();
    StageRecord record =
        context.record(
            chain,
            (System.nanoTime() - wall) * 1e-9,
            ProcessMeter.cpuSeconds() - cpu,
            ProcessMeter.peakBytes());
    checkpoints.seal(stage, record);
    finished(stage, record, false);
    return result;
  }

  private void tell(StageRecord record) {
    record.warnings().forEach(events);
    record.evidence().forEach(e -> events.accept(new EngineEvent.ImageNote(e)));
  }

  private void finished(StageName stage, StageRecord record, boolean wasResumed) {
    records.put(stage, record);
    resumed.put(stage, wasResumed);
    meter.finished(stage, wasResumed);
    events.accept(
        new EngineEvent.StageDone(stage, record.seconds(), record.cpuSeconds(), wasResumed));
    LOG.info(
        "stage {} {}: {} s, {} CPU s",
        stage.label(),
        wasResumed ? "resumed" : "done",
        Math.round(record.seconds() * 10) / 10.0,
        Math.round(record.cpuSeconds() * 10) / 10.0);
  }

  /** The run so far and what the caller noted, for the report and the manifest. */
  RunRecord runRecord(Preset preset, RequestNotes notes) {
    List<RunRecord.StageRun> costs = new ArrayList<>();
    List<RunRecord.RunWarning> warnings = new ArrayList<>();
    List<ImageEvidence> images = new ArrayList<>();
    Map<String, Object> figures = new TreeMap<>();
    records.forEach(
        (stage, r) -> {
          costs.add(
              new RunRecord.StageRun(
                  stage, r.seconds(), r.cpuSeconds(), r.peakBytes(), resumed.get(stage)));
          r.warnings()
              .forEach(w -> warnings.add(new RunRecord.RunWarning(stage, w.code(), w.message())));
          images.addAll(r.evidence());
          figures.putAll(r.figures());
        });
    images.addAll(notes.images());
    Map<String, Object> asked = new TreeMap<>(options.asMap());
    if (!notes.about().isEmpty()) {
      asked.put("request", notes.about());
    }
    return new RunRecord(started, preset, asked, seed, costs, warnings, images, figures);
  }
}
