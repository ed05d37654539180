package org.e2e3d.job;

import java.util.EnumSet;
import java.util.Set;

/** Where a job is on its way. */
public enum JobState {
  /** The row stands; the batch is being validated and is not yet queued. */
  CLAIMED,
  /** Waits for a worker, perhaps until a time ({@link Job#due}). */
  QUEUED,
  /** A worker runs the engine. */
  RUNNING,
  /** A model was built; it is being uploaded, verified and pointed to, and the images archived. */
  PUBLISHING,
  /** The model is public and the images are archived. Final. */
  COMPLETED,
  /** No model will come; images, failure and log are being put into the dead-letter bucket. */
  FAILING,
  /** The dead letter is stored. Final; a replay is a new job. */
  FAILED;

  /** The states a job may go to from this one. */
  public Set<JobState> next() {
    return switch (this) {
      case CLAIMED -> EnumSet.of(QUEUED, FAILING);
      // a job whose model is public already goes on with announcing it
      case QUEUED -> EnumSet.of(RUNNING, PUBLISHING, FAILING);
      // back to the queue after a failure worth another attempt, or when its worker was lost
      case RUNNING -> EnumSet.of(PUBLISHING, QUEUED, FAILING);
      case PUBLISHING -> EnumSet.of(COMPLETED, QUEUED, FAILING);
      case FAILING -> EnumSet.of(FAILED);
      case COMPLETED, FAILED -> EnumSet.noneOf(JobState.class);
    };
  }

  /** True if a job may go from this state to that one. */
  public boolean canBecome(JobState to) {
    return next().contains(to);
  }

  /** True if nothing happens to the job any more. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED;
  }
}
