package org.e2e3d.engine.io;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;

/** Writes binary glTF; see {@link GlbFile}. */
final class GlbWriter {
  private static final int VERTEX_TARGET = 34962;
  private static final int INDEX_TARGET = 34963;

  /** The largest index would restart the primitive, so it stands for no vertex. */
  private static final int MOST_SHORT_VERTICES = 65535;

  private static final int MOST_SHORT = 65535;
  private static final double ROUGHNESS = 0.9;

  /** A part of the binary chunk. */
  private record Section(long bytes, Body body) {}

  /** Writes a section's bytes. */
  private interface Body {
    void to(LittleEndianOutput out) throws IOException;
  }

  private final TexturedMesh model;
  private final List<byte[]> jpegs;
  private final boolean compact;
  private final float[] low;
  private final double step;
  private final ObjectNode root = new ObjectMapper().createObjectNode();
  private final List<Section> sections = new ArrayList<>();
  private long binary;

  /**
   * @param compact whether numbers are written as 8 and 16 bit integers (KHR_mesh_quantization)
   */
  GlbWriter(TexturedMesh model, List<byte[]> jpegs, double[] upright, boolean compact) {
    if (model.mesh().faceCount() == 0) {
      throw new IllegalArgumentException("a GLB needs at least one face");
    }
    if (jpegs.size() != model.pages().size()) {
      throw new IllegalArgumentException(
          jpegs.size() + " JPEGs for " + model.pages().size() + " texture pages");
    }
    this.model = model;
    this.jpegs = jpegs;
    this.compact = compact;
    this.low = new float[] {bound(0, -1), bound(1, -1), bound(2, -1)};
    double span = Math.max(bound(0, 1) - low[0], bound(1, 1) - low[1]);
    this.step = Math.max(Float.MIN_NORMAL, Math.max(span, bound(2, 1) - low[2]) / MOST_SHORT);
    root.putObject("asset").put("version", "2.0").put("generator", "E2E3D");
    root.put("scene", 0).putArray("scenes").addObject().putArray("nodes").add(0);
    ObjectNode node = root.putArray("nodes").addObject().put("name", "model").put("mesh", 0);
    Pose turn = Pose.of(upright, 0, 0, 0);
    node.putArray("rotation").add(turn.qx()).add(turn.qy()).add(turn.qz()).add(turn.qw());
    if (compact) {
      ArrayNode shift = node.putArray("translation");
      for (int k = 0; k < 9; k += 3) {
        shift.add(upright[k] * low[0] + upright[k + 1] * low[1] + upright[k + 2] * low[2]);
      }
      node.putArray("scale").add(step).add(step).add(step);
      root.putArray("extensionsUsed").add("KHR_mesh_quantization");
      root.putArray("extensionsRequired").add("KHR_mesh_quantization");
    }
    ArrayNode primitives =
        root.putArray("meshes").addObject().put("name", "model").putArray("primitives");
    root.putArray("materials");
    root.putArray("accessors");
    root.putArray("bufferViews");
    if (model.hasTexture()) {
      addTexturedPrimitives(primitives);
    } else {
      addPlainPrimitive(primitives);
    }
    root.putArray("buffers").addObject().put("byteLength", binary);
  }

  /** How large the file is to be. */
  long bytes() {
    return 12 + 8 + root.toString().length() + 8 + binary;
  }

  void write(Path file) throws IOException {
    byte[] json = new ObjectMapper().writeValueAsBytes(root);
    int padded = (json.length + 3) / 4 * 4;
    byte[] chunk = Arrays.copyOf(json, padded);
    Arrays.fill(chunk, json.length, padded, (byte) ' ');
    long total = 12 + 8 + padded + 8 + binary;
    if (total > Integer.MAX_VALUE) {
      throw new IOException(file.getFileName() + ": a GLB of " + total + " bytes is too large");
    }
    try (LittleEndianOutput out = new LittleEndianOutput(file)) {
      out.putInt(GlbFile.MAGIC);
      out.putInt(2);
      out.putInt((int) total);
      out.putInt(padded);
      out.putInt(GlbFile.JSON_CHUNK);
      out.putBytes(chunk);
      out.putInt((int) binary);
      out.putInt(GlbFile.BIN_CHUNK);
      for (Section s : sections) {
        s.body().to(out);
        for (long i = s.bytes(); i % 4 != 0; i++) {
          out.putByte(0);
        }
      }
    }
  }

