package org.e2e3d.engine.stage;

import java.nio.file.Path;

/** What a stage is given besides its inputs and options. Safe to use from several threads. */
public interface StageContext {

  /** This stage's checkpoint folder; exists, and is empty when the stage starts. */
  Path folder();

  /** How many threads to keep busy, at least 1. */
  int threads();

  /** The seed of every random choice: the same seed gives the same result. */
  long seed();

  /**
   * Reports progress within this stage, and is a cancellation point.
   *
   * @param fraction 0 to 1, never falling
   * @param detail what is being done, a few words
   * @throws CancelledException if the job was cancelled
   */
  void progress(double fraction, String detail);

  /**
   * Records something a person should know about the result; it goes into the events and the
   * report.
   *
   * @param code a stable upper-case word
   * @param message a sentence
   */
  void warn(String code, String message);

  /** Records a warning about one image. */
  void warn(ImageEvidence evidence);

  /**
   * Records a figure for the report, such as ("features.mean", 7431).
   *
   * @param value a number, a string, or a list or map of these
   */
  void figure(String name, Object value);

  /** Tells what the stage is about to cost, before its long work starts. */
  default void foretell(CostEstimate cost) {}

  /**
   * @throws CancelledException if the job was cancelled
   */
  void checkCancelled();
}
