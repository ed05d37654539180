package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;

/** Reads Wavefront OBJ; see {@link ObjFile}. */
final class ObjReader {
  private static final int LONGEST_LINE = 1 << 20;
  private static final TexturePage WHITE = new TexturePage(1, 1, new byte[] {-1, -1, -1});

  private final Path file;
  private final FloatList xyz = new FloatList();
  private final FloatList rgb = new FloatList();
  private final FloatList texture = new FloatList();
  private final IntList triangles = new IntList();

  /** For each face corner, its texture vertex, or -1. */
  private final IntList corners = new IntList();

  private final IntList materialOf = new IntList();
  private final List<String> materials = new ArrayList<>(List.of(""));
  private final Map<String, TexturePage> library = new LinkedHashMap<>();
  private int material;
  private boolean colours = true;

  ObjReader(Path file) {
    this.file = file;
  }

  TexturedMesh read() throws IOException {
    try (LineReader in = new LineReader(file, LONGEST_LINE)) {
      for (String line = statement(in); line != null; line = statement(in)) {
        String[] w = line.strip().split("\\s+");
        switch (w[0]) {
          case "v" -> vertex(in, w);
          case "vt" -> {
            texture.add(w.length > 1 ? in.single(w[1]) : 0);
            texture.add(w.length > 2 ? in.single(w[2]) : 0);
          }
          case "f" -> face(in, w);
          case "usemtl" -> use(line.strip().substring(6).strip());
          case "mtllib" -> readLibrary(line.strip().substring(6).strip());
          case "#", "vn", "vp", "o", "g", "s", "l", "p", "" -> {}
          default -> {
            if (!w[0].matches("#.*|[a-z_]{1,20}")) {
              throw in.malformed("'" + LineReader.clip(w[0]) + "' is no OBJ statement");
            }
          }
        }
      }
    }
    if (xyz.size() == 0) {
      throw new MalformedFileException(file, "there are no vertices");
    }
    TriangleMesh mesh = new TriangleMesh(xyz.toArray(), triangles.toArray(), colourBytes());
    return library.isEmpty() || texture.size() == 0
        ? new TexturedMesh(mesh, new float[0], new int[0], List.of())
        : textured(mesh);
  }

  /** A line, joined with those it continues on by a backslash. */
  private static String statement(LineReader in) throws IOException {
    String line = in.next();
    while (line != null && line.endsWith("\\")) {
      String more = in.next();
      line = line.substring(0, line.length() - 1) + " " + (more == null ? "" : more);
      if (line.length() > LONGEST_LINE) {
        throw in.malformed("the statement is too long");
      }
    }
    return line;
  }

  private void vertex(LineReader in, String[] w) throws IOException {
    if (w.length < 4) {
      throw in.malformed("a vertex needs three coordinates");
    }
    for (int k = 1; k <= 3; k++) {
      xyz.add(in.single(w[k]));
    }
    colours &= w.length >= 7;
    for (int k = 4; colours && k <= 6; k++) {
      rgb.add(in.single(w[k]));
    }
  }

  private void face(LineReader in, String[] w) throws IOException {
    if (w.length < 4) {
      throw in.malformed("a face needs three corners");
    }
    int[] vertex = new int[w.length - 1];
    int[] corner = new int[w.length - 1];
    for (int i = 0; i < vertex.length; i++) {
      String[] parts = w[i + 1].split("/", -1);
      vertex[i] = index(in, parts[0], xyz.size() / 3);
      corner[i] =
          parts.length > 1 && !parts[1].isEmpty() ? index(in, parts[1], texture.size() / 2) : -1;
    }
    for (int i = 2; i < vertex.length; i++) {
      for (int k : new int[] {0, i - 1, i}) {
        triangles.add(vertex[k]);
        corners.add(corner[k]);
      }
      materialOf.add(material);
    }
  }

  /** Counts from 1, or backwards from -1. */
  private static int index(LineReader in, String token, int count) throws IOException {
    int i = in.integer(token, -count, count);
    if (i == 0) {
      throw in.malformed("indices count from 1 and 0 stands here");
    }
    return i > 0 ? i - 1 : count + i;
  }

  private void use(String name) {
    material = materials.indexOf(name);
    if (material < 0) {
      material = materials.size();
      materials.add(name);
    }
  }

  private void readLibrary(String name) throws IOException {
    Path mtl = beside(name);
    if (mtl == null || !Files.isRegularFile(mtl)) {
      return;
    }
    String current = null;
    try (LineReader in = new LineReader(mtl, LONGEST_LINE)) {
      for (String line = in.next(); line != null; line = in.next()) {
        String[] w = line.strip().split("\\s+");
        switch (w[0]) {
          case "newmtl" -> {
            current = line.strip().substring(6).strip();
            library.put(current, WHITE);
          }
          case "Kd" -> {
            // A picture that was read before counts more than a colour.
            if (current != null && w.length >= 4 && library.get(current).width() == 1) {
              library.put(current, onePixel(in, w));
            }
          }
          case "map_Kd" -> {
            TexturePage page = current == null ? null : picture(w[w.length - 1]);
            if (page != null) {
              library.put(current, page);
            }
          }
          default -> {}
        }
      }
    }
  }

  private static TexturePage onePixel(LineReader in, String[] w) throws IOException {
    byte[] p = new byte[3];
    for (int k = 0; k < 3; k++) {
      p[k] = (byte) Math.round(255 * Math.max(0, Math.min(1, in.number(w[1 + k]))));
    }
    return new TexturePage(1, 1, p);
  }

  private TexturePage picture(String name) throws IOException {
    Path path = beside(name);
    return path != null && Files.isRegularFile(path) ? Jpeg.decode(Files.readAllBytes(path)) : null;
  }

  /** The path of a file that the model names, or null if it leads out of the model's folder. */
  private Path beside(String name) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    try {
      Path path = folder.resolve(name.replace('\\', '/')).normalize();
      return path.startsWith(folder) ? path : null;
    } catch (java.nio.file.InvalidPathException e) {
      return null;
    }
  }

  private byte[] colourBytes() {
    if (!colours) {
      return new byte[0];
    }
    byte[] bytes = new byte[rgb.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, rgb.get(i))));
    }
    return bytes;
  }

  private TexturedMesh textured(TriangleMesh mesh) {
    List<TexturePage> pages = new ArrayList<>();
    int[] pageOf = new int[materials.size()];
    Arrays.fill(pageOf, -1);
    int[] page = new int[mesh.faceCount()];
    float[] uv = new float[6 * mesh.faceCount()];
    for (int f = 0; f < page.length; f++) {
      int m = materialOf.get(f);
      if (pageOf[m] < 0) {
        pageOf[m] = pages.size();
        pages.add(library.getOrDefault(materials.get(m), WHITE));
      }
      page[f] = pageOf[m];
      for (int c = 3 * f; c < 3 * f + 3; c++) {
        int t = corners.get(c);
        uv[2 * c] = t < 0 ? 0 : texture.get(2 * t);
        uv[2 * c + 1] = t < 0 ? 0 : (float) (1.0 - texture.get(2 * t + 1));
      }
    }
    return new TexturedMesh(mesh, uv, page, pages);
  }
}
