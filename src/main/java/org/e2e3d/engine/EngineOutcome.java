package org.e2e3d.engine;

import java.nio.file.Path;
import java.util.List;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;

/** How a reconstruction ended. */
public sealed interface EngineOutcome {

  /**
   * A model was built.
   *
   * @param output folder with the model's files; {@code manifest.json} lists them
   * @param partial true if some photographs could not be used, or not be read
   * @param evidence the images that were left out, with reasons
   */
  record Built(Path output, boolean partial, List<ImageEvidence> evidence)
      implements EngineOutcome {
    public Built {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * No model, for a reason the engine understood.
   *
   * @param code the type
   * @param message what happened, one sentence
   * @param advice what a person can do
   * @param evidence per image
   */
  record Failed(FailureCode code, String message, String advice, List<ImageEvidence> evidence)
      implements EngineOutcome {
    public Failed {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * The engine died or was stopped without an answer.
   *
   * @param kind how
   * @param message what is known, one sentence
   */
  record Crashed(Kind kind, String message) implements EngineOutcome {
    /** The ways an engine process can end without an answer. */
    public enum Kind {
      ENGINE_CRASHED,
      OUT_OF_MEMORY,
      TIMEOUT
    }
  }
}
