package org.e2e3d.faults;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A process of the suite that can be killed as {@code kill -9} does, and started again. */
final class Killable {
  private final String name;
  private final List<String> command;
  private final Path log;
  private final boolean tellsWhenReady;
  private Process process;
  private CompletableFuture<String> ready = new CompletableFuture<>();

  private Killable(String name, List<String> command, Path log, boolean tellsWhenReady) {
    this.tellsWhenReady = tellsWhenReady;
    this.name = name;
    this.command = command;
    this.log = log;
  }

  /** A main class in a small JVM. */
  static Killable java(String name, Path logs, int heapMb, Class<?> main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx" + heapMb + "m"));
    String classes = System.getProperty("e2e3d.classes");
    if (classes != null) {
      command.add("-XX:SharedArchiveFile=" + classes); // starts in half the time
    }
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(args);
    return new Killable(name, command, logs.resolve(name + ".log"), true);
  }

  /** An empty entry stands for the working folder, which has the routes a second time. */
  private static String classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Any program; it counts as started at once. */
  static Killable program(String name, Path logs, List<String> command) {
    return new Killable(name, command, logs.resolve(name + ".log"), false);
  }

  /** Starts, and waits until it says that it is ready. */
  Killable start() throws Exception {
    begin();
    awaitReady();
    return this;
  }

  /** Starts. */
  void begin() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    if (!tellsWhenReady) {
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }
    process = builder.start();
    ready = new CompletableFuture<>();
    if (tellsWhenReady) {
      Process begun = process;
      CompletableFuture<String> told = ready;
      Thread reader = new Thread(() -> read(begun, told), name + "-out");
      reader.setDaemon(true);
      reader.start();
    } else {
      ready.complete("");
    }
  }

  /** Waits until it says that it is ready. */
  void awaitReady() throws Exception {
    try {
      ready.get(120, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private void read(Process from, CompletableFuture<String> ready) {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8));
        var out =
            java.nio.file.Files.newBufferedWriter(
                log,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("ready")) {
          ready.complete(line);
        }
        out.write(line + "\n");
        out.flush();
      }
    } catch (IOException e) {
      // it was killed
    }
    ready.completeExceptionally(new IOException(name + " ended before it was ready, see " + log));
  }

  boolean alive() {
    return process != null && process.isAlive();
  }

  /** Its child processes: the engine's. */
  List<ProcessHandle> children() {
    return process == null ? List.of() : process.children().toList();
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor(30, TimeUnit.SECONDS);
  }

  /** Sends a signal by its name. */
  void signal(String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
  }

  /**
   * As {@code kill -15}, and waits.
   *
   * @return its exit status
   */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " does not stop");
    }
    return process.exitValue();
  }

  /** Ends it if it lives. */
  void end() throws InterruptedException {
    if (alive()) {
      kill();
    }
  }
}
