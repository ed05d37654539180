package org.e2e3d.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.e2e3d.engine.stage.CancelledException;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.StageContext;

/**
 * A stage context for tests and experiments: a folder of the caller's choice, and everything the
 * stage says is kept for assertions.
 */
public final class TestStageContext implements StageContext {

  /** A warning of {@link StageContext#warn(String, String)}. */
  public record Warning(String code, String message) {}

  private final Path folder;
  private final int threads;
  private final long seed;
  private final List<Warning> warnings = new ArrayList<>();
  private final List<ImageEvidence> evidence = new ArrayList<>();
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final List<Double> progress = new ArrayList<>();
  private volatile boolean cancelled;

  /** Makes the folder if it is missing; it is the caller's to delete (use a JUnit TempDir). */
  public TestStageContext(Path folder, int threads, long seed) {
    try {
      this.folder = Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.threads = threads;
    this.seed = seed;
  }

  /** Two threads, seed 1. */
  public static TestStageContext in(Path folder) {
    return new TestStageContext(folder, 2, 1);
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
  public synchronized void progress(double fraction, String detail) {
    checkCancelled();
    progress.add(fraction);
  }

  @Override
  public synchronized void warn(String code, String message) {
    warnings.add(new Warning(code, message));
  }

  @Override
  public synchronized void warn(ImageEvidence e) {
    evidence.add(e);
  }

  @Override
  public synchronized void figure(String name, Object value) {
    figures.put(name, value);
  }

  @Override
  public void checkCancelled() {
    if (cancelled) {
      throw new CancelledException();
    }
  }

  /** From now on progress and checkCancelled throw. */
  public void cancel() {
    cancelled = true;
  }

  public synchronized List<Warning> warnings() {
    return List.copyOf(warnings);
  }

  public synchronized List<ImageEvidence> evidence() {
    return List.copyOf(evidence);
  }

  public synchronized Map<String, Object> figures() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  public synchronized Optional<Object> figure(String name) {
    return Optional.ofNullable(figures.get(name));
  }

  /** Every fraction reported, in order of arrival. */
  public synchronized List<Double> progressReports() {
    return List.copyOf(progress);
  }
}