  private void addTexturedPrimitives(ArrayNode primitives) {
    ArrayNode images = root.putArray("images");
    ArrayNode textures = root.putArray("textures");
    ObjectNode sampler = root.putArray("samplers").addObject();
    // Linear with mipmaps; clamped, since the atlas does not repeat.
    sampler.put("magFilter", 9729).put("minFilter", 9987).put("wrapS", 33071).put("wrapT", 33071);
    float[] normals = Normals.ofVertices(model.mesh());
    for (int p = 0; p < model.pages().size(); p++) {
      PageCorners corners = PageCorners.of(model, p);
      if (corners.count() == 0) {
        continue;
      }
      byte[] jpeg = jpegs.get(p);
      int view = addView(jpeg.length, 0, out -> out.putBytes(jpeg));
      images
          .addObject()
          .put("name", "page" + p)
          .put("mimeType", "image/jpeg")
          .put("bufferView", view);
      textures.addObject().put("sampler", 0).put("source", images.size() - 1);
      int material = addMaterial("page" + p);
      ((ObjectNode) root.path("materials").path(material).path("pbrMetallicRoughness"))
          .putObject("baseColorTexture")
          .put("index", textures.size() - 1);
      ObjectNode primitive = primitives.addObject().put("material", material);
      ObjectNode attributes = primitive.putObject("attributes");
      int[] v = corners.vertex();
      attributes.put("POSITION", addPositions(model.mesh().xyz(), v));
      int n = corners.count();
      attributes.put("NORMAL", addNormals(normals, v));
      attributes.put("TEXCOORD_0", addTextureCoordinates(corners.uv(), n));
      primitive.put("indices", addIndices(corners.corners(), n));
    }
  }

  private void addPlainPrimitive(ArrayNode primitives) {
    TriangleMesh mesh = model.mesh();
    int n = mesh.vertexCount();
    int[] all = new int[n];
    Arrays.setAll(all, i -> i);
    ObjectNode primitive = primitives.addObject().put("material", addMaterial("surface"));
    ObjectNode attributes = primitive.putObject("attributes");
    attributes.put("POSITION", addPositions(mesh.xyz(), all));
    attributes.put("NORMAL", addNormals(Normals.ofVertices(mesh), all));
    if (mesh.hasColours()) {
      attributes.put("COLOR_0", addColours(mesh.rgb(), n));
    }
    primitive.put("indices", addIndices(mesh.triangles(), n));
  }

  private int addMaterial(String name) {
    ArrayNode materials = (ArrayNode) root.get("materials");
    ObjectNode material = materials.addObject().put("name", name).put("doubleSided", true);
    material
        .putObject("pbrMetallicRoughness")
        .put("metallicFactor", 0)
        .put("roughnessFactor", ROUGHNESS);
    return materials.size() - 1;
  }

  private float bound(int axis, int side) {
    float[] p = model.mesh().xyz();
    float bound = p[axis];
    for (int i = axis; i < p.length; i += 3) {
      bound = side < 0 ? Math.min(bound, p[i]) : Math.max(bound, p[i]);
    }
    return bound;
  }

