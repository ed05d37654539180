package org.e2e3d.engine.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes little-endian numbers to a file, in large blocks. */
final class LittleEndianOutput implements Closeable {
  private final OutputStream out;
  private final byte[] bytes = new byte[1 << 16];
  private final ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  LittleEndianOutput(Path file) throws IOException {
    out = Files.newOutputStream(file);
  }

  void putByte(int v) throws IOException {
    room(1);
    block.put((byte) v);
  }

  void putShort(int v) throws IOException {
    room(2);
    block.putShort((short) v);
  }

  void putInt(int v) throws IOException {
    room(4);
    block.putInt(v);
  }

  void putFloat(float v) throws IOException {
    room(4);
    block.putFloat(v);
  }

  void putFloats(float[] values, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      putFloat(values[i]);
    }
  }

  void putBytes(byte[] values, int from, int count) throws IOException {
    if (count > block.remaining()) {
      flush();
    }
    if (count > bytes.length) {
      out.write(values, from, count);
    } else {
      block.put(values, from, count);
    }
  }

  void putBytes(byte[] values) throws IOException {
    putBytes(values, 0, values.length);
  }

  private void room(int count) throws IOException {
    if (block.remaining() < count) {
      flush();
    }
  }

  private void flush() throws IOException {
    out.write(bytes, 0, block.position());
    block.clear();
  }

  /** Writes what is left and closes the file. */
  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
