package org.e2e3d.engine.process;

import java.nio.file.Path;
import java.time.Duration;
import org.e2e3d.engine.stage.Check;

/**
 * Bounds of an engine process.
 *
 * @param java the java executable
 * @param classPath the class path that holds the engine
 * @param mainClass the class whose {@code reconstruct} command is run
 * @param threads threads the engine keeps busy, 1 to 1024
 * @param memoryBytes bound on the process's resident memory, at least 512 MiB; about half of it
 *     becomes the Java heap, the rest is for natives
 * @param timeLimit the job's longest wall time, at least a second
 */
public record EngineProcessOptions(
    Path java,
    String classPath,
    String mainClass,
    int threads,
    long memoryBytes,
    Duration timeLimit) {

  private static final double LEAST_MEMORY = 512 * 0x1p20;

  /** The same java and class path as this process. */
  public static EngineProcessOptions likeThisProcess(
      String mainClass, int threads, long memoryBytes, Duration timeLimit) {
    return new EngineProcessOptions(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("java.class.path"),
        mainClass,
        threads,
        memoryBytes,
        timeLimit);
  }

  /**
   * @throws org.e2e3d.engine.stage.ReconstructionException naming the field out of range
   */
  public void validate() {
    Check.range("engine.threads", threads, 1, 1024);
    Check.range("engine.memoryBytes", (double) memoryBytes, LEAST_MEMORY, 0x1p50);
    Check.range("engine.timeLimit (seconds)", (double) timeLimit.toSeconds(), 1, 366.0 * 86400);
  }

  /** The Java heap's bound in MiB: 55 % of the memory. */
  long heapMebibytes() {
    return memoryBytes * 55 / 100 >> 20;
  }
}
