package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/** Meshes as binary STL, for printing: triangles only, no colours, no shared vertices. */
public final class StlFile {
  private static final int HEADER = 80;
  private static final int ROW = 50;

  private StlFile() {}

  /** Writes a mesh; a face without area gets the normal zero, as the format allows. */
  public static void write(Path file, TriangleMesh mesh) throws IOException {
    float[] p = mesh.xyz();
    int[] t = mesh.triangles();
    try (LittleEndianOutput out = new LittleEndianOutput(file)) {
      byte[] title = "binary STL made by E2E3D".getBytes(StandardCharsets.US_ASCII);
      out.putBytes(Arrays.copyOf(title, HEADER));
      out.putInt(mesh.faceCount());
      for (int i = 0; i < t.length; i += 3) {
        out.putFloats(Normals.ofFace(p, t[i], t[i + 1], t[i + 2]), 0, 3);
        for (int k = 0; k < 3; k++) {
          out.putFloats(p, 3 * t[i + k], 3);
        }
        out.putShort(0);
      }
    }
  }

  /**
   * Reads a binary STL; every face gets three vertices of its own.
   *
   * @throws MalformedFileException if the size does not fit the number of faces
   */
  public static TriangleMesh read(Path file) throws IOException {
    long size = Files.size(file);
    if (size < HEADER + 4 || size > Integer.MAX_VALUE - 8) {
      throw new MalformedFileException(file, "its size of " + size + " bytes is no STL file's");
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    long faces = in.getInt(HEADER) & 0xffffffffL;
    if (size != HEADER + 4 + faces * ROW) {
      throw new MalformedFileException(file, faces + " faces do not make " + size + " bytes");
    }
    float[] xyz = new float[(int) faces * 9];
    int[] triangles = new int[(int) faces * 3];
    for (int i = 0; i < xyz.length; i++) {
      xyz[i] = in.getFloat(HEADER + 4 + i / 9 * ROW + 12 + i % 9 * 4);
      if (!Float.isFinite(xyz[i])) {
        throw new MalformedFileException(file, "face " + i / 9 + " holds the number " + xyz[i]);
      }
    }
    Arrays.setAll(triangles, i -> i);
    return new TriangleMesh(xyz, triangles, new byte[0]);
  }
}
