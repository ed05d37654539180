package org.e2e3d.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.e2e3d.engine.io.SampleModels;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.junit.jupiter.api.Test;

final class MeshReductionTest {
  @Test
  void facesBecomeFewerAndKeepWhatTheyShow() {
    TexturedMesh full = sphere();
    MeshReduction.Reduced reduced = MeshReduction.reduce(full, 2000);
    TexturedMesh m = reduced.model();
    assertThat(m.mesh().faceCount()).isBetween(1000, 2000);
    assertThat(m.uv()).hasSize(6 * m.mesh().faceCount());
    assertThat(reduced.error()).isBetween(1e-5, 0.05);
    // The texture's u tells the turn about the axis, v the height: both still fit the surface.
    float[] p = m.mesh().xyz();
    double worst = 0;
    for (int c = 0; c < m.mesh().triangles().length; c++) {
      int v = 3 * m.mesh().triangles()[c];
      double radius = Math.sqrt(sq(p[v] - 3) + sq(p[v + 1] + 2) + sq(p[v + 2] - 5));
      assertThat(radius).isBetween(0.97, 1.03);
      double height = Math.acos(Math.max(-1, Math.min(1, p[v + 2] - 5))) / Math.PI;
      worst = Math.max(worst, Math.abs(height - m.uv()[2 * c + 1]));
    }
    assertThat(worst).isLessThan(0.03);
  }

  @Test
  void aSmallModelIsLeftAsItIs() {
    TexturedMesh full = SampleModels.texturedSphere(4, 6);
    assertThat(MeshReduction.reduce(full, 1000).model()).isSameAs(full);
  }

  @Test
  void vertexColoursGoAlong() {
    TexturedMesh plain =
        new TexturedMesh(SampleModels.sphere(60, 60), new float[0], new int[0], List.of());
    TexturedMesh m = MeshReduction.reduce(plain, 800).model();
    assertThat(m.mesh().faceCount()).isBetween(400, 800);
    float[] p = m.mesh().xyz();
    byte[] rgb = m.mesh().rgb();
    for (int v = 0; v < m.mesh().vertexCount(); v++) {
      assertThat(rgb[3 * v + 2] & 255)
          .isEqualTo((int) Math.round(127.5 + 127.5 * (p[3 * v + 2] - 5)));
    }
  }

  @Test
  void anAtlasOfNothingButSeamsLeavesAModel() {
    TexturedMesh whole = sphere();
    float[] uv = new float[whole.uv().length];
    for (int f = 0; f < whole.mesh().faceCount(); f++) {
      float u = f % 120 / 120f;
      float v = f / 120 / 120f;
      float[] chart = {u, v, u + 0.005f, v, u, v + 0.005f};
      System.arraycopy(chart, 0, uv, 6 * f, 6);
    }
    TexturedMesh charts = new TexturedMesh(whole.mesh(), uv, whole.page(), whole.pages());
    TexturedMesh m = MeshReduction.reduce(charts, 200).model();
    assertThat(m.mesh().faceCount()).isPositive();
    for (int axis = 0; axis < 3; axis++) {
      assertThat(extent(m.mesh().xyz(), axis)).isBetween(1.9, 2.1);
    }
  }

  private static double extent(float[] xyz, int axis) {
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (int i = axis; i < xyz.length; i += 3) {
      least = Math.min(least, xyz[i]);
      most = Math.max(most, xyz[i]);
    }
    return most - least;
  }

  @Test
  void theSmallModelKeepsToItsBytes() {
    SmallModel s = SmallModel.of(noisy(), 5000, 150_000);
    long jpegs = s.jpegs().stream().mapToLong(j -> j.length).sum();
    assertThat(jpegs + 12L * s.model().mesh().faceCount()).isLessThan(150_000);
    assertThat(s.model().pages().get(0).width()).isLessThan(1024);
  }

  /** One page, one seam: u along the turn, v along the height. */
  private static TexturedMesh sphere() {
    TexturedMesh two = SampleModels.texturedSphere(80, 80);
    TexturePage page = new TexturePage(256, 256, new byte[3 * 256 * 256]);
    return new TexturedMesh(two.mesh(), two.uv(), new int[two.page().length], List.of(page));
  }

  private static TexturedMesh noisy() {
    byte[] rgb = new byte[3 * 1024 * 1024];
    new java.util.Random(7).nextBytes(rgb);
    TexturedMesh m = sphere();
    return new TexturedMesh(m.mesh(), m.uv(), m.page(), List.of(new TexturePage(1024, 1024, rgb)));
  }

  private static double sq(double v) {
    return v * v;
  }
}
