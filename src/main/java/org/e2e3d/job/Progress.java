package org.e2e3d.job;

/**
 * How far a job is.
 *
 * @param stage label of the stage at work; empty before the first
 * @param fraction how much of the whole is done, 0 to 1
 * @param secondsLeft estimate of the time left; -1 if it cannot be told
 * @param detail a few words
 */
public record Progress(String stage, double fraction, long secondsLeft, String detail) {
  /** Nothing done yet. */
  public static final Progress NONE = new Progress("", 0, -1, "");

  /** All done. */
  public static final Progress DONE = new Progress("", 1, 0, "");
}
