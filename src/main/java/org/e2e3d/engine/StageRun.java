package org.e2e3d.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.e2e3d.engine.stage.CancelledException;
import org.e2e3d.engine.stage.CostEstimate;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.StageName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stage at work: its context, and the collector of what it reports. */
final class StageRun implements StageContext {
  private static final Logger LOG = LoggerFactory.getLogger(StageRun.class);

  private final StageName stage;
  private final Path folder;
  private final int threads;
  private final long seed;
  private final ProgressMeter meter;
  private final Consumer<EngineEvent> events;
  private final BooleanSupplier cancelled;
  private final Map<String, Object> figures = new TreeMap<>();
  private final List<EngineEvent.Warning> warnings = new ArrayList<>();
  private final List<ImageEvidence> evidence = new ArrayList<>();

  StageRun(
      StageName stage,
      Path folder,
      int threads,
      long seed,
      ProgressMeter meter,
      Consumer<EngineEvent> events,
      BooleanSupplier cancelled) {
    this.stage = stage;
    this.folder = folder;
    this.threads = threads;
    this.seed = seed;
    this.meter = meter;
    this.events = events;
    this.cancelled = cancelled;
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public void progress(double fraction, String detail) {
    checkCancelled();
    meter.progress(stage, fraction, detail);
  }

  @Override
  public synchronized void warn(String code, String message) {
    EngineEvent.Warning warning = new EngineEvent.Warning(code, message);
    warnings.add(warning);
    events.accept(warning);
  }

  @Override
  public synchronized void warn(ImageEvidence about) {
    evidence.add(about);
    events.accept(new EngineEvent.ImageNote(about));
  }

  @Override
  public synchronized void figure(String name, Object value) {
    figures.put(name, value);
  }

  @Override
  public void foretell(CostEstimate cost) {
    LOG.info(
        "{} will take about {} s ({} CPU s), {} MiB of memory and {} MiB of disk",
        stage.label(),
        Math.round(cost.seconds()),
        Math.round(cost.cpuSeconds()),
        cost.memoryBytes() >> 20,
        cost.diskBytes() >> 20);
    events.accept(new EngineEvent.Estimate(stage, cost));
  }

  @Override
  public void checkCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new CancelledException();
    }
  }

  /** The collected reports, with what the run cost. */
  synchronized StageRecord record(
      String fingerprint, double seconds, double cpuSeconds, long peakBytes) {
    return new StageRecord(
        fingerprint,
        seconds,
        cpuSeconds,
        peakBytes,
        new TreeMap<>(figures),
        List.copyOf(warnings),
        List.copyOf(evidence));
  }
}
