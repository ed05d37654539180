package org.e2e3d.pipeline;

/** The job is in other hands now: whoever finds out stops and changes nothing. */
public final class LostJobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostJobException(String job) {
    super("job " + job + " is in other hands now");
  }
}
