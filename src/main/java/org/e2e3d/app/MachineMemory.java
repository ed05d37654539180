package org.e2e3d.app;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much memory a job may have where the settings do not say. */
final class MachineMemory {
  private static final long FALLBACK = 4L << 30;

  private MachineMemory() {}

  /** Three quarters of what the machine or container has. */
  static long share() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
        ? os.getTotalMemorySize() / 4 * 3
        : FALLBACK;
  }
}
