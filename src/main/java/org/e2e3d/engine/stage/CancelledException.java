package org.e2e3d.engine.stage;

/** Thrown by {@link StageContext#checkCancelled} after the cancel switch was thrown. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CancelledException() {
    super("the reconstruction was cancelled");
  }
}
