package org.e2e3d.engine.texture;

import java.nio.file.Path;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.StageContext;

/** A stage's context for a part of it that has no progress, figures or warnings of its own. */
record QuietContext(StageContext stage) implements StageContext {
  @Override
  public Path folder() {
    return stage.folder();
  }

  @Override
  public int threads() {
    return stage.threads();
  }

  @Override
  public long seed() {
    return stage.seed();
  }

  @Override
  public void progress(double fraction, String detail) {
    stage.checkCancelled();
  }

  @Override
  public void warn(String code, String message) {}

  @Override
  public void warn(ImageEvidence evidence) {}

  @Override
  public void figure(String name, Object value) {}

  @Override
  public void checkCancelled() {
    stage.checkCancelled();
  }
}
