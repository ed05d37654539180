package org.e2e3d.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A small file system under the services' data folders, which can be filled to its last byte. */
final class SmallDisk {
  private static final String NAME = "data";

  /** Something that takes a while. */
  interface While {
    void pass() throws Exception;
  }

  private SmallDisk() {}

  /**
   * Mounts a tmpfs of 160 MiB: two jobs, each of which is estimated at 64.
   *
   * @return false if that is not allowed here
   */
  static boolean mount(Path folder) throws Exception {
    Path data = Files.createDirectories(folder.resolve(NAME));
    return run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", data.toString());
  }

  static void unmount(Path folder) throws Exception {
    run("umount", "-l", folder.resolve(NAME).toString());
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  /** Fills it, waits, and makes room again. */
  static void full(Path folder, While time) throws Exception {
    Path ballast = folder.resolve(NAME).resolve("ballast");
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] piece = new byte[4096];
      for (int i = 0; i < 100_000; i++) {
        out.write(piece);
      }
    } catch (IOException e) {
      // full
    }
    try {
      time.pass();
    } finally {
      Files.deleteIfExists(ballast);
    }
  }
}
