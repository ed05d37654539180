package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Meshes as USDZ, which iPhones and iPads open by themselves: a scene as USD text (usda) and the
 * texture pages, in an archive whose files are neither compressed nor off 64-byte borders (USDZ
 * specification 1.3). Materials are UsdPreviewSurface.
 */
public final class UsdzFile {
  private final TexturedMesh model;
  private final double[] upright;
  private final double scale;
  private final StringBuilder out = new StringBuilder(1 << 20);

  private UsdzFile(TexturedMesh model, double[] upright, double scale) {
    this.model = model;
    this.upright = upright;
    this.scale = scale;
  }

  /**
   * Writes a model.
   *
   * @param jpegs the encoded texture pages, as many as the mesh has
   * @param upright 9 entries, row-major: the rotation from the mesh's frame to one with y up
   * @param scale metres a unit of the model
   */
  public static void write(
      Path file, TexturedMesh model, List<byte[]> jpegs, double[] upright, double scale)
      throws IOException {
    byte[] scene = new UsdzFile(model, upright, scale).scene().getBytes(StandardCharsets.US_ASCII);
    List<AlignedZip.Entry> entries = new ArrayList<>();
    entries.add(new AlignedZip.Entry("model.usda", scene));
    for (int p = 0; p < model.pages().size(); p++) {
      entries.add(new AlignedZip.Entry(texture(p), jpegs.get(p)));
    }
    AlignedZip.write(file, entries);
  }

  private static String texture(int page) {
    return "textures/page" + page + ".jpg";
  }

  private String scene() {
    out.append("#usda 1.0\n(\n    defaultPrim = \"Model\"\n    metersPerUnit = 1\n");
    out.append("    upAxis = \"Y\"\n)\n\ndef Xform \"Model\" (\n    kind = \"component\"\n)\n{\n");
    float[] normals = Normals.ofVertices(model.mesh());
    int parts = Math.max(1, model.pages().size());
    for (int p = 0; p < parts; p++) {
      if (model.hasTexture()) {
        PageCorners corners = PageCorners.of(model, p);
        if (corners.count() > 0) {
          mesh(p, corners.corners(), corners.vertex(), normals, corners.uv());
        }
      } else {
        int[] all = new int[model.mesh().vertexCount()];
        Arrays.setAll(all, i -> i);
        mesh(p, model.mesh().triangles(), all, normals, new float[0]);
      }
    }
    out.append("    def Scope \"Materials\"\n    {\n");
    for (int p = 0; p < parts; p++) {
      material(p);
    }
    return out.append("    }\n}\n").toString();
  }

  private void mesh(int page, int[] faces, int[] vertex, float[] normals, float[] uv) {
    TriangleMesh mesh = model.mesh();
    out.append("    def Mesh \"Part").append(page).append("\" (\n");
    out.append("        prepend apiSchemas = [\"MaterialBindingAPI\"]\n    )\n    {\n");
    out.append("        uniform bool doubleSided = 1\n");
    float[] points = turned(mesh.xyz(), vertex, scale);
    out.append("        float3[] extent = [").append(extent(points)).append("]\n");
    out.append("        int[] faceVertexCounts = [");
    for (int i = 0; i < faces.length; i += 3) {
      out.append(i == 0 ? "3" : ", 3");
    }
    out.append("]\n        int[] faceVertexIndices = [");
    for (int i = 0; i < faces.length; i++) {
      out.append(i == 0 ? "" : ", ").append(faces[i]);
    }
    out.append("]\n        rel material:binding = </Model/Materials/Page").append(page);
    out.append(">\n        normal3f[] normals = ");
    tuples(turned(normals, vertex, 1), 3, 1e3);
    out.append(
        " (\n            interpolation = \"vertex\"\n        )\n        point3f[] points = ");
    tuples(points, 3, Math.pow(10, Math.max(3, 6 - (int) Math.ceil(Math.log10(reach(points))))));
    out.append('\n');
    if (uv.length > 0) {
      float[] st = uv.clone();
      for (int i = 1; i < st.length; i += 2) {
        st[i] = 1 - st[i]; // USD counts from the lower left
      }
      out.append("        texCoord2f[] primvars:st = ");
      tuples(st, 2, 1e5);
      out.append(" (\n            interpolation = \"vertex\"\n        )\n");
    } else if (mesh.hasColours()) {
      out.append("        color3f[] primvars:displayColor = ");
      float[] colours = new float[mesh.rgb().length];
      for (int i = 0; i < colours.length; i++) {
        colours[i] = (float) LinearColour.of((mesh.rgb()[i] & 0xff) / 255.0);
      }
      tuples(colours, 3, 1e4);
      out.append(" (\n            interpolation = \"vertex\"\n        )\n");
    }
    out.append("        uniform token subdivisionScheme = \"none\"\n    }\n\n");
  }

