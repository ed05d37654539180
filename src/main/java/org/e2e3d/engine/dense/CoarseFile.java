package org.e2e3d.engine.dense;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first round's results on disk, so that they are never all in memory; big-endian. */
final class CoarseFile {
  private CoarseFile() {}

  static void write(Path file, int level, PlaneField field) throws IOException {
    try (DataOutputStream out = open(file)) {
      out.writeInt(level);
      out.writeInt(field.width);
      out.writeInt(field.height);
      for (float[] values : planes(field)) {
        write(out, values);
      }
      write(out, field.chosen);
    }
  }

  static void writeConfirmed(Path file, int[] confirmed) throws IOException {
    try (DataOutputStream out = open(file)) {
      write(out, confirmed);
    }
  }

  /**
   * @param confirmed null if that is not known yet
   */
  static CoarseView read(DenseView view, Path file, Path confirmed) throws IOException {
    int level;
    PlaneField field;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      level = in.readInt();
      field = new PlaneField(in.readInt(), in.readInt());
      for (float[] values : planes(field)) {
        bytes(in, values.length).asFloatBuffer().get(values);
      }
      bytes(in, field.chosen.length).asIntBuffer().get(field.chosen);
    }
    int[] bits = new int[field.chosen.length];
    if (confirmed != null) {
      try (DataInputStream in = new DataInputStream(Files.newInputStream(confirmed))) {
        bytes(in, bits.length).asIntBuffer().get(bits);
      }
    }
    return new CoarseView(view, level, field, bits);
  }

  private static float[][] planes(PlaneField field) {
    return new float[][] {field.inverse, field.slopeX, field.slopeY, field.cost};
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  private static void write(DataOutputStream out, int[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    out.write(bytes.array());
  }

  private static ByteBuffer bytes(DataInputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count * Float.BYTES);
    if (bytes.length != count * Float.BYTES) {
      throw new IOException("planes of the first round are cut short");
    }
    return ByteBuffer.wrap(bytes);
  }
}
