package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.e2e3d.engine.scene.TexturedMesh;

/**
 * Meshes as binary glTF 2.0 (Khronos, "glTF 2.0 Specification"): one primitive and one
 * metallic-roughness material a texture page, pages embedded as JPEG, smooth vertex normals;
 * without a texture, vertex colours.
 *
 * <p>Materials are double-sided: a reconstruction ends where the photographs end, and a surface
 * that vanishes when seen from behind reads as damage. Vertices keep the model's frame; a rotation
 * on the root node turns it upright to glTF's frame, where +y is up and +z is towards the viewer.
 */
public final class GlbFile {
  static final int MAGIC = 0x46546C67;
  static final int JSON_CHUNK = 0x4E4F534A;
  static final int BIN_CHUNK = 0x004E4942;
  static final int BYTE = 5120;
  static final int UNSIGNED_BYTE = 5121;
  static final int SHORT = 5122;
  static final int UNSIGNED_SHORT = 5123;
  static final int UNSIGNED_INT = 5125;
  static final int FLOAT = 5126;

  private static final int SLACK = 512;

  private GlbFile() {}

  /**
   * Writes a model.
   *
   * @param jpegs the encoded texture pages, as many as the mesh has
   * @param upright 9 entries, row-major: the rotation from the mesh's frame to glTF's
   * @throws IllegalArgumentException if the mesh has no faces
   */
  public static void write(Path file, TexturedMesh model, List<byte[]> jpegs, double[] upright)
      throws IOException {
    new GlbWriter(model, jpegs, upright, false).write(file);
  }

  /**
   * Writes a model in half the bytes: positions as 16-bit steps of its longest side, normals as 8
   * bits, texture coordinates as 16 bits, by the extension KHR_mesh_quantization, which viewers
   * know.
   *
   * @param jpegs the encoded texture pages, as many as the mesh has
   * @param upright 9 entries, row-major: the rotation from the mesh's frame to glTF's
   * @throws IllegalArgumentException if the mesh has no faces
   */
  public static void writeCompact(
      Path file, TexturedMesh model, List<byte[]> jpegs, double[] upright) throws IOException {
    new GlbWriter(model, jpegs, upright, true).write(file);
  }

  /**
   * How large a file {@link #writeCompact} makes without its pictures, to within a few hundred
   * bytes that their sizes' digits take.
   */
  public static long compactBytes(TexturedMesh model) {
    List<byte[]> none = Collections.nCopies(model.pages().size(), new byte[0]);
    return new GlbWriter(model, none, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, true).bytes()
        + SLACK;
  }

  /**
   * Reads the triangles of the default scene into one mesh, in glTF's frame: the transforms of the
   * nodes are applied. Base colour textures become pages; vertex colours are kept if every
   * primitive has them.
   *
   * @throws MalformedFileException if the file breaks the format, refers beyond its own data, or
   *     uses what is not read here: sparse accessors, required extensions but
   *     KHR_mesh_quantization, data in other files
   */
  public static TexturedMesh read(Path file) throws IOException {
    return new GlbReader(file).read();
  }
}
