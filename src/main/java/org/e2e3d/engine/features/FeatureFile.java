package org.e2e3d.engine.features;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stage 2's checkpoint: {@code features.bin}, every photograph's features, big-endian. */
public final class FeatureFile {
  private static final int MAGIC = 0xE2E3D0F1;
  private static final int MOST = 1_000_000;
  private static final String NAME = "features.bin";

  private FeatureFile() {}

  /** Writes all sets below the folder. */
  public static void writeAll(Path folder, List<FeatureSet> sets) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(folder.resolve(NAME)), 1 << 16))) {
      out.writeInt(MAGIC);
      out.writeInt(sets.size());
      for (FeatureSet s : sets) {
        out.writeInt(s.photoId());
        out.writeInt(s.size());
        writeFloats(out, s.xy());
        writeFloats(out, s.scale());
        writeFloats(out, s.angle());
        out.write(s.descriptor());
        out.write(s.rgb());
      }
    }
  }

  /**
   * Reads all sets.
   *
   * @throws IOException if the checkpoint is missing, cut short or no feature file
   */
  public static List<FeatureSet> readAll(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + " is no feature file");
      }
      int count = in.readInt();
      List<FeatureSet> sets = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int id = in.readInt();
        int n = in.readInt();
        if (n < 0 || n > MOST) {
          throw new IOException(file + " is damaged: " + n + " features");
        }
        sets.add(
            new FeatureSet(
                id,
                readFloats(in, 2 * n),
                readFloats(in, n),
                readFloats(in, n),
                readBytes(in, RootSift.LENGTH * n),
                readBytes(in, 3 * n)));
      }
      return sets;
    }
  }

  private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  private static float[] readFloats(DataInputStream in, int n) throws IOException {
    float[] values = new float[n];
    ByteBuffer.wrap(readBytes(in, n * Float.BYTES)).asFloatBuffer().get(values);
    return values;
  }

  private static byte[] readBytes(DataInputStream in, int n) throws IOException {
    byte[] bytes = in.readNBytes(n);
    if (bytes.length != n) {
      throw new IOException("a feature file is cut short");
    }
    return bytes;
  }
}
