package org.e2e3d.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.e2e3d.job.Failure;

/** How often and how soon a failed job is tried again. */
public final class RetryPolicy {
  // between the clocks of two nodes
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final int crashes;
  private final int transients;
  private final Duration first;
  private final Duration longest;
  private final Random random;

  /**
   * @param crashes attempts when the engine or its worker dies
   * @param transients attempts when the surroundings fail
   * @param first pause before the second attempt; doubled for each further one
   * @param longest the longest pause
   * @param random source of the jitter that keeps many jobs from coming back at once
   */
  public RetryPolicy(int crashes, int transients, Duration first, Duration longest, Random random) {
    this.crashes = crashes;
    this.transients = transients;
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /**
   * @param attempt attempts so far, at least 1
   */
  boolean again(Failure why, int attempt) {
    return switch (why.kind()) {
      case TRANSIENT -> attempt < transients;
      case CRASH -> attempt < crashes;
      case PERMANENT, PARTIAL -> false;
    };
  }

  /**
   * No job that a clock going right put off is due later than this; one that is was put off before
   * the clock was set back, and need not wait.
   */
  Instant latest(Instant now) {
    Duration pause = longest.compareTo(StoreGate.LONGEST) > 0 ? longest : StoreGate.LONGEST;
    return now.plus(pause).plus(SKEW);
  }

  /** Between half and all of {@code first · 2^(attempt-1)}, bounded. */
  Duration pause(int attempt) {
    long millis = first.toMillis() << Math.min(30, Math.max(0, attempt - 1));
    long bounded = Math.max(1, Math.min(millis, longest.toMillis()));
    return Duration.ofMillis(bounded / 2 + (long) (random.nextDouble() * bounded / 2));
  }
}
