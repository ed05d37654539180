package org.e2e3d.bench;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.StageContext;

/** A stage's context for benchmarks: all processors, seed 1, warnings to the console. */
class BenchContext implements StageContext {
  private final Path folder;
  private final Map<String, Object> figures = Collections.synchronizedMap(new TreeMap<>());

  BenchContext(Path folder) {
    this.folder = folder;
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public long seed() {
    return 1;
  }

  @Override
  public void progress(double fraction, String detail) {}

  @Override
  public void warn(String code, String message) {
    System.out.println(code + ": " + message);
  }

  @Override
  public void warn(ImageEvidence evidence) {
    System.out.println(evidence);
  }

  @Override
  public void figure(String name, Object value) {
    figures.put(name, value);
  }

  @Override
  public void checkCancelled() {}

  Map<String, Object> figures() {
    return figures;
  }
}
