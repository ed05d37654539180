package org.e2e3d.engine.process;

import java.io.IOException;
import java.io.InputStream;

/** Ends this process when the process that holds the other end of its standard input is gone. */
public final class ParentWatch {
  private ParentWatch() {}

  /** Exit code of an engine whose parent died. */
  public static final int EXIT_ORPHANED = 4;

  /** Starts watching, on a daemon thread. */
  public static void start(InputStream in) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (in.read() >= 0) {
                  // Whatever the parent says, only its silence matters.
                }
              } catch (IOException e) {
                // A broken pipe is an end like any other.
              }
              Runtime.getRuntime().halt(EXIT_ORPHANED);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
