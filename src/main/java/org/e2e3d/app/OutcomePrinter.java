package org.e2e3d.app;

import java.io.PrintStream;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.stage.ImageEvidence;

/** Says how a reconstruction ended. */
final class OutcomePrinter {
  private static final int MOST_IMAGES = 20;

  private OutcomePrinter() {}

  static void print(EngineOutcome outcome, PrintStream out, PrintStream err) {
    if (outcome instanceof EngineOutcome.Built built) {
      out.println("model: " + built.output().resolve("mesh.obj"));
      out.println("report: " + built.output().resolve("report.html"));
      if (built.partial()) {
        out.println("The model is partial: some photographs could not be used.");
      }
      images(built.evidence(), out);
    } else if (outcome instanceof EngineOutcome.Failed failed) {
      err.println(failed.code() + ": " + failed.message());
      err.println(failed.advice());
      images(failed.evidence(), err);
    } else if (outcome instanceof EngineOutcome.Crashed crashed) {
      err.println(crashed.kind() + ": " + crashed.message());
    }
  }

  private static void images(java.util.List<ImageEvidence> evidence, PrintStream to) {
    evidence.stream()
        .limit(MOST_IMAGES)
        .forEach(e -> to.println("  " + e.image() + ": " + e.problem() + ", " + e.detail()));
    if (evidence.size() > MOST_IMAGES) {
      to.println("  … and " + (evidence.size() - MOST_IMAGES) + " more; the report lists them all");
    }
  }
}
