package org.e2e3d.engine.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes ASCII text with very many numbers to a file. A float is written in the fewest of 7, 8 or 9
 * significant digits that read back as the same float (nine always do), and never with an exponent,
 * which some readers do not know.
 */
final class AsciiOutput implements Closeable {
  /** More than any single number takes. */
  private static final int ROOM = 64;

  private static final double SMALLEST = 1e-6;
  private static final double LARGEST = 1e9;
  private static final int LEAST_DIGITS = 7;
  private static final int ENOUGH_DIGITS = 9;

  /** A reader rounds to the same float if the text is nearer than this share of its spacing. */
  private static final double SURE = 0.24;

  private static final double[] POWER = new double[17];

  static {
    POWER[0] = 1;
    for (int i = 1; i < POWER.length; i++) {
      POWER[i] = 10 * POWER[i - 1];
    }
  }

  private final OutputStream out;
  private final byte[] block = new byte[1 << 16];
  private int used;

  AsciiOutput(Path file) throws IOException {
    out = Files.newOutputStream(file);
  }

  AsciiOutput put(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > block.length - used) {
      flush();
    }
    if (bytes.length > block.length) {
      out.write(bytes);
    } else {
      System.arraycopy(bytes, 0, block, used, bytes.length);
      used += bytes.length;
    }
    return this;
  }

  AsciiOutput put(char c) throws IOException {
    room();
    block[used++] = (byte) c;
    return this;
  }

  /**
   * @param v not negative
   */
  AsciiOutput put(int v) throws IOException {
    room();
    digits(v, 1);
    return this;
  }

  /**
   * @param v finite
   */
  AsciiOutput put(float v) throws IOException {
    room();
    double size = Math.abs((double) v);
    if (size < SMALLEST || size >= LARGEST) {
      return put(v == 0 ? "0" : new BigDecimal(Float.toString(v)).toPlainString());
    }
    if (v < 0) {
      block[used++] = '-';
    }
    int places = LEAST_DIGITS - 1;
    if (size >= 1) {
      for (int i = 1; i <= LEAST_DIGITS - 1 && size >= POWER[i]; i++) {
        places--;
      }
    } else {
      for (int i = 1; size * POWER[i - 1] < 1; i++) {
        places++;
      }
    }
    double near = SURE * Math.ulp((float) size);
    long n = Math.round(size * POWER[places]);
    for (int more = LEAST_DIGITS; more < ENOUGH_DIGITS; more++) {
      if (Math.abs(n / POWER[places] - size) < near) {
        break;
      }
      places++;
      n = Math.round(size * POWER[places]);
    }
    while (places > 0 && n % 10 == 0) {
      n /= 10;
      places--;
    }
    long unit = (long) POWER[places];
    digits(n / unit, 1);
    if (places > 0) {
      block[used++] = '.';
      digits(n % unit, places);
    }
    return this;
  }

  /** Writes a number with leading zeros up to a least number of digits. */
  private void digits(long v, int least) {
    int n = least;
    while (n < POWER.length && v >= (long) POWER[n]) {
      n++;
    }
    long rest = v;
    for (int i = used + n - 1; i >= used; i--) {
      block[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    used += n;
  }

  private void room() throws IOException {
    if (block.length - used < ROOM) {
      flush();
    }
  }

  private void flush() throws IOException {
    out.write(block, 0, used);
    used = 0;
  }

  /** Writes what is left and closes the file. */
  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
