package org.e2e3d.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A circuit breaker: while the store is away it is asked less and less often, up to once a minute;
 * everything in the inbox is left alone, no job is started, and no attempt is counted.
 */
public final class StoreGate {
  private static final Duration FIRST = Duration.ofSeconds(2);
  static final Duration LONGEST = Duration.ofMinutes(1);

  private final Clock clock;
  private Duration pause = Duration.ZERO;
  private Instant openFrom = Instant.MIN;

  public StoreGate(Clock clock) {
    this.clock = clock;
  }

  /** True if the store may be asked. */
  public synchronized boolean open() {
    Instant now = clock.instant();
    // later than any pause: the clock was set back
    return !now.isBefore(openFrom) || openFrom.isAfter(now.plus(LONGEST));
  }

  /** When the store may be asked again. */
  synchronized Instant opens() {
    return openFrom;
  }

  public synchronized void answered() {
    pause = Duration.ZERO;
    openFrom = Instant.MIN;
  }

  public synchronized void failed() {
    if (!open()) {
      return; // many find out about one outage at once
    }
    Duration doubled = pause.isZero() ? FIRST : pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    openFrom = clock.instant().plus(pause);
  }
}