  private void material(int page) {
    String path = "</Model/Materials/Page" + page;
    out.append("        def Material \"Page").append(page).append("\"\n        {\n");
    out.append("            token outputs:surface.connect = ").append(path);
    out.append("/Surface.outputs:surface>\n\n            def Shader \"Surface\"\n            {\n");
    out.append("                uniform token info:id = \"UsdPreviewSurface\"\n");
    out.append("                color3f inputs:diffuseColor");
    boolean coloured = model.mesh().hasColours();
    if (model.hasTexture()) {
      out.append(".connect = ").append(path).append("/Texture.outputs:rgb>\n");
    } else if (coloured) {
      out.append(".connect = ").append(path).append("/Colour.outputs:result>\n");
    } else {
      out.append(" = (0.6, 0.6, 0.6)\n");
    }
    out.append("                float inputs:metallic = 0\n");
    out.append("                float inputs:roughness = 0.9\n");
    out.append("                token outputs:surface\n            }\n");
    if (model.hasTexture()) {
      reader("Coordinates", "UsdPrimvarReader_float2", "st", "float2");
      out.append("\n            def Shader \"Texture\"\n            {\n");
      out.append("                uniform token info:id = \"UsdUVTexture\"\n");
      out.append("                asset inputs:file = @").append(texture(page)).append("@\n");
      out.append("                token inputs:sourceColorSpace = \"sRGB\"\n");
      out.append("                float2 inputs:st.connect = ").append(path);
      out.append("/Coordinates.outputs:result>\n");
      out.append("                token inputs:wrapS = \"clamp\"\n");
      out.append("                token inputs:wrapT = \"clamp\"\n");
      out.append("                float3 outputs:rgb\n            }\n");
    } else if (coloured) {
      reader("Colour", "UsdPrimvarReader_float3", "displayColor", "float3");
    }
    out.append("        }\n");
  }

  private void reader(String name, String id, String primvar, String type) {
    out.append("\n            def Shader \"").append(name).append("\"\n            {\n");
    out.append("                uniform token info:id = \"").append(id).append("\"\n");
    out.append("                string inputs:varname = \"").append(primvar).append("\"\n");
    out.append("                ").append(type).append(" outputs:result\n            }\n");
  }

  private float[] turned(float[] values, int[] vertex, double s) {
    float[] t = new float[3 * vertex.length];
    for (int i = 0; i < vertex.length; i++) {
      int v = 3 * vertex[i];
      for (int k = 0; k < 3; k++) {
        t[3 * i + k] =
            (float)
                (s
                    * (upright[3 * k] * values[v]
                        + upright[3 * k + 1] * values[v + 1]
                        + upright[3 * k + 2] * values[v + 2]));
      }
    }
    return t;
  }

  private static double reach(float[] points) {
    double reach = 1e-6;
    for (float p : points) {
      reach = Math.max(reach, Math.abs(p));
    }
    return reach;
  }

  private static String extent(float[] points) {
    float[] low = {Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE};
    float[] high = {-Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
    for (int i = 0; i < points.length; i++) {
      low[i % 3] = Math.min(low[i % 3], points[i]);
      high[i % 3] = Math.max(high[i % 3], points[i]);
    }
    return String.format(
        Locale.ROOT,
        "(%s, %s, %s), (%s, %s, %s)",
        low[0],
        low[1],
        low[2],
        high[0],
        high[1],
        high[2]);
  }

  /** A list of tuples, each number rounded to a power of ten, for the file's size. */
  private void tuples(float[] values, int width, double perUnit) {
    out.append('[');
    for (int i = 0; i < values.length; i++) {
      out.append(i % width == 0 ? i == 0 ? "(" : ", (" : ", ");
      decimal(values[i], (long) perUnit);
      out.append(i % width == width - 1 ? ")" : "");
    }
    out.append(']');
  }

  private void decimal(double v, long perUnit) {
    long n = Math.round(Math.abs(v) * perUnit);
    out.append(v < 0 && n > 0 ? "-" : "").append(n / perUnit);
    long rest = n % perUnit;
    if (rest > 0) {
      out.append('.');
      for (long unit = perUnit / 10; rest > 0; unit /= 10) {
        out.append((char) ('0' + rest / unit));
        rest %= unit;
      }
    }
  }
}
