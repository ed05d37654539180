package org.e2e3d.engine;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The door between the pipeline and the engine. */
public interface ReconstructionEngine {

  /**
   * Reconstructs and returns when the model stands or cannot be had. Blocks for minutes to hours.
   *
   * @param request what to reconstruct
   * @param log file that the engine's log is appended to
   * @param events called as things happen, from one thread at a time
   * @param cancelled asked often; true stops the engine with {@code Failed(CANCELLED)}
   * @throws java.io.UncheckedIOException if the engine could not be started
   */
  EngineOutcome reconstruct(
      EngineRequest request, Path log, Consumer<EngineEvent> events, BooleanSupplier cancelled);
}
