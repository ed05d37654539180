package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.file.Path;

/** A file was read but does not hold what its format asks for: rubbish, cut short, or too odd. */
public final class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param file the file
   * @param what what is wrong with it, a clause with the place and the value
   */
  public MalformedFileException(Path file, String what) {
    super(file.getFileName() + ": " + what);
  }

  MalformedFileException(Path file, String what, Throwable cause) {
    super(file.getFileName() + ": " + what, cause);
  }
}
