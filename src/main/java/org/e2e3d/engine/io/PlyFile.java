package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Meshes and point clouds as PLY (Turk, "The PLY Polygon File Format", 1994). Written in binary
 * little-endian with properties {@code x y z [nx ny nz] [red green blue] [confidence]} and faces
 * {@code uchar int vertex_indices}; read in any encoding and order of properties.
 */
public final class PlyFile {
  private PlyFile() {}

  /** Writes a mesh, with vertex colours if it has them. */
  public static void writeMesh(Path file, TriangleMesh mesh) throws IOException {
    int n = mesh.vertexCount();
    StringBuilder header = new StringBuilder(begin(n, "float", "x", "y", "z"));
    if (mesh.hasColours()) {
      header.append(properties("uchar", "red", "green", "blue"));
    }
    header.append("element face ").append(mesh.faceCount()).append('\n');
    header.append("property list uchar int vertex_indices\nend_header\n");
    try (LittleEndianOutput out = new LittleEndianOutput(file)) {
      out.putBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < n; i++) {
        out.putFloats(mesh.xyz(), 3 * i, 3);
        if (mesh.hasColours()) {
          out.putBytes(mesh.rgb(), 3 * i, 3);
        }
      }
      for (int i = 0; i < mesh.triangles().length; i += 3) {
        out.putByte(3);
        for (int k = 0; k < 3; k++) {
          out.putInt(mesh.triangles()[i + k]);
        }
      }
    }
  }

  /**
   * Reads a mesh; polygons are cut into triangles.
   *
   * @throws MalformedFileException if the file is no PLY file, is cut short, holds a number that is
   *     not finite, or a face names a vertex that is not there
   */
  public static TriangleMesh readMesh(Path file) throws IOException {
    PlyReader r = new PlyReader(file).read();
    return new TriangleMesh(r.xyz(), r.triangles(), r.rgb());
  }

  /** Writes a cloud; normals, colours and confidence are left out where the arrays are empty. */
  public static void writeCloud(Path file, PointCloud cloud) throws IOException {
    int n = cloud.size();
    boolean normals = cloud.normal().length > 0;
    boolean colours = cloud.rgb().length > 0;
    boolean confidence = cloud.confidence().length > 0;
    StringBuilder header = new StringBuilder(begin(n, "float", "x", "y", "z"));
    if (normals) {
      header.append(properties("float", "nx", "ny", "nz"));
    }
    if (colours) {
      header.append(properties("uchar", "red", "green", "blue"));
    }
    if (confidence) {
      header.append(properties("float", "confidence"));
    }
    header.append("end_header\n");
    try (LittleEndianOutput out = new LittleEndianOutput(file)) {
      out.putBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < n; i++) {
        out.putFloats(cloud.xyz(), 3 * i, 3);
        if (normals) {
          out.putFloats(cloud.normal(), 3 * i, 3);
        }
        if (colours) {
          out.putBytes(cloud.rgb(), 3 * i, 3);
        }
        if (confidence) {
          out.putFloat(cloud.confidence()[i]);
        }
      }
    }
  }

  /**
   * Reads a cloud; arrays for which the file has no properties are empty.
   *
   * @throws MalformedFileException if the file is no PLY file, is cut short, or holds a number that
   *     is not finite
   */
  public static PointCloud readCloud(Path file) throws IOException {
    PlyReader r = new PlyReader(file).read();
    return new PointCloud(r.xyz(), r.normal(), r.rgb(), r.confidence());
  }

  private static String begin(int vertices, String type, String... names) {
    return "ply\nformat binary_little_endian 1.0\ncomment made by E2E3D\nelement vertex "
        + vertices
        + "\n"
        + properties(type, names);
  }

  private static String properties(String type, String... names) {
    StringBuilder s = new StringBuilder();
    for (String name : names) {
      s.append("property ").append(type).append(' ').append(name).append('\n');
    }
    return s.toString();
  }
}
