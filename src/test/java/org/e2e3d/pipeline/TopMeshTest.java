package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopMeshTest {
  @TempDir Path folder;

  @Test
  void givesCompanionsTheModelsOwnNamesAndLeavesGeometryAlone() throws Exception {
    Path from = Files.writeString(folder.resolve("a.obj"), "mtllib mesh.mtl\nv 0 0 0\nusemtl m\n");
    Path to = folder.resolve("b.obj");
    assertThat(TopMesh.rewrite(from, to, List.of("mtllib"), "top-x-")).containsExactly("mesh.mtl");
    assertThat(Files.readString(to)).isEqualTo("mtllib top-x-mesh.mtl\nv 0 0 0\nusemtl m\n");
  }

  @Test
  void keepsTheOptionsOfTextureStatements() throws Exception {
    Path from =
        Files.writeString(
            folder.resolve("a.mtl"), "newmtl m\nmap_Kd -clamp on tex/0.jpg\n  map_Ks tex/0.jpg\n");
    Path to = folder.resolve("b.mtl");
    assertThat(TopMesh.rewrite(from, to, List.of("map_"), "t-")).containsExactly("tex/0.jpg");
    assertThat(Files.readString(to))
        .isEqualTo("newmtl m\nmap_Kd -clamp on t-tex-0.jpg\nmap_Ks t-tex-0.jpg\n");
  }
}
