package org.e2e3d.engine.process;

import java.io.IOException;
import java.io.Reader;

/** Reads lines of bounded length; what a longer line holds past the bound is dropped. */
final class BoundedLines {
  private final Reader in;
  private final int longest;

  BoundedLines(Reader in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** The next line without its end, or null at the end of input. */
  String next() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() < longest) {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
