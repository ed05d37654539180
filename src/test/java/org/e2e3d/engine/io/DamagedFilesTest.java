package org.e2e3d.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.e2e3d.engine.scene.CameraModel;
import org.e2e3d.engine.scene.TexturedMesh;

/** A damaged file is read, or refused with a typed error; it never brings the reader down. */
final class DamagedFilesTest {
  private static Path folder;
  private static byte[] glb;
  private static byte[] ply;
  private static byte[] obj;
  private static byte[] points;

  @BeforeContainer
  static void write() throws IOException {
    folder = Files.createTempDirectory("damaged");
    TexturedMesh model = SampleModels.texturedSphere(3, 4);
    Path file = folder.resolve("f");
    GlbFile.write(file, model, SampleModels.jpegs(model), new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    glb = Files.readAllBytes(file);
    PlyFile.writeMesh(file, model.mesh());
    ply = Files.readAllBytes(file);
    Path text = folder.resolve("f.obj");
    ObjFile.write(text, SampleModels.untextured(model.mesh()), List.of());
    obj = Files.readAllBytes(text);
    ColmapText.write(folder, ColmapTextTest.model(CameraModel.RADIAL));
    points = Files.readAllBytes(folder.resolve("points3D.txt"));
  }

  @AfterContainer
  static void delete() throws IOException {
    try (var all = Files.list(folder)) {
      for (Path p : all.toList()) {
        Files.delete(p);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = 400)
  void glb(@ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 1 << 22) Integer> damage)
      throws IOException {
    survives("f.glb", damaged(glb, damage), GlbFile::read);
  }

  @Property(tries = 400)
  void ply(@ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 1 << 22) Integer> damage)
      throws IOException {
    survives("f.ply", damaged(ply, damage), PlyFile::readMesh);
  }

  @Property(tries = 400)
  void obj(@ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 1 << 22) Integer> damage)
      throws IOException {
    survives("f.obj", damaged(obj, damage), ObjFile::read);
  }

  @Property(tries = 200)
  void colmap(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 1 << 22) Integer> damage)
      throws IOException {
    survives("points3D.txt", damaged(points, damage), file -> ColmapText.read(folder));
  }

  @Property(tries = 200)
  void noise(@ForAll @Size(max = 300) byte[] bytes) throws IOException {
    survives("f.ply", concat("ply\nformat binary_little_endian 1.0\n", bytes), PlyFile::readMesh);
    survives("f.obj", bytes, ObjFile::read);
    survives("f.glb", bytes, GlbFile::read);
    survives("f.stl", bytes, StlFile::read);
  }

  private interface Reader {
    Object read(Path file) throws IOException;
  }

  private static void survives(String name, byte[] bytes, Reader reader) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, bytes);
    try {
      assertThat(reader.read(file)).isNotNull();
    } catch (MalformedFileException e) {
      assertThat(e).hasMessageStartingWith(name + ": ");
    }
  }

  /** Each number changes one byte: where is its upper part, to what its lower eight bits. */
  private static byte[] damaged(byte[] whole, List<Integer> damage) {
    byte[] bytes = whole.clone();
    for (int d : damage) {
      bytes[(int) ((d >> 8) * 2654435761L % bytes.length)] = (byte) d;
    }
    return bytes;
  }

  private static byte[] concat(String head, byte[] tail) {
    byte[] h = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = java.util.Arrays.copyOf(h, h.length + tail.length);
    System.arraycopy(tail, 0, all, h.length, tail.length);
    return all;
  }
}
