package org.e2e3d.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlyFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMeshComesBackExactly(boolean colours) throws IOException {
    TriangleMesh mesh = mesh(10_000, 20_000, colours);
    Path file = folder.resolve("m.ply");
    PlyFile.writeMesh(file, mesh);
    TriangleMesh back = PlyFile.readMesh(file);
    assertThat(back.xyz()).isEqualTo(mesh.xyz());
    assertThat(back.triangles()).isEqualTo(mesh.triangles());
    assertThat(back.rgb()).isEqualTo(mesh.rgb());
  }

  @Test
  void aCloudComesBackExactly() throws IOException {
    PointCloud cloud = cloud(9_999);
    Path file = folder.resolve("c.ply");
    PlyFile.writeCloud(file, cloud);
    PointCloud back = PlyFile.readCloud(file);
    assertThat(back.xyz()).isEqualTo(cloud.xyz());
    assertThat(back.normal()).isEqualTo(cloud.normal());
    assertThat(back.rgb()).isEqualTo(cloud.rgb());
    assertThat(back.confidence()).isEqualTo(cloud.confidence());
  }

  @Test
  void anEmptyMeshIsAllowed() throws IOException {
    Path file = folder.resolve("e.ply");
    PlyFile.writeMesh(file, new TriangleMesh(new float[0], new int[0], new byte[0]));
    assertThat(PlyFile.readMesh(file).faceCount()).isZero();
  }

  @Test
  void anotherLayoutIsRead() throws IOException {
    Path file = folder.resolve("a.ply");
    Files.writeString(
        file,
        """
        ply
        format ascii 1.0
        comment from elsewhere
        element marker 1
        property list uchar int things
        element vertex 4
        property double z
        property float red
        property float green
        property float blue
        property double y
        property double x
        element face 1
        property uchar flags
        property list uchar uint vertex_index
        end_header
        2 7 8
        3 1 0 0.5 2 1
        3 0 0 0 2 2
        3 0 0 0 4 2
        3 0 0 0 4 1
        9 4 0 1 2 3""");
    TriangleMesh m = PlyFile.readMesh(file);
    assertThat(m.xyz()).containsExactly(1, 2, 3, 2, 2, 3, 2, 4, 3, 1, 4, 3);
    assertThat(m.triangles()).containsExactly(0, 1, 2, 0, 2, 3);
    assertThat(Arrays.copyOf(m.rgb(), 3)).containsExactly(255, 0, 128);
  }

  @Test
  void everyCutIsTold() throws IOException {
    Path file = folder.resolve("m.ply");
    PlyFile.writeMesh(file, mesh(5, 4, true));
    byte[] whole = Files.readAllBytes(file);
    for (int n = 0; n < whole.length; n++) {
      Files.write(file, Arrays.copyOf(whole, n));
      assertThatThrownBy(() -> PlyFile.readMesh(file)).isInstanceOf(MalformedFileException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plx|",
        "ply|format binary_middle_endian 1.0|end_header|",
        "ply|format ascii 1.0|property float x|end_header|",
        "ply|format ascii 1.0|element vertex -1|end_header|",
        "ply|format ascii 1.0|element vertex 99999999999|end_header|",
        "ply|format ascii 1.0|element vertex 2000000000|property float x|property float y|property float z|end_header|",
        "ply|format ascii 1.0|element vertex 1|property float x|end_header|1|",
        "ply|format ascii 1.0|element vertex 1|property float x|property float y|property float z|end_header|1 nan 2|",
        "ply|format ascii 1.0|element vertex 1|property float x|property float y|property float z|element face 1|property list uchar int vertex_indices|end_header|1 1 2|3 0 0 1|",
        "ply|format ascii 1.0|element vertex 1|property list float int x|end_header|"
      })
  void rubbishIsTold(String text) throws IOException {
    Path file = folder.resolve("r.ply");
    Files.writeString(file, text.replace('|', '\n'));
    assertThatThrownBy(() -> PlyFile.readMesh(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("r.ply: ");
  }

  static TriangleMesh mesh(int vertices, int faces, boolean colours) {
    Random r = new Random(3);
    float[] xyz = new float[3 * vertices];
    for (int i = 0; i < xyz.length; i++) {
      xyz[i] = (float) r.nextGaussian();
    }
    byte[] rgb = new byte[colours ? 3 * vertices : 0];
    r.nextBytes(rgb);
    return new TriangleMesh(xyz, r.ints(3L * faces, 0, vertices).toArray(), rgb);
  }

  static PointCloud cloud(int n) {
    TriangleMesh a = mesh(n, 1, true);
    TriangleMesh b = mesh(n + 1, 1, false);
    return new PointCloud(
        a.xyz(), Arrays.copyOf(b.xyz(), 3 * n), a.rgb(), Arrays.copyOf(b.xyz(), n));
  }
}
