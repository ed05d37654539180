package org.e2e3d.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.e2e3d.engine.io.GlbFile;
import org.e2e3d.engine.io.SampleModels;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SmallModelTest {
  private static final double[] AS_IT_IS = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {100_000, 150_000, 400_000})
  void theFileKeepsToItsBytesWhateverTheAtlas(long bytes) throws IOException {
    SmallModel s = SmallModel.of(everyFaceAChart(), 5000, bytes, 2);
    Path file = folder.resolve("small.glb");
    GlbFile.writeCompact(file, s.model(), s.jpegs(), AS_IT_IS);
    assertThat(Files.size(file)).isBetween(bytes / 4, bytes);
    assertThat(s.model().mesh().faceCount()).isBetween(500, 5000);
  }

  @Test
  void withoutTextureTheColoursGoAlong() throws IOException {
    TexturedMesh plain =
        new TexturedMesh(SampleModels.sphere(120, 120), new float[0], new int[0], List.of());
    SmallModel s = SmallModel.of(plain, 20_000, 120_000, 1);
    assertThat(s.model().mesh().hasColours()).isTrue();
    Path file = folder.resolve("small.glb");
    GlbFile.writeCompact(file, s.model(), s.jpegs(), AS_IT_IS);
    assertThat(Files.size(file)).isLessThanOrEqualTo(120_000);
  }

  /** Noise that JPEG cannot make small, and seams at every edge. */
  private static TexturedMesh everyFaceAChart() {
    TriangleMesh mesh = SampleModels.sphere(80, 80);
    float[] uv = new float[6 * mesh.faceCount()];
    for (int f = 0; f < mesh.faceCount(); f++) {
      float u = f % 120 / 120f;
      float v = f / 120 / 120f;
      float[] chart = {u, v, u + 0.005f, v, u, v + 0.005f};
      System.arraycopy(chart, 0, uv, 6 * f, 6);
    }
    byte[] rgb = new byte[3 * 1024 * 1024];
    new Random(7).nextBytes(rgb);
    return new TexturedMesh(
        mesh, uv, new int[mesh.faceCount()], List.of(new TexturePage(1024, 1024, rgb)));
  }
}
