package org.e2e3d.engine.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.StringTokenizer;
import org.e2e3d.engine.io.PlyHeader.Encoding;
import org.e2e3d.engine.io.PlyHeader.NumberType;

/** The numbers behind a PLY header, one after the other. */
final class PlyRows {
  private final LineReader lines;
  private final InputStream in;
  private final Encoding encoding;
  private final byte[] bytes = new byte[8];
  private final ByteBuffer buffer;
  private StringTokenizer tokens = new StringTokenizer("");

  PlyRows(LineReader lines, Encoding encoding) {
    this.lines = lines;
    this.in = lines.rest();
    this.encoding = encoding;
    this.buffer =
        ByteBuffer.wrap(bytes)
            .order(
                encoding == Encoding.LITTLE_ENDIAN
                    ? ByteOrder.LITTLE_ENDIAN
                    : ByteOrder.BIG_ENDIAN);
  }

  double next(NumberType type) throws IOException {
    if (encoding == Encoding.ASCII) {
      return nextToken();
    }
    if (in.readNBytes(bytes, 0, type.bytes) != type.bytes) {
      throw cutShort();
    }
    return switch (type) {
      case INT8 -> bytes[0];
      case UINT8 -> bytes[0] & 0xff;
      case INT16 -> buffer.getShort(0);
      case UINT16 -> buffer.getShort(0) & 0xffff;
      case INT32 -> buffer.getInt(0);
      case UINT32 -> buffer.getInt(0) & 0xffffffffL;
      case FLOAT32 -> buffer.getFloat(0);
      case FLOAT64 -> buffer.getDouble(0);
    };
  }

  private double nextToken() throws IOException {
    while (!tokens.hasMoreTokens()) {
      String line = lines.next();
      if (line == null) {
        throw cutShort();
      }
      tokens = new StringTokenizer(line);
    }
    String token = tokens.nextToken();
    try {
      return Double.parseDouble(token);
    } catch (NumberFormatException e) {
      throw lines.malformed("'" + LineReader.clip(token) + "' is no number");
    }
  }

  private IOException cutShort() {
    Path file = lines.file();
    return new MalformedFileException(
        file, "the file ends in the middle of its data", new EOFException());
  }
}
