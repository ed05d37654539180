package org.e2e3d.engine.io;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a file line by line, with a bound on a line's length, so that a binary file given in error
 * cannot fill the memory; the bytes behind the last line stay readable.
 */
final class LineReader implements Closeable {
  private final Path file;
  private final InputStream in;
  private final int longest;
  private byte[] buffer = new byte[256];
  private long number;

  /**
   * @param longest bytes a line may have
   */
  LineReader(Path file, int longest) throws IOException {
    this.file = file;
    this.longest = longest;
    this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /**
   * The next line without its end ("\n" or "\r\n"), or null at the end of the file.
   *
   * @throws MalformedFileException if the line is longer than allowed
   */
  String next() throws IOException {
    int n = 0;
    int b = in.read();
    if (b < 0) {
      return null;
    }
    number++;
    while (b >= 0 && b != '\n') {
      if (n == longest) {
        throw malformed("the line is longer than " + longest + " bytes");
      }
      if (n == buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.min(longest, 2 * n));
      }
      buffer[n++] = (byte) b;
      b = in.read();
    }
    if (n > 0 && buffer[n - 1] == '\r') {
      n--;
    }
    return new String(buffer, 0, n, StandardCharsets.UTF_8);
  }

  /** The bytes behind the lines read so far. */
  InputStream rest() {
    return in;
  }

  Path file() {
    return file;
  }

  /** An error at the current line. */
  MalformedFileException malformed(String what) {
    return new MalformedFileException(file, "line " + number + ": " + what);
  }

  /** The token as a number; NaN and infinities are refused. */
  double number(String token) throws MalformedFileException {
    try {
      double v = Double.parseDouble(token);
      if (Double.isFinite(v)) {
        return v;
      }
    } catch (NumberFormatException e) {
      // Told below, with the place.
    }
    throw malformed("expected a finite number and found '" + clip(token) + "'");
  }

  /** The token as a finite number of single precision; one that is too large for it is none. */
  float single(String token) throws MalformedFileException {
    float v = (float) number(token);
    if (!Float.isFinite(v)) {
      throw malformed("the number is too large: '" + clip(token) + "'");
    }
    return v;
  }

  /** The token as an integer in [min, max]. */
  int integer(String token, long min, long max) throws MalformedFileException {
    try {
      long v = Long.parseLong(token);
      if (v >= min && v <= max) {
        return (int) v;
      }
    } catch (NumberFormatException e) {
      // Told below, with the place.
    }
    throw malformed(
        "expected an integer from " + min + " to " + max + " and found '" + clip(token) + "'");
  }

  /** The token as a 64-bit integer without sign; ids beyond the signed range come out negative. */
  long wholeNumber(String token) throws MalformedFileException {
    try {
      return Long.parseUnsignedLong(token);
    } catch (NumberFormatException e) {
      throw malformed("expected a whole number and found '" + clip(token) + "'");
    }
  }

  static String clip(String token) {
    return token.length() <= 40 ? token : token.substring(0, 40) + "…";
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
