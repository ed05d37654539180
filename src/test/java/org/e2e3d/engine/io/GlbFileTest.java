package org.e2e3d.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GlbFileTest {
  /** z up becomes y up. */
  private static final double[] UPRIGHT = {1, 0, 0, 0, 0, 1, 0, -1, 0};

  @TempDir Path folder;

  @Test
  void aTexturedMeshComesBackTurnedUpright() throws IOException {
    TexturedMesh model = SampleModels.texturedSphere(6, 8);
    TexturedMesh back = roundTrip(model, SampleModels.jpegs(model));
    assertThat(back.mesh().faceCount()).isEqualTo(model.mesh().faceCount());
    assertThat(back.pages()).hasSize(2);
    int k = 0;
    for (int p = 0; p < 2; p++) {
      ObjFileTest.assertPicturesAlike(back, model, p);
      for (int f = 0; f < model.page().length; f++) {
        if (model.page()[f] == p) {
          assertThat(back.page()[k]).isEqualTo(p);
          assertThat(Arrays.copyOfRange(back.uv(), 6 * k, 6 * k + 6))
              .isEqualTo(Arrays.copyOfRange(model.uv(), 6 * f, 6 * f + 6));
          for (int c = 0; c < 3; c++) {
            assertUpright(model.mesh(), 3 * f + c, back.mesh(), 3 * k + c);
          }
          k++;
        }
      }
    }
  }

  @Test
  void aCompactModelComesBackToASixtyThousandth() throws IOException {
    TexturedMesh model = SampleModels.texturedSphere(6, 8);
    Path whole = folder.resolve("whole.glb");
    Path file = folder.resolve("m.glb");
    GlbFile.write(whole, model, SampleModels.jpegs(model), UPRIGHT);
    GlbFile.writeCompact(file, model, SampleModels.jpegs(model), UPRIGHT);
    TexturedMesh a = GlbFile.read(whole);
    TexturedMesh b = GlbFile.read(file);
    assertThat(b.mesh().triangles()).isEqualTo(a.mesh().triangles());
    assertThat(b.page()).isEqualTo(a.page());
    assertThat(b.mesh().xyz()).containsExactly(a.mesh().xyz(), Offset.offset(2f / 65535));
    assertThat(b.uv()).containsExactly(a.uv(), Offset.offset(1f / 65535));
    assertThat(Files.size(file)).isLessThan(Files.size(whole));
  }

  @Test
  void vertexColoursComeBackExactly() throws IOException {
    TriangleMesh mesh = SampleModels.sphere(16, 16);
    TexturedMesh back = roundTrip(SampleModels.untextured(mesh), List.of());
    assertThat(back.hasTexture()).isFalse();
    assertThat(back.mesh().rgb()).isEqualTo(mesh.rgb());
    assertThat(back.mesh().triangles()).isEqualTo(mesh.triangles());
    assertUpright(mesh, 77, back.mesh(), 77);
  }

  @Test
  void manyVerticesTakeWideIndices() throws IOException {
    TriangleMesh mesh = SampleModels.sphere(300, 256);
    TexturedMesh back = roundTrip(SampleModels.untextured(mesh), List.of());
    assertThat(back.mesh().triangles()).isEqualTo(mesh.triangles());
  }

  @Test
  void chunksAndViewsAreAligned() throws IOException {
    TexturedMesh model = SampleModels.texturedSphere(3, 5);
    Path file = folder.resolve("m.glb");
    GlbFile.write(file, model, SampleModels.jpegs(model), UPRIGHT);
    ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(b.getInt(8)).isEqualTo(b.capacity());
    int text = b.getInt(12);
    int binary = b.getInt(20 + text);
    assertThat(text % 4).isZero();
    assertThat(binary % 4).isZero();
    assertThat(20 + text + 8 + binary).isEqualTo(b.capacity());
    JsonNode json = new ObjectMapper().readTree(b.array(), 20, text);
    assertThat(json.path("buffers").path(0).path("byteLength").asInt()).isEqualTo(binary);
    for (JsonNode view : json.path("bufferViews")) {
      assertThat(view.path("byteOffset").asInt() % 4).isZero();
      assertThat(view.path("byteOffset").asInt() + view.path("byteLength").asInt())
          .isLessThanOrEqualTo(binary);
    }
    JsonNode position =
        json.path("accessors")
            .path(
                json.path("meshes")
                    .path(0)
                    .path("primitives")
                    .path(0)
                    .path("attributes")
                    .path("POSITION")
                    .asInt());
    // The sphere stands about (3, -2, 5); ring 0 and the first page's rings reach its top.
    assertThat(position.path("max").path(2).asDouble()).isCloseTo(6, Offset.offset(1e-3));
    assertThat(position.path("min").path(0).asDouble()).isBetween(2.0, 2.3);
  }

  @Test
  void everyCutIsTold() throws IOException {
    Path file = folder.resolve("m.glb");
    GlbFile.write(file, SampleModels.untextured(SampleModels.sphere(2, 3)), List.of(), UPRIGHT);
    byte[] whole = Files.readAllBytes(file);
    for (int n = 0; n < whole.length; n += 3) {
      byte[] cut = Arrays.copyOf(whole, n);
      Files.write(file, cut);
      assertThatThrownBy(() -> GlbFile.read(file)).isInstanceOf(MalformedFileException.class);
      if (n >= 12) {
        // The header may have been mended to the shorter length.
        ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(8, n);
        Files.write(file, cut);
        assertThatThrownBy(() -> GlbFile.read(file)).isInstanceOf(MalformedFileException.class);
      }
    }
  }

  @Test
  void anEmptyMeshIsRefused() {
    TriangleMesh none = new TriangleMesh(new float[3], new int[0], new byte[0]);
    Path file = folder.resolve("e.glb");
    assertThatThrownBy(() -> GlbFile.write(file, SampleModels.untextured(none), List.of(), UPRIGHT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private TexturedMesh roundTrip(TexturedMesh model, List<byte[]> jpegs) throws IOException {
    Path file = folder.resolve("m.glb");
    GlbFile.write(file, model, jpegs, UPRIGHT);
    return GlbFile.read(file);
  }

  private static void assertUpright(TriangleMesh a, int i, TriangleMesh b, int j) {
    int p = 3 * a.triangles()[i];
    int q = 3 * b.triangles()[j];
    assertThat(b.xyz()[q]).isCloseTo(a.xyz()[p], Offset.offset(2e-6f));
    assertThat(b.xyz()[q + 1]).isCloseTo(a.xyz()[p + 2], Offset.offset(2e-6f));
    assertThat(b.xyz()[q + 2]).isCloseTo(-a.xyz()[p + 1], Offset.offset(2e-6f));
  }
}
