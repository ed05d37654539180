package org.e2e3d.engine.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.e2e3d.engine.EngineEvent;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.stage.CostEstimate;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.StageName;

/**
 * Events and outcomes as JSON, one object a line: what {@code reconstruct --progress json} prints
 * and what the service reads.
 *
 * <p>The field {@code event} tells the kind: progress, stage, estimate, warning, image; the last
 * line is built or failed.
 */
public final class EventLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(8).maxStringLength(1 << 16).build());
  }

  private EventLines() {}

  /** One event as a line without its end. */
  public static String write(EngineEvent event) {
    ObjectNode o = JSON.createObjectNode();
    if (event instanceof EngineEvent.Progress p) {
      o.put("event", "progress").put("stage", p.stage().label());
      o.put("stageFraction", rounded(p.stageFraction())).put("fraction", rounded(p.fraction()));
      o.put("secondsLeft", p.secondsLeft()).put("detail", p.detail());
    } else if (event instanceof EngineEvent.StageDone s) {
      o.put("event", "stage").put("stage", s.stage().label());
      o.put("seconds", rounded(s.seconds())).put("cpuSeconds", rounded(s.cpuSeconds()));
      o.put("resumed", s.resumed());
    } else if (event instanceof EngineEvent.Estimate e) {
      o.put("event", "estimate").put("stage", e.stage().label());
      o.put("seconds", rounded(e.cost().seconds()));
      o.put("cpuSeconds", rounded(e.cost().cpuSeconds()));
      o.put("memoryBytes", e.cost().memoryBytes()).put("diskBytes", e.cost().diskBytes());
    } else if (event instanceof EngineEvent.Warning w) {
      o.put("event", "warning").put("code", w.code()).put("message", w.message());
    } else if (event instanceof EngineEvent.ImageNote n) {
      o.put("event", "image");
      put(o, n.evidence());
    }
    return o.toString();
  }

  /** The outcome as the last line. A crash has no line: the process that could write it is gone. */
  public static String write(EngineOutcome outcome) {
    ObjectNode o = JSON.createObjectNode();
    if (outcome instanceof EngineOutcome.Built b) {
      o.put("event", "built").put("output", b.output().toString()).put("partial", b.partial());
      b.evidence().forEach(e -> put(o.withArray("images").addObject(), e));
    } else if (outcome instanceof EngineOutcome.Failed f) {
      o.put("event", "failed").put("code", f.code().name());
      o.put("message", f.message()).put("advice", f.advice());
      f.evidence().forEach(e -> put(o.withArray("images").addObject(), e));
    } else {
      throw new IllegalArgumentException("no line for " + outcome);
    }
    return o.toString();
  }

  /** The event of a line; empty if the line is none (foreign output, another kind, rubbish). */
  public static Optional<EngineEvent> readEvent(String line) {
    return parse(line).flatMap(EventLines::event);
  }

  /** The outcome of a line; empty if the line is none. */
  public static Optional<EngineOutcome> readOutcome(String line) {
    return parse(line).flatMap(EventLines::outcome);
  }

  private static Optional<JsonNode> parse(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<EngineEvent> event(JsonNode o) {
    return switch (o.path("event").asText()) {
      case "progress" ->
          stage(o)
              .map(
                  s ->
                      new EngineEvent.Progress(
                          s,
                          clamp(o.path("stageFraction").asDouble()),
                          clamp(o.path("fraction").asDouble()),
                          Math.max(-1, o.path("secondsLeft").asLong(-1)),
                          o.path("detail").asText()));
      case "stage" ->
          stage(o)
              .map(
                  s ->
                      new EngineEvent.StageDone(
                          s,
                          seconds(o.path("seconds").asDouble()),
                          seconds(o.path("cpuSeconds").asDouble()),
                          o.path("resumed").asBoolean()));
      case "estimate" ->
          stage(o)
              .map(
                  s ->
                      new EngineEvent.Estimate(
                          s,
                          new CostEstimate(
                              o.path("seconds").asDouble(),
                              o.path("cpuSeconds").asDouble(),
                              o.path("memoryBytes").asLong(),
                              o.path("diskBytes").asLong())));
      case "warning" ->
          Optional.of(new EngineEvent.Warning(o.path("code").asText(), o.path("message").asText()));
      case "image" -> Optional.of(new EngineEvent.ImageNote(evidence(o)));
      default -> Optional.empty();
    };
  }

  private static Optional<EngineOutcome> outcome(JsonNode o) {
    return switch (o.path("event").asText()) {
      case "built" ->
          path(o.path("output").asText())
              .map(
                  output ->
                      new EngineOutcome.Built(output, o.path("partial").asBoolean(), images(o)));
      case "failed" ->
          Optional.of(
              new EngineOutcome.Failed(
                  code(o), o.path("message").asText(), o.path("advice").asText(), images(o)));
      default -> Optional.empty();
    };
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty(); // such as one with a NUL
    }
  }

  private static FailureCode code(JsonNode o) {
    String name = o.path("code").asText();
    for (FailureCode c : FailureCode.values()) {
      if (c.name().equals(name)) {
        return c;
      }
    }
    return FailureCode.INTERNAL_ERROR;
  }

  private static Optional<StageName> stage(JsonNode o) {
    String label = o.path("stage").asText().toUpperCase(Locale.ROOT);
    for (StageName s : StageName.values()) {
      if (s.name().equals(label)) {
        return Optional.of(s);
      }
    }
    return Optional.empty();
  }

  private static List<ImageEvidence> images(JsonNode o) {
    List<ImageEvidence> all = new ArrayList<>();
    if (o.path("images") instanceof ArrayNode list) {
      list.forEach(e -> all.add(evidence(e)));
    }
    return all;
  }

  private static ImageEvidence evidence(JsonNode o) {
    return new ImageEvidence(
        o.path("image").asText(), o.path("problem").asText(), o.path("detail").asText());
  }

  private static void put(ObjectNode o, ImageEvidence e) {
    o.put("image", e.image()).put("problem", e.problem()).put("detail", e.detail());
  }

  private static double clamp(double fraction) {
    return fraction >= 0 ? Math.min(1, fraction) : 0;
  }

  private static double seconds(double value) {
    return value >= 0 && Double.isFinite(value) ? value : 0;
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
