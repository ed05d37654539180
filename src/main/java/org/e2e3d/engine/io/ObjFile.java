package org.e2e3d.engine.io;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Meshes as Wavefront OBJ with an MTL file and one JPEG a texture page; without a texture, vertex
 * colours follow the coordinates ({@code v x y z r g b}), as MeshLab and Blender read them.
 *
 * <p>OBJ's texture coordinates have their origin at the lower left; ours, at the upper left, are
 * turned over on the way. Coordinates are written so that reading gives the same floats, and never
 * with an exponent, which some readers do not know.
 */
public final class ObjFile {
  private ObjFile() {}

  /**
   * Writes {@code NAME.obj}, and for a textured mesh {@code NAME.mtl} and the pages beside it.
   *
   * @param file ends in ".obj"
   * @param jpegs the encoded texture pages, as many as the mesh has
   * @return the files written, the OBJ first
   */
  public static List<Path> write(Path file, TexturedMesh model, List<byte[]> jpegs)
      throws IOException {
    return write(file, model, jpegs, PageCorners.ofAll(model));
  }

  /**
   * The same where the corners of the pages are known already.
   *
   * @param corners of each page
   */
  public static List<Path> write(
      Path file, TexturedMesh model, List<byte[]> jpegs, List<PageCorners> corners)
      throws IOException {
    String name = file.getFileName().toString();
    String stem = name.substring(0, name.length() - ".obj".length());
    List<Path> written = new ArrayList<>(List.of(file));
    if (model.hasTexture()) {
      if (jpegs.size() != model.pages().size()) {
        throw new IllegalArgumentException(
            jpegs.size() + " JPEGs for " + model.pages().size() + " texture pages");
      }
      Path mtl = file.resolveSibling(stem + ".mtl");
      written.add(mtl);
      try (BufferedWriter out = Files.newBufferedWriter(mtl, StandardCharsets.UTF_8)) {
        for (int p = 0; p < jpegs.size(); p++) {
          out.write("newmtl " + material(p) + "\nKa 0 0 0\nKd 1 1 1\nKs 0 0 0\nd 1\nillum 1\n");
          out.write("map_Kd " + texture(p) + "\n\n");
          Path jpeg = file.resolveSibling(texture(p));
          Files.write(jpeg, jpegs.get(p));
          written.add(jpeg);
        }
      }
    }
    try (AsciiOutput out = new AsciiOutput(file)) {
      out.put("# made by E2E3D\n");
      if (model.hasTexture()) {
        out.put("mtllib ").put(stem).put(".mtl\n");
        writeVertices(out, model.mesh(), false);
        writeTexturedFaces(out, model, corners);
      } else {
        writeVertices(out, model.mesh(), model.mesh().hasColours());
        int[] t = model.mesh().triangles();
        for (int i = 0; i < t.length; i += 3) {
          out.put("f ").put(t[i] + 1).put(' ').put(t[i + 1] + 1).put(' ').put(t[i + 2] + 1);
          out.put('\n');
        }
      }
    }
    return written;
  }

  /**
   * Reads a mesh with its texture; polygons are cut into triangles. A material library or picture
   * that is missing or unreadable, or stands outside of the file's folder, is left out; a material
   * without a picture becomes a page of one pixel in its colour.
   *
   * @throws MalformedFileException if a line breaks the format or a face names a vertex that is not
   *     there
   */
  public static TexturedMesh read(Path file) throws IOException {
    return new ObjReader(file).read();
  }

  private static void writeVertices(AsciiOutput out, TriangleMesh mesh, boolean colours)
      throws IOException {
    String[] shades = new String[256];
    for (int i = 0; i < 256; i++) {
      shades[i] = String.format(Locale.ROOT, " %.4f", i / 255.0);
    }
    for (int i = 0; i < mesh.xyz().length; i += 3) {
      out.put('v');
      for (int k = 0; k < 3; k++) {
        out.put(' ').put(mesh.xyz()[i + k]);
      }
      for (int k = 0; colours && k < 3; k++) {
        out.put(shades[mesh.rgb()[i + k] & 0xff]);
      }
      out.put('\n');
    }
  }

  private static void writeTexturedFaces(
      AsciiOutput out, TexturedMesh model, List<PageCorners> pages) throws IOException {
    int before = 1;
    for (int p = 0; p < model.pages().size(); p++) {
      PageCorners page = pages.get(p);
      for (int c = 0; c < page.count(); c++) {
        out.put("vt ").put(page.uv()[2 * c]).put(' ');
        out.put((float) (1.0 - page.uv()[2 * c + 1])).put('\n');
      }
      out.put("usemtl ").put(material(p)).put('\n');
      for (int i = 0; i < page.corners().length; i += 3) {
        out.put('f');
        for (int k = 0; k < 3; k++) {
          int c = page.corners()[i + k];
          out.put(' ').put(page.vertex()[c] + 1).put('/').put(before + c);
        }
        out.put('\n');
      }
      before += page.count();
    }
  }

  private static String material(int page) {
    return "page" + page;
  }

  private static String texture(int page) {
    return "texture" + page + ".jpg";
  }
}
