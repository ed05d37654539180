package org.e2e3d.job;

/** The job database cannot be reached or failed. Worth trying again later. */
public final class JobStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
