package org.e2e3d.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjFileTest {
  @TempDir Path folder;

  @Test
  void aTexturedMeshComesBack() throws IOException {
    TexturedMesh model = SampleModels.texturedSphere(6, 8);
    Path file = folder.resolve("mesh.obj");
    List<Path> written = ObjFile.write(file, model, SampleModels.jpegs(model));
    assertThat(written)
        .extracting(p -> p.getFileName().toString())
        .containsExactly("mesh.obj", "mesh.mtl", "texture0.jpg", "texture1.jpg");

    TexturedMesh back = ObjFile.read(file);
    assertThat(back.mesh().xyz()).isEqualTo(model.mesh().xyz());
    assertThat(back.pages()).hasSize(2);
    assertThat(back.page()).startsWith(0).endsWith(1);
    // Faces are grouped by page; within a page their order stays.
    int k = 0;
    for (int p = 0; p < 2; p++) {
      for (int f = 0; f < model.page().length; f++) {
        if (model.page()[f] == p) {
          assertThat(back.page()[k]).isEqualTo(p);
          for (int c = 0; c < 3; c++) {
            assertThat(back.mesh().triangles()[3 * k + c])
                .isEqualTo(model.mesh().triangles()[3 * f + c]);
          }
          for (int c = 0; c < 6; c++) {
            // Turning v over costs the last bits of a float near 1.
            assertThat(back.uv()[6 * k + c]).isCloseTo(model.uv()[6 * f + c], offset(1e-7f));
          }
          k++;
        }
      }
    }
    for (int p = 0; p < 2; p++) {
      assertPicturesAlike(back, model, p);
    }
  }

  @Test
  void theTextureStandsUpright() throws IOException {
    // One triangle whose first corner is at the page's upper left, as glTF counts.
    TriangleMesh mesh =
        new TriangleMesh(new float[] {0, 0, 0, 1, 0, 0, 0, 1, 0}, new int[] {0, 1, 2}, new byte[0]);
    TexturedMesh model =
        new TexturedMesh(
            mesh,
            new float[] {0, 0, 1, 0, 0, 1},
            new int[] {0},
            List.of(SampleModels.page(8, 8, 0)));
    Path file = folder.resolve("one.obj");
    ObjFile.write(file, model, SampleModels.jpegs(model));
    // OBJ counts v from below.
    assertThat(Files.readAllLines(file)).contains("vt 0 1", "vt 1 1", "vt 0 0");
  }

  @Test
  void vertexColoursComeBackExactly() throws IOException {
    TriangleMesh mesh = SampleModels.sphere(12, 16);
    Path file = folder.resolve("c.obj");
    assertThat(ObjFile.write(file, SampleModels.untextured(mesh), List.of())).containsExactly(file);
    TexturedMesh back = ObjFile.read(file);
    assertThat(back.hasTexture()).isFalse();
    assertThat(back.mesh().xyz()).isEqualTo(mesh.xyz());
    assertThat(back.mesh().triangles()).isEqualTo(mesh.triangles());
    assertThat(back.mesh().rgb()).isEqualTo(mesh.rgb());
  }

  @Test
  void numbersHaveNoExponent() throws IOException {
    TriangleMesh mesh =
        new TriangleMesh(new float[] {1e-30f, 1.5e20f, -3e-5f}, new int[0], new byte[0]);
    Path file = folder.resolve("n.obj");
    ObjFile.write(file, SampleModels.untextured(mesh), List.of());
    assertThat(Files.readString(file)).contains("v 0.0000").doesNotContain("E-", "e-");
    assertThat(ObjFile.read(file).mesh().xyz()).isEqualTo(mesh.xyz());
  }

  @Test
  void whatOtherToolsWriteIsRead() throws IOException {
    Files.writeString(folder.resolve("m.mtl"), "newmtl red paint\nKd 1 0 0\n");
    Path file = folder.resolve("o.obj");
    Files.writeString(
        file,
        """
        #comment
        mtllib m.mtl
        o thing
        v 0 0 0 1.0
        v 1 0 0 1.0\r
        v 1 1 0 1.0
        v 0 1 0 1.0
        vt 0.25
        vn 0 0 1
        usemtl red paint
        s off
        f 1/1/1 2//1 \\
          -2/1 4
        """);
    TexturedMesh m = ObjFile.read(file);
    assertThat(m.mesh().triangles()).containsExactly(0, 1, 2, 0, 2, 3);
    assertThat(m.pages().get(0).rgb()).containsExactly(-1, 0, 0);
    assertThat(m.uv()[0]).isEqualTo(0.25f);
  }

  @Test
  void aLibraryOutsideOfTheFolderIsNotOpened() throws IOException {
    Files.writeString(folder.resolve("secret.mtl"), "newmtl a\nKd 1 0 0\n");
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path file = inner.resolve("o.obj");
    Files.writeString(
        file, "mtllib ../secret.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nf 1/1 2/1 3/1\n");
    assertThat(ObjFile.read(file).hasTexture()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v 0 0",
        "v 0 0 inf",
        "v 0 0 1e300",
        "v 0 0 0|f 1 1 2",
        "v 0 0 0|f 0 1 1",
        "v 0 0 0|f 1 1",
        "v 0 0 0|f -2 1 1",
        "v 0 0 0|f 1/1 1/1 1/1",
        "v 0 0 0|f 1 1 99999999999999",
        "v 0 0 0|%PDF-1.4"
      })
  void rubbishIsTold(String text) throws IOException {
    Path file = folder.resolve("r.obj");
    Files.writeString(file, text.replace('|', '\n'));
    assertThatThrownBy(() -> ObjFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("r.obj: ");
  }

  static void assertPicturesAlike(TexturedMesh a, TexturedMesh b, int page) {
    byte[] p = a.pages().get(page).rgb();
    byte[] q = b.pages().get(page).rgb();
    assertThat(p).hasSameSizeAs(q);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs((p[i] & 0xff) - (q[i] & 0xff));
    }
    assertThat(sum / p.length).isLessThan(3);
  }

  private static org.assertj.core.data.Offset<Float> offset(float d) {
    return org.assertj.core.data.Offset.offset(d);
  }
}
