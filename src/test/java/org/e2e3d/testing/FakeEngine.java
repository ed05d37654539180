package org.e2e3d.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.e2e3d.engine.EngineEvent;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.EngineRequest;
import org.e2e3d.engine.ReconstructionEngine;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.StageName;

/**
 * Stands in for the engine in tests of the pipeline: records what it was asked, answers as it was
 * told, and otherwise writes a small model at once.
 */
public final class FakeEngine implements ReconstructionEngine {

  /** What it was asked. */
  public record Call(EngineRequest request, List<String> images) {}

  /** An answer of its own. */
  public interface Answer {
    EngineOutcome give(
        EngineRequest request, Consumer<EngineEvent> events, BooleanSupplier cancelled)
        throws InterruptedException;
  }

  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How often it was asked for a job. */
  public long callsOf(String job) {
    return calls.stream().filter(call -> jobOf(call.request()).equals(job)).count();
  }

  /** What it was asked last for a job. */
  public EngineRequest requestOf(String job) {
    return last(job).request();
  }

  /** The images it was given last for a job. */
  public List<String> imagesOf(String job) {
    return last(job).images();
  }

  private Call last(String job) {
    return calls.stream()
        .filter(call -> jobOf(call.request()).equals(job))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  /** The next call for a job whose id begins so is answered so; later ones by a model. */
  public FakeEngine when(String start, Answer answer) {
    answers.computeIfAbsent(start, s -> new ConcurrentLinkedQueue<>()).add(answer);
    return this;
  }

  private Answer answerTo(EngineRequest request) {
    return answers.entrySet().stream()
        .filter(entry -> jobOf(request).startsWith(entry.getKey()))
        .map(entry -> entry.getValue().poll())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String jobOf(EngineRequest request) {
    return request.images().getParent().getFileName().toString();
  }

  /** An answer that takes until it is cancelled. */
  public static Answer untilCancelled(CountDownLatch started) {
    return (request, events, cancelled) -> {
      events.accept(new EngineEvent.Progress(StageName.DENSE, 0.5, 0.4, 60, "depth maps"));
      started.countDown();
      while (!cancelled.getAsBoolean()) {
        Thread.sleep(10); // stands for work
      }
      return new EngineOutcome.Failed(
          FailureCode.CANCELLED, "the job was cancelled", "", List.of());
    };
  }

  @Override
  public EngineOutcome reconstruct(
      EngineRequest request, Path log, Consumer<EngineEvent> events, BooleanSupplier cancelled) {
    try {
      calls.add(new Call(request, names(request.images())));
      Files.writeString(
          log, "the engine's log\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Answer answer = answerTo(request);
      if (answer != null) {
        EngineOutcome outcome = answer.give(request, events, cancelled);
        if (!(outcome instanceof EngineOutcome.Built)) {
          return outcome;
        }
        model(request);
        return outcome;
      }
      events.accept(new EngineEvent.Progress(StageName.SPARSE, 0.5, 0.5, 1, "bundle adjustment"));
      events.accept(new EngineEvent.StageDone(StageName.SPARSE, 0.5, 0.5, false));
      model(request);
      return built(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static EngineOutcome built(EngineRequest request) {
    return new EngineOutcome.Built(request.output(), false, List.of());
  }

  private void model(EngineRequest request) throws IOException {
    Path output = request.output();
    int run = runs.merge(output.toString(), 1, Integer::sum);
    Files.createDirectories(output.resolve("cameras"));
    Files.writeString(
        output.resolve("mesh.obj"),
        "# "
            + output.getParent().getFileName()
            + " run "
            + run
            + "\nmtllib mesh.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl texture0\nf 1 2 3\n");
    Files.writeString(
        output.resolve("mesh.mtl"), "newmtl texture0\nKd 1 1 1\nmap_Kd texture0.jpg\n");
    Files.write(output.resolve("texture0.jpg"), new byte[] {(byte) 0xFF, (byte) 0xD8, 1, 2, 3});
    Files.write(output.resolve("mesh.glb"), new byte[] {'g', 'l', 'T', 'F'});
    Files.writeString(output.resolve("cameras/cameras.txt"), "1 PINHOLE 1 1 1 1 1 1\n");
    Files.writeString(output.resolve("manifest.json"), "{}");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
