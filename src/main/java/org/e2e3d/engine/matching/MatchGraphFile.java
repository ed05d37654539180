package org.e2e3d.engine.matching;

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

/** Stage 3's checkpoint: {@code matches.bin}, big-endian. */
public final class MatchGraphFile {
  private static final int MAGIC = 0xE2E3D0A1;
  private static final int MOST = 1_000_000;
  private static final String NAME = "matches.bin";

  private MatchGraphFile() {}

  /** Writes the graph below the folder. */
  public static void write(Path folder, MatchGraph graph) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(folder.resolve(NAME)), 1 << 16))) {
      out.writeInt(MAGIC);
      out.writeInt(graph.photos());
      out.writeInt(graph.pairsTried());
      out.writeInt(graph.pairs().size());
      for (PairMatches p : graph.pairs()) {
        out.writeInt(p.a());
        out.writeInt(p.b());
        out.writeUTF(p.kind().name());
        for (double m : p.matrix()) {
          out.writeDouble(m);
        }
        out.writeInt(p.size());
        writeInts(out, p.featureA());
        writeInts(out, p.featureB());
      }
    }
  }

  /**
   * Reads the graph.
   *
   * @throws IOException if the checkpoint is missing, cut short or no match file
   */
  public static MatchGraph read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + " is no match file");
      }
      int photos = in.readInt();
      int tried = in.readInt();
      int count = in.readInt();
      List<PairMatches> pairs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int a = in.readInt();
        int b = in.readInt();
        PairMatches.Kind kind = kind(in.readUTF());
        double[] matrix = new double[9];
        for (int k = 0; k < 9; k++) {
          matrix[k] = in.readDouble();
        }
        int n = in.readInt();
        if (n < 0 || n > MOST) {
          throw new IOException(file + " is damaged: " + n + " matches");
        }
        pairs.add(new PairMatches(a, b, readInts(in, n), readInts(in, n), kind, matrix));
      }
      return new MatchGraph(photos, pairs, tried);
    }
  }

  private static PairMatches.Kind kind(String name) throws IOException {
    try {
      return PairMatches.Kind.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IOException("a match file names an unknown kind of pair, " + name, e);
    }
  }

  private static void writeInts(DataOutputStream out, int[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    out.write(bytes.array());
  }

  private static int[] readInts(DataInputStream in, int n) throws IOException {
    byte[] bytes = in.readNBytes(n * Integer.BYTES);
    if (bytes.length != n * Integer.BYTES) {
      throw new IOException("a match file is cut short");
    }
    int[] values = new int[n];
    ByteBuffer.wrap(bytes).asIntBuffer().get(values);
    return values;
  }
}
