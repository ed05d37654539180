package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.testing.FuzzParts;

/** Fuzz target: the mesh readers; the first byte chooses one. */
public final class MeshFilesFuzz {
  private static final Path FOLDER = FuzzParts.folder("mesh");

  private MeshFilesFuzz() {}

  /** First byte: 'g' GLB, 'p' PLY, 'c' PLY as a cloud, 's' STL, else OBJ with its materials. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    byte[][] parts = FuzzParts.split(data, 2);
    byte[] body = java.util.Arrays.copyOfRange(data, Math.min(1, data.length), data.length);
    char kind = data.length == 0 ? 'o' : (char) data[0];
    try {
      switch (kind) {
        case 'g' -> check(GlbFile.read(file("f.glb", body)));
        case 'p' -> check(PlyFile.readMesh(file("f.ply", body)));
        case 'c' -> PlyFile.readCloud(file("f.ply", body));
        case 's' -> check(StlFile.read(file("f.stl", body)));
        default -> {
          file("m.mtl", parts[1]);
          check(ObjFile.read(file("f.obj", parts[0])));
        }
      }
    } catch (MalformedFileException e) {
      FuzzParts.require(!e.getMessage().isBlank(), "a refusal without a reason");
    }
  }

  private static void check(TexturedMesh model) {
    check(model.mesh());
    for (float v : model.uv()) {
      FuzzParts.require(Float.isFinite(v), "a texture coordinate that is not finite");
    }
    for (int page : model.page()) {
      FuzzParts.require(page >= 0 && page < model.pages().size(), "a page that is not there");
    }
  }

  private static void check(TriangleMesh mesh) {
    int n = mesh.xyz().length / 3;
    for (int v : mesh.triangles()) {
      FuzzParts.require(v >= 0 && v < n, "a corner that is not there");
    }
    for (float v : mesh.xyz()) {
      FuzzParts.require(Float.isFinite(v), "a coordinate that is not finite");
    }
  }

  private static Path file(String name, byte[] bytes) throws IOException {
    return Files.write(FOLDER.resolve(name), bytes);
  }
}
