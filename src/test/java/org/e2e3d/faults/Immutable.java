package org.e2e3d.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The attribute of a file that keeps even root from changing and removing it. */
public final class Immutable {
  private Immutable() {}

  /** True if it can be set on a folder of this file system, by this user. */
  public static boolean possible(Path folder) throws IOException, InterruptedException {
    Path probe = Files.createTempDirectory(folder, "immutable");
    try {
      return set(probe, true) && set(probe, false);
    } finally {
      Files.delete(probe);
    }
  }

  /** Sets it on all that is in a folder now, and on the folder; or takes it away. */
  public static boolean set(Path folder, boolean on) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder("chattr", "-R", on ? "+i" : "-i", folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
