package org.e2e3d.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has cost so far. */
final class ProcessMeter {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMeter() {}

  /** User and system time in seconds, all threads. */
  static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getProcessCpuTime() * 1e-9
        : 0;
  }

  /**
   * Peak resident memory in bytes; the Java heap's committed size where the system does not tell.
   */
  static long peakBytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException e) {
      // Not Linux: the heap is the part that can be told.
    }
    return Runtime.getRuntime().totalMemory();
  }
}
