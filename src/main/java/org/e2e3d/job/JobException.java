package org.e2e3d.job;

/** Carries a {@link Failure} out of a step. */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Failure failure;

  public JobException(Failure failure) {
    super(failure.code() + ": " + failure.message());
    this.failure = failure;
  }

  public JobException(Failure failure, Throwable cause) {
    super(failure.code() + ": " + failure.message(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
