package org.e2e3d.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.e2e3d.engine.stage.StageName;

/**
 * Turns stage fractions into an overall fraction and the time left.
 *
 * <p>Each stage has a share of the whole, measured on typical batches. The time left extrapolates
 * the pace of the computed work so far; a resumed stage counts as done but not as pace.
 */
final class ProgressMeter {
  private static final double LEAST_TO_EXTRAPOLATE = 0.04;
  private static final long LEAST_NANOS_BETWEEN_EVENTS = 200_000_000L;

  private final Map<StageName, Double> share = new EnumMap<>(StageName.class);
  private final Consumer<EngineEvent> events;
  private final LongSupplier nanoTime;
  private final long started;
  private double done;
  private double resumedShare;
  private double highest;
  private long lastEvent;

  ProgressMeter(Consumer<EngineEvent> events, LongSupplier nanoTime) {
    this.events = events;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.lastEvent = started - LEAST_NANOS_BETWEEN_EVENTS;
    share.put(StageName.INGEST, 0.03);
    share.put(StageName.FEATURES, 0.10);
    share.put(StageName.MATCHING, 0.12);
    share.put(StageName.SPARSE, 0.08);
    share.put(StageName.DENSE, 0.45);
    share.put(StageName.SURFACE, 0.10);
    share.put(StageName.TEXTURE, 0.08);
    share.put(StageName.EXPORT, 0.04);
  }

  /**
   * Reports progress within a stage; events are thinned to a few a second, but the first of a stage
   * always goes out.
   */
  synchronized void progress(StageName stage, double fraction, String detail) {
    double within = Math.min(1, Math.max(0, fraction));
    long now = nanoTime.getAsLong();
    if (within > 0 && now - lastEvent < LEAST_NANOS_BETWEEN_EVENTS) {
      return;
    }
    lastEvent = now;
    highest = Math.max(highest, done + within * share.get(stage));
    events.accept(new EngineEvent.Progress(stage, within, highest, secondsLeft(now), detail));
  }

  /** A stage ended. */
  synchronized void finished(StageName stage, boolean resumed) {
    done += share.get(stage);
    if (resumed) {
      resumedShare += share.get(stage);
    }
    highest = Math.max(highest, done);
  }

  private long secondsLeft(long now) {
    double computed = highest - resumedShare;
    if (computed < LEAST_TO_EXTRAPOLATE) {
      return -1;
    }
    double elapsed = (now - started) * 1e-9;
    return Math.round(elapsed / computed * (1 - highest));
  }
}
