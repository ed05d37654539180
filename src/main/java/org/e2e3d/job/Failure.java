package org.e2e3d.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * Why a job ended without a model, or with a partial one. Which of the four it is says what happens
 * next; the mapping is made here once, by {@link #of}.
 *
 * <p>As JSON: {@code {"kind", "code", "message", "advice", "stage", "evidence": [{"image",
 * "problem", "detail"}]}}.
 */
@JsonPropertyOrder({"kind", "code", "message", "advice", "stage", "evidence"})
public sealed interface Failure {

  /** The type. */
  @JsonProperty("code")
  FailureReason code();

  /** What happened, one sentence with figures. */
  @JsonProperty("message")
  String message();

  /** What a person can do about it. */
  @JsonProperty("advice")
  String advice();

  /** Where on the way it happened: an engine stage's label, or a step such as "validate". */
  @JsonProperty("stage")
  String stage();

  /** What is known about single images. */
  @JsonProperty("evidence")
  List<ImageEvidence> evidence();

  /** What happens next. */
  @JsonProperty(value = "kind", access = JsonProperty.Access.READ_ONLY)
  default FailureReason.Kind kind() {
    return code().kind();
  }

  /** Trying again cannot help: dead letter at once. */
  record Permanent(
      FailureReason code, String message, String advice, String stage, List<ImageEvidence> evidence)
      implements Failure {
    public Permanent {
      evidence = List.copyOf(evidence);
    }
  }

  /** The surroundings failed: try again later with growing pauses, then dead letter. */
  record Transient(
      FailureReason code, String message, String advice, String stage, List<ImageEvidence> evidence)
      implements Failure {
    public Transient {
      evidence = List.copyOf(evidence);
    }
  }

  /** The engine or its worker died: a bounded number of attempts, then dead letter. */
  record Crash(
      FailureReason code, String message, String advice, String stage, List<ImageEvidence> evidence)
      implements Failure {
    public Crash {
      evidence = List.copyOf(evidence);
    }
  }

  /** A model stands, but some images are not in it: publish it and say so. */
  record Partial(
      FailureReason code, String message, String advice, String stage, List<ImageEvidence> evidence)
      implements Failure {
    public Partial {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * The failure of a reason, in the record that the reason's kind says.
   *
   * @param advice empty or null for the reason's own
   */
  @JsonCreator
  static Failure of(
      @JsonProperty("code") FailureReason code,
      @JsonProperty("message") String message,
      @JsonProperty("advice") String advice,
      @JsonProperty("stage") String stage,
      @JsonProperty("evidence") List<ImageEvidence> evidence) {
    String text = message == null ? "" : message;
    String cure = advice == null || advice.isBlank() ? code.advice() : advice;
    String where = stage == null ? "" : stage;
    List<ImageEvidence> images = evidence == null ? List.of() : evidence;
    return switch (code.kind()) {
      case PERMANENT -> new Permanent(code, text, cure, where, images);
      case TRANSIENT -> new Transient(code, text, cure, where, images);
      case CRASH -> new Crash(code, text, cure, where, images);
      case PARTIAL -> new Partial(code, text, cure, where, images);
    };
  }

  /** The failure of a reason with its own advice and no evidence. */
  static Failure of(FailureReason code, String message, String stage) {
    return of(code, message, null, stage, List.of());
  }
}
