package org.e2e3d.engine;

import org.e2e3d.engine.stage.CostEstimate;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.StageName;

/** What the engine tells while it works. */
public sealed interface EngineEvent {

  /**
   * Progress.
   *
   * @param stage the stage at work
   * @param stageFraction how much of that stage is done, 0 to 1
   * @param fraction how much of the whole is done, 0 to 1, never falling
   * @param secondsLeft estimate of the time left, or -1 if it cannot be told yet
   * @param detail what is being done, a few words
   */
  record Progress(
      StageName stage, double stageFraction, double fraction, long secondsLeft, String detail)
      implements EngineEvent {}

  /** About what a stage will cost, told before its long work starts. */
  record Estimate(StageName stage, CostEstimate cost) implements EngineEvent {}

  /**
   * A stage ended.
   *
   * @param seconds wall time it took
   * @param cpuSeconds processor time of the whole engine spent in it
   * @param resumed true if its checkpoint stood and nothing was computed
   */
  record StageDone(StageName stage, double seconds, double cpuSeconds, boolean resumed)
      implements EngineEvent {}

  /** Something a person should know about the result. */
  record Warning(String code, String message) implements EngineEvent {}

  /** Something about one image: it was refused, ignored, or left out. */
  record ImageNote(ImageEvidence evidence) implements EngineEvent {}
}
