package org.e2e3d.engine.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.e2e3d.engine.EngineEvent;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.EngineOutcome.Crashed;
import org.e2e3d.engine.EngineRequest;
import org.e2e3d.engine.ReconstructionEngine;
import org.e2e3d.engine.stage.FailureCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each reconstruction in a JVM of its own, so that a native crash, a lack of memory or a
 * cancel ends one job and never the service. The child's standard input is held open: when this
 * process dies, the child sees it close and stops.
 */
public final class ChildProcessEngine implements ReconstructionEngine {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcessEngine.class);
  private static final int EXIT_OUT_OF_MEMORY = 3;
  private static final int LONGEST_LINE = 1 << 20;
  private static final long WATCH_MILLIS = 200;
  private static final long GRACE_SECONDS = 5;

  private final EngineProcessOptions bounds;

  /**
   * @throws org.e2e3d.engine.stage.ReconstructionException if a bound is out of its range
   */
  public ChildProcessEngine(EngineProcessOptions bounds) {
    bounds.validate();
    this.bounds = bounds;
  }

  @Override
  public EngineOutcome reconstruct(
      EngineRequest request, Path log, Consumer<EngineEvent> events, BooleanSupplier cancelled) {
    Process process = start(EngineCommand.of(request, bounds), log);
    AtomicReference<EngineOutcome> answer = new AtomicReference<>();
    Thread reader = new Thread(() -> readLines(process, events, answer), "engine-events");
    reader.setDaemon(true);
    reader.start();
    try {
      EngineOutcome stopped = watch(process, cancelled);
      stop(process);
      reader.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
      if (stopped != null) {
        return stopped;
      }
      EngineOutcome told = answer.get();
      return told != null ? told : crash(process.exitValue(), log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return cancelled();
    } finally {
      stop(process);
    }
  }

  private static Process start(List<String> command, Path log) {
    try {
      return new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the engine could not be started: " + command.get(0), e);
    }
  }

  /**
   * Waits for the end; returns an outcome if this side ended it, null if the process ended by
   * itself.
   */
  private EngineOutcome watch(Process process, BooleanSupplier cancelled)
      throws InterruptedException {
    long deadline = System.nanoTime() + bounds.timeLimit().toNanos();
    while (!process.waitFor(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
      if (cancelled.getAsBoolean()) {
        return cancelled();
      }
      if (System.nanoTime() - deadline > 0) {
        return new Crashed(
            Crashed.Kind.TIMEOUT,
            "the job took longer than " + bounds.timeLimit().toSeconds() + " s");
      }
      long resident = ResidentMemory.of(process.pid());
      if (resident > bounds.memoryBytes()) {
        return outOfMemory("it used " + (resident >> 20) + " MiB");
      }
    }
    return null;
  }

  private EngineOutcome crash(int exit, Path log) {
    if (exit == EXIT_OUT_OF_MEMORY) {
      return outOfMemory("its Java heap of " + bounds.heapMebibytes() + " MiB was full");
    }
    String how =
        exit > 128 ? "was killed by signal " + (exit - 128) : "ended with exit code " + exit;
    return new Crashed(
        Crashed.Kind.ENGINE_CRASHED,
        "the engine process " + how + "; its log is " + log.getFileName());
  }

  private EngineOutcome outOfMemory(String detail) {
    return new Crashed(
        Crashed.Kind.OUT_OF_MEMORY,
        "the engine reached its memory bound of "
            + (bounds.memoryBytes() >> 20)
            + " MiB: "
            + detail);
  }

  private static EngineOutcome cancelled() {
    return new EngineOutcome.Failed(
        FailureCode.CANCELLED, "the job was cancelled", "Replay it when it is wanted.", List.of());
  }

  private static void readLines(
      Process process, Consumer<EngineEvent> events, AtomicReference<EngineOutcome> answer) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      BoundedLines bounded = new BoundedLines(lines, LONGEST_LINE);
      for (String line = bounded.next(); line != null; line = bounded.next()) {
        EventLines.readEvent(line).ifPresent(event -> tell(events, event));
        EventLines.readOutcome(line).ifPresent(answer::set);
      }
    } catch (IOException e) {
      // The pipe broke because the process ended; its exit code tells how.
    }
  }

  /** A listener's failure must not stop the reading: a full pipe would block the engine. */
  private static void tell(Consumer<EngineEvent> events, EngineEvent event) {
    try {
      events.accept(event);
    } catch (RuntimeException e) {
      LOG.warn("an event could not be delivered", e);
    }
  }

  private static void stop(Process process) {
    if (!process.isAlive()) {
      return;
    }
    process.destroy();
    try {
      if (process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
