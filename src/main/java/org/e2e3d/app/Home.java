package org.e2e3d.app;

import java.nio.file.Path;

/** Where the product is installed: the folder that holds the examples. */
final class Home {
  private Home() {}

  /** The folder the launcher names, or the working folder. */
  static Path folder() {
    String named = System.getProperty("e2e3d.home");
    return named == null ? Path.of("").toAbsolutePath() : Path.of(named);
  }
}
