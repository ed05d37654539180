package org.e2e3d.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** The machine's clock, set ahead or back by the seconds that a file says, as a person may do. */
final class SettableClock extends Clock {
  private volatile long ahead;

  SettableClock(Path file) {
    ahead = read(file);
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                try {
                  TimeUnit.MILLISECONDS.sleep(100);
                } catch (InterruptedException e) {
                  return;
                }
                ahead = read(file);
              }
            },
            "settable-clock");
    thread.setDaemon(true);
    thread.start();
  }

  private long read(Path file) {
    try {
      String text = Files.readString(file);
      return text.endsWith("\n") ? Long.parseLong(text.strip()) : ahead; // else it is being written
    } catch (IOException e) {
      return 0; // nobody set it yet
    }
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instant instant() {
    return Instant.now().plusSeconds(ahead);
  }
}
