package org.e2e3d.app;

import java.io.PrintStream;
import java.util.Locale;
import org.e2e3d.engine.EngineEvent;
import org.e2e3d.engine.stage.StageName;

/**
 * Progress for people: one line that is rewritten on a terminal, a line every ten percent
 * elsewhere.
 */
final class ProgressBar {
  private static final int WIDTH = 28;

  private final PrintStream out;
  private final boolean terminal;
  private int lastTenth = -1;
  private StageName lastStage;
  private boolean open;
  private String said = "";

  ProgressBar(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Shows an event of the engine. */
  synchronized void show(EngineEvent event) {
    if (event instanceof EngineEvent.Progress p) {
      progress(p.stage(), p.fraction(), p.secondsLeft(), p.detail());
    } else if (event instanceof EngineEvent.Estimate e) {
      line(
          String.format(
              Locale.ROOT,
              "%s will take about %s, %d MB of memory and %d MB of disk",
              e.stage().label(),
              duration(Math.round(e.cost().seconds())),
              e.cost().memoryBytes() / 1_000_000,
              e.cost().diskBytes() / 1_000_000));
    } else if (event instanceof EngineEvent.Warning w) {
      line("warning: " + w.message());
    } else if (event instanceof EngineEvent.ImageNote n) {
      line(n.evidence().image() + ": " + n.evidence().detail());
    }
  }

  /**
   * Shows progress.
   *
   * @param fraction of the whole, 0 to 1
   * @param secondsLeft -1 if unknown
   */
  synchronized void progress(StageName stage, double fraction, long secondsLeft, String detail) {
    int percent = (int) Math.floor(fraction * 100);
    if (terminal) {
      int full = (int) Math.round(fraction * WIDTH);
      String bar = "#".repeat(full) + "-".repeat(WIDTH - full);
      out.print("\r\u001b[K[" + bar + "] " + text(stage, percent, secondsLeft, detail));
      out.flush();
      open = true;
    } else if (stage != lastStage || percent / 10 != lastTenth) {
      out.println(text(stage, percent, secondsLeft, detail));
      out.flush();
    }
    lastStage = stage;
    lastTenth = percent / 10;
  }

  /** Ends the line that was being rewritten. */
  synchronized void end() {
    if (open) {
      out.println();
      open = false;
    }
  }

  /** Prints a line of its own, once. */
  synchronized void say(String text) {
    if (!text.equals(said)) {
      line(text);
      said = text;
    }
  }

  private void line(String text) {
    if (open) {
      out.print("\r\u001b[K");
      open = false;
    }
    out.println(text);
    out.flush();
  }

  private static String text(StageName stage, int percent, long secondsLeft, String detail) {
    return String.format(
        Locale.ROOT,
        "%3d %%  %d/%d %s: %s%s",
        percent,
        stage.number(),
        StageName.values().length,
        stage.label(),
        detail,
        secondsLeft < 0 ? "" : ", about " + duration(secondsLeft) + " left");
  }

  static String duration(long seconds) {
    return seconds < 90
        ? seconds + " s"
        : seconds < 5400
            ? Math.round(seconds / 60.0) + " min"
            : Math.round(seconds / 360.0) / 10.0 + " h";
  }
}
