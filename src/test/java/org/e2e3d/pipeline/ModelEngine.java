package org.e2e3d.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.ReconstructionEngine;
import org.e2e3d.engine.stage.FailureCode;

/**
 * An engine for the model: leaves two files that carry the same tag, one of their own for every
 * run, so that a model mixed of two runs can be told.
 */
record ModelEngine(String blurry) {

  /** An engine that builds every batch but those whose job's id begins so; empty for all. */
  static ModelEngine refusing(String start) {
    return new ModelEngine(start);
  }

  ReconstructionEngine of(ModelWorld world, String process) {
    return (request, log, events, cancelled) -> {
      String job = request.images().getParent().getFileName().toString();
      String tag =
          job + " by " + process + " run " + world.engineRuns.merge(process, 1, Integer::sum);
      try {
        Files.writeString(log, tag + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (!blurry.isEmpty() && job.startsWith(blurry)) {
          return new EngineOutcome.Failed(FailureCode.BLURRY, "all blurry", "", List.of());
        }
        Path output = request.output();
        Files.createDirectories(output);
        Files.writeString(output.resolve("mesh.obj"), "# " + tag + "\n");
        Files.writeString(output.resolve("manifest.json"), tag);
        return new EngineOutcome.Built(output, false, List.of());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
