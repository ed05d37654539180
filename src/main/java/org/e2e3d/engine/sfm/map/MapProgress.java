package org.e2e3d.engine.sfm.map;

import org.e2e3d.engine.stage.StageContext;

/** Progress that never falls, though several maps are tried. */
final class MapProgress {
  private final StageContext context;
  private double reached;

  MapProgress(StageContext context) {
    this.context = context;
  }

  void report(double fraction, String detail) {
    reached = Math.max(reached, fraction);
    context.progress(reached, detail);
  }
}
