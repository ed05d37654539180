package org.e2e3d.engine.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;

/** Reads binary glTF; see {@link GlbFile}. */
final class GlbReader {
  private static final int DEEPEST = 64;
  private static final int MOST_VISITS = 100_000;

  /** Nodes may share a mesh, so a small file can ask for any number of corners. */
  private static final int MOST_CORNERS = 1 << 28;

  private final Path file;
  private final FloatList xyz = new FloatList();
  private final FloatList colours = new FloatList();
  private final FloatList uv = new FloatList();
  private final IntList triangles = new IntList();
  private final IntList page = new IntList();
  private final List<TexturePage> pages = new ArrayList<>();
  private GlbData data;
  private int visits;
  private boolean textured = true;
  private boolean coloured = true;

  GlbReader(Path file) {
    this.file = file;
  }

  TexturedMesh read() throws IOException {
    data = GlbData.read(file);
    JsonNode json = data.json();
    for (JsonNode extension : json.path("extensionsRequired")) {
      if (!extension.asText().equals("KHR_mesh_quantization")) {
        throw data.malformed("it requires " + extension + ", which is not read");
      }
    }
    JsonNode scene = json.path("scenes").path(json.path("scene").asInt(0));
    for (JsonNode root : scene.path("nodes")) {
      walk(root.asInt(-1), GlbTransform.IDENTITY, 0);
    }
    if (triangles.size() == 0) {
      throw data.malformed("its scene has no triangles");
    }
    TriangleMesh mesh =
        new TriangleMesh(
            xyz.toArray(), triangles.toArray(), coloured ? colourBytes() : new byte[0]);
    return textured
        ? new TexturedMesh(mesh, uv.toArray(), page.toArray(), pages)
        : new TexturedMesh(mesh, new float[0], new int[0], List.of());
  }

  private void walk(int index, GlbTransform parent, int depth) throws IOException {
    JsonNode node = json("nodes", index);
    if (depth > DEEPEST || ++visits > MOST_VISITS) {
      throw data.malformed("its nodes are nested too deeply");
    }
    GlbTransform transform = parent.then(GlbTransform.of(node, data));
    if (node.has("mesh")) {
      for (JsonNode primitive : json("meshes", node.path("mesh").asInt(-1)).path("primitives")) {
        addPrimitive(primitive, transform);
      }
    }
    for (JsonNode child : node.path("children")) {
      walk(child.asInt(-1), transform, depth + 1);
    }
  }

  private void addPrimitive(JsonNode primitive, GlbTransform transform) throws IOException {
    if (primitive.path("mode").asInt(4) != 4) {
      throw data.malformed("a primitive is not made of triangles");
    }
    JsonNode attributes = primitive.path("attributes");
    float[] position = data.floats(attributes.path("POSITION").asInt(-1), 3);
    int base = xyz.size() / 3;
    int n = position.length / 3;
    float[] out = new float[3];
    for (int i = 0; i < n; i++) {
      transform.apply(position, 3 * i, out);
      for (float v : out) {
        if (!Float.isFinite(v)) {
          throw data.malformed("vertex " + i + " holds a number that is not finite");
        }
        xyz.add(v);
      }
    }
    addColours(attributes, n);
    addFaces(primitive, n, base);
  }

  private void addColours(JsonNode attributes, int n) throws IOException {
    coloured &= attributes.has("COLOR_0");
    if (!coloured) {
      return;
    }
    int accessor = attributes.path("COLOR_0").asInt(-1);
    int width = data.width(accessor);
    float[] c = data.floats(accessor, width);
    if (width < 3 || c.length != width * n) {
      throw data.malformed("there is not one colour a vertex");
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) {
        colours.add(c[width * i + k]);
      }
    }
  }

  private void addFaces(JsonNode primitive, int n, int base) throws IOException {
    int[] indices =
        primitive.has("indices") ? data.indices(primitive.path("indices").asInt(-1)) : null;
    int corners = indices == null ? n : indices.length;
    if (triangles.size() + (long) corners > MOST_CORNERS || xyz.size() > MOST_CORNERS) {
      throw data.malformed("it has too many triangles");
    }
    if (corners % 3 != 0) {
      throw data.malformed(corners + " corners do not make whole triangles");
    }
    TexturePage picture = picture(primitive.path("material"));
    JsonNode attributes = primitive.path("attributes");
    textured &= picture != null && attributes.has("TEXCOORD_0");
    float[] st = textured ? data.floats(attributes.path("TEXCOORD_0").asInt(-1), 2) : new float[0];
    if (textured && st.length != 2 * n) {
      throw data.malformed("there is not one texture coordinate a vertex");
    }
    for (float v : st) {
      if (!Float.isFinite(v)) {
        throw data.malformed("a texture coordinate is not finite");
      }
    }
    for (int c = 0; c < corners; c++) {
      int i = indices == null ? c : indices[c];
      if (i < 0 || i >= n) {
        throw data.malformed("a face names vertex " + i + " of " + n);
      }
      triangles.add(base + i);
      if (textured) {
        uv.add(st[2 * i]);
        uv.add(st[2 * i + 1]);
        if (c % 3 == 0) {
          page.add(pages.size());
        }
      }
    }
    if (textured) {
      pages.add(picture);
    }
  }

  /** The base colour picture of a material, or null if it has none. */
  private TexturePage picture(JsonNode material) throws IOException {
    if (!material.isInt()) {
      return null;
    }
    JsonNode pbr = json("materials", material.asInt()).path("pbrMetallicRoughness");
    if (!pbr.has("baseColorTexture")) {
      return null;
    }
    JsonNode texture = json("textures", pbr.path("baseColorTexture").path("index").asInt(-1));
    JsonNode image = json("images", texture.path("source").asInt(-1));
    TexturePage picture = Jpeg.decode(data.viewBytes(image.path("bufferView").asInt(-1)));
    if (picture == null) {
      throw data.malformed("a texture does not decode");
    }
    return picture;
  }

  private JsonNode json(String array, int index) throws IOException {
    JsonNode node = data.json().path(array).path(index);
    if (!node.isObject()) {
      throw data.malformed("there is no " + array + "[" + index + "]");
    }
    return node;
  }

  private byte[] colourBytes() {
    byte[] bytes = new byte[colours.size()];
    for (int i = 0; i < bytes.length; i++) {
      double linear = Math.max(0, Math.min(1, colours.get(i)));
      bytes[i] = (byte) Math.round(255 * LinearColour.toSrgb(linear));
    }
    return bytes;
  }
}