  private int addPositions(float[] xyz, int[] vertices) {
    int accessor = compact ? addSteps(xyz, vertices) : addVectors(xyz, vertices);
    double[] min = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] max = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int v : vertices) {
      for (int k = 0; k < 3; k++) {
        double value = compact ? steps(xyz, v, k) : xyz[3 * v + k];
        min[k] = Math.min(min[k], value);
        max[k] = Math.max(max[k], value);
      }
    }
    ObjectNode node = (ObjectNode) root.get("accessors").get(accessor);
    ArrayNode low = node.putArray("min");
    ArrayNode high = node.putArray("max");
    for (int k = 0; k < 3; k++) {
      // As doubles, so that the text is the float's exact value.
      low.add(min[k]);
      high.add(max[k]);
    }
    return accessor;
  }

  private int steps(float[] xyz, int vertex, int axis) {
    return (int) Math.min(MOST_SHORT, Math.round((xyz[3 * vertex + axis] - low[axis]) / step));
  }

  private int addSteps(float[] xyz, int[] vertices) {
    int view =
        addView(
            8L * vertices.length,
            VERTEX_TARGET,
            out -> {
              for (int v : vertices) {
                for (int k = 0; k < 3; k++) {
                  out.putShort(steps(xyz, v, k));
                }
                out.putShort(0);
              }
            });
    stride(view, 8);
    return addAccessor(view, GlbFile.UNSIGNED_SHORT, vertices.length, "VEC3");
  }

  private void stride(int view, int bytes) {
    ((ObjectNode) root.get("bufferViews").get(view)).put("byteStride", bytes);
  }

  private int addNormals(float[] normals, int[] vertices) {
    if (!compact) {
      return addVectors(normals, vertices);
    }
    int view =
        addView(
            4L * vertices.length,
            VERTEX_TARGET,
            out -> {
              for (int v : vertices) {
                for (int k = 0; k < 3; k++) {
                  out.putByte(Math.round(127 * normals[3 * v + k]));
                }
                out.putByte(0);
              }
            });
    stride(view, 4);
    return addAccessor(view, GlbFile.BYTE, vertices.length, "VEC3", true);
  }

  private int addTextureCoordinates(float[] uv, int n) {
    if (!compact) {
      int view = addView(8L * n, VERTEX_TARGET, out -> out.putFloats(uv, 0, 2 * n));
      return addAccessor(view, GlbFile.FLOAT, n, "VEC2");
    }
    int view =
        addView(
            4L * n,
            VERTEX_TARGET,
            out -> {
              for (int i = 0; i < 2 * n; i++) {
                out.putShort(Math.round(MOST_SHORT * Math.max(0, Math.min(1, uv[i]))));
              }
            });
    return addAccessor(view, GlbFile.UNSIGNED_SHORT, n, "VEC2", true);
  }

  private int addVectors(float[] values, int[] vertices) {
    int view =
        addView(
            12L * vertices.length,
            VERTEX_TARGET,
            out -> {
              for (int v : vertices) {
                out.putFloats(values, 3 * v, 3);
              }
            });
    return addAccessor(view, GlbFile.FLOAT, vertices.length, "VEC3");
  }

  /** Colours in glTF are linear; 16 bits keep the dark ones apart. */
  private int addColours(byte[] rgb, int n) {
    int[] linear = new int[256];
    Arrays.setAll(linear, i -> (int) Math.round(65535 * LinearColour.of(i / 255.0)));
    int view =
        addView(
            8L * n,
            VERTEX_TARGET,
            out -> {
              for (int i = 0; i < 3 * n; i += 3) {
                out.putShort(linear[rgb[i] & 0xff]);
                out.putShort(linear[rgb[i + 1] & 0xff]);
                out.putShort(linear[rgb[i + 2] & 0xff]);
                out.putShort(65535);
              }
            });
    return addAccessor(view, GlbFile.UNSIGNED_SHORT, n, "VEC4", true);
  }

  private int addIndices(int[] indices, int vertices) {
    boolean small = vertices <= MOST_SHORT_VERTICES;
    int view =
        addView(
            (small ? 2L : 4L) * indices.length,
            INDEX_TARGET,
            out -> {
              for (int i : indices) {
                if (small) {
                  out.putShort(i);
                } else {
                  out.putInt(i);
                }
              }
            });
    int type = small ? GlbFile.UNSIGNED_SHORT : GlbFile.UNSIGNED_INT;
    return addAccessor(view, type, indices.length, "SCALAR");
  }

  private int addView(long bytes, int target, Body body) {
    ArrayNode views = (ArrayNode) root.get("bufferViews");
    ObjectNode view = views.addObject().put("buffer", 0);
    view.put("byteOffset", binary).put("byteLength", bytes);
    if (target != 0) {
      view.put("target", target);
    }
    sections.add(new Section(bytes, body));
    binary += (bytes + 3) / 4 * 4;
    return views.size() - 1;
  }

  private int addAccessor(int view, int componentType, int count, String type, boolean normalised) {
    int accessor = addAccessor(view, componentType, count, type);
    if (normalised) {
      ((ObjectNode) root.get("accessors").get(accessor)).put("normalized", true);
    }
    return accessor;
  }

  private int addAccessor(int view, int componentType, int count, String type) {
    ArrayNode accessors = (ArrayNode) root.get("accessors");
    accessors
        .addObject()
        .put("bufferView", view)
        .put("componentType", componentType)
        .put("count", count)
        .put("type", type);
    return accessors.size() - 1;
  }
}
