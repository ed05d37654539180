package org.e2e3d.engine.stage;

import java.util.List;

/**
 * A reconstruction ended without a model: a typed code, a sentence, advice, and evidence per image.
 */
public final class ReconstructionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;
  private final String advice;
  private final transient List<ImageEvidence> evidence;

  /**
   * @param code the type
   * @param message what happened, one sentence with figures
   * @param advice what a person can do about it, one or two sentences
   * @param evidence what is known about each image concerned; may be empty
   */
  public ReconstructionException(
      FailureCode code, String message, String advice, List<ImageEvidence> evidence) {
    super(message);
    this.code = code;
    this.advice = advice;
    this.evidence = List.copyOf(evidence);
  }

  public ReconstructionException(FailureCode code, String message, String advice, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.advice = advice;
    this.evidence = List.of();
  }

  public FailureCode code() {
    return code;
  }

  public String advice() {
    return advice;
  }

  public List<ImageEvidence> evidence() {
    return evidence == null ? List.of() : evidence;
  }
}
