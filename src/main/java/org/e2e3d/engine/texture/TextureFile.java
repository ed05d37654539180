package org.e2e3d.engine.texture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * The checkpoint of the texture stage: one little-endian file, nothing lost. Written beside and
 * moved into place, so that it is there whole or not at all.
 */
final class TextureFile {
  private static final String NAME = "textured.bin";
  private static final int MAGIC = 0x31585445;
  private static final int BLOCK = 1 << 20;

  private TextureFile() {}

  static void write(Path folder, TexturedMesh textured) throws IOException {
    Path part = folder.resolve(NAME + ".part");
    try (FileChannel out =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      TriangleMesh mesh = textured.mesh();
      int[] head = {
        MAGIC,
        mesh.xyz().length,
        mesh.triangles().length,
        mesh.rgb().length,
        textured.uv().length,
        textured.page().length,
        textured.pages().size()
      };
      write(out, head);
      write(out, mesh.xyz());
      write(out, mesh.triangles());
      write(out, mesh.rgb());
      write(out, textured.uv());
      write(out, textured.page());
      for (TexturePage p : textured.pages()) {
        write(out, new int[] {p.width(), p.height()});
        write(out, p.rgb());
      }
    }
    Files.move(part, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * @throws IOException if there is no checkpoint or it is damaged
   */
  static TexturedMesh read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      int[] head = readInts(in, 7);
      if (head[0] != MAGIC) {
        throw new IOException(file + ": not a texture checkpoint");
      }
      TriangleMesh mesh =
          new TriangleMesh(readFloats(in, head[1]), readInts(in, head[2]), readBytes(in, head[3]));
      float[] uv = readFloats(in, head[4]);
      int[] page = readInts(in, head[5]);
      List<TexturePage> pages = new ArrayList<>();
      for (int p = 0; p < head[6]; p++) {
        int[] size = readInts(in, 2);
        pages.add(
            new TexturePage(
                size[0],
                size[1],
                readBytes(in, Math.multiplyExact(3, Math.multiplyExact(size[0], size[1])))));
      }
      return new TexturedMesh(mesh, uv, page, pages);
    }
  }

  private static ByteBuffer block() {
    return ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void write(FileChannel out, int[] values) throws IOException {
    ByteBuffer b = block();
    for (int at = 0; at < values.length; at += BLOCK / 4) {
      int n = Math.min(BLOCK / 4, values.length - at);
      b.clear();
      b.asIntBuffer().put(values, at, n);
      drain(out, b.limit(4 * n));
    }
  }

  private static void write(FileChannel out, float[] values) throws IOException {
    ByteBuffer b = block();
    for (int at = 0; at < values.length; at += BLOCK / 4) {
      int n = Math.min(BLOCK / 4, values.length - at);
      b.clear();
      b.asFloatBuffer().put(values, at, n);
      drain(out, b.limit(4 * n));
    }
  }

  private static void write(FileChannel out, byte[] values) throws IOException {
    for (int at = 0; at < values.length; at += BLOCK) {
      drain(out, ByteBuffer.wrap(values, at, Math.min(BLOCK, values.length - at)));
    }
  }

  private static void drain(FileChannel out, ByteBuffer b) throws IOException {
    while (b.hasRemaining()) {
      out.write(b);
    }
  }

  private static int[] readInts(FileChannel in, int count) throws IOException {
    require(in, 4L * count);
    int[] values = new int[count];
    ByteBuffer b = block();
    for (int at = 0; at < count; at += BLOCK / 4) {
      int n = Math.min(BLOCK / 4, count - at);
      fill(in, b.clear().limit(4 * n));
      b.flip();
      b.asIntBuffer().get(values, at, n);
    }
    return values;
  }

  private static float[] readFloats(FileChannel in, int count) throws IOException {
    require(in, 4L * count);
    float[] values = new float[count];
    ByteBuffer b = block();
    for (int at = 0; at < count; at += BLOCK / 4) {
      int n = Math.min(BLOCK / 4, count - at);
      fill(in, b.clear().limit(4 * n));
      b.flip();
      b.asFloatBuffer().get(values, at, n);
    }
    return values;
  }

  private static byte[] readBytes(FileChannel in, int count) throws IOException {
    require(in, count);
    byte[] values = new byte[count];
    for (int at = 0; at < count; at += BLOCK) {
      fill(in, ByteBuffer.wrap(values, at, Math.min(BLOCK, count - at)));
    }
    return values;
  }

  /** A damaged count must not make us allocate more than the file can hold. */
  private static void require(FileChannel in, long bytes) throws IOException {
    if (bytes < 0 || bytes > in.size() - in.position()) {
      throw new IOException("the texture checkpoint is cut short");
    }
  }

  private static void fill(FileChannel in, ByteBuffer b) throws IOException {
    while (b.hasRemaining()) {
      if (in.read(b) < 0) {
        throw new IOException("the texture checkpoint is cut short");
      }
    }
  }
}
