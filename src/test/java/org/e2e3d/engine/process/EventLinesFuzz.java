package org.e2e3d.engine.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.e2e3d.engine.EngineEvent;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.testing.FuzzParts;

/** Fuzz target: what an engine's process prints. */
public final class EventLinesFuzz {
  private static final int LONGEST = 1 << 16;

  private EventLinesFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    BoundedLines lines =
        new BoundedLines(
            new InputStreamReader(new ByteArrayInputStream(data), StandardCharsets.UTF_8), LONGEST);
    for (String line = lines.next(); line != null; line = lines.next()) {
      FuzzParts.require(line.length() <= LONGEST, "a line beyond the bound");
      EventLines.readEvent(line).ifPresent(EventLinesFuzz::check);
      EventLines.readOutcome(line)
          .filter(outcome -> !(outcome instanceof EngineOutcome.Crashed))
          .ifPresent(
              outcome ->
                  FuzzParts.require(
                      EventLines.readOutcome(EventLines.write(outcome)).isPresent(),
                      "an outcome that cannot be written again"));
    }
  }

  private static void check(EngineEvent event) {
    if (event instanceof EngineEvent.Progress p) {
      FuzzParts.require(p.fraction() >= 0 && p.fraction() <= 1, "a fraction that is none");
      FuzzParts.require(p.secondsLeft() >= -1, "a time that is none");
    }
    if (event instanceof EngineEvent.StageDone s) {
      FuzzParts.require(s.seconds() >= 0 && Double.isFinite(s.seconds()), "seconds that are none");
    }
    EventLines.write(event);
  }
}
