package org.e2e3d.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.dense.DenseModel;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SurfaceReconstructionTest {
  private static final SparseModel MODEL =
      new SparseModel(
          List.of(),
          List.of(),
          new SparsePoints(
              new double[0],
              new byte[0],
              new float[0],
              new int[1],
              new int[0],
              new int[0],
              new float[0]),
          Optional.empty());

  /** Size of a pixel at distance 5, where the test cameras stand from the origin. */
  private static final double FOOTPRINT = 5 / SyntheticDepth.FOCAL;

  @TempDir Path folder;

  @Test
  void aSphereSeenAllRoundIsClosedAndTrue() throws Exception {
    Solid sphere = Solid.sphere(0, 0, 0, 1);
    TriangleMesh mesh = run(SyntheticDepth.allRound(sphere, 24, 5));
    MeshChecks.assertSound(mesh);
    assertThat(MeshChecks.borderEdges(mesh)).isZero();
    assertThat(MeshChecks.pieces(mesh)).isEqualTo(1);
    assertThat(worst(mesh, sphere)).isLessThan(0.25 * FOOTPRINT);
    assertThat(signedVolume(mesh)).isBetween(0.99 * 4.18879, 1.01 * 4.18879);
    TriangleMesh again = SurfaceReconstruction.read(folder);
    assertThat(again.xyz()).isEqualTo(mesh.xyz());
    assertThat(again.triangles()).isEqualTo(mesh.triangles());
    assertThat(again.rgb()).isEqualTo(mesh.rgb());
  }

  @Test
  void coloursComeFromTheCloud() {
    TriangleMesh mesh = run(SyntheticDepth.allRound(Solid.sphere(0, 0, 0, 1), 24, 5));
    for (int v = 0; v < mesh.vertexCount(); v++) {
      if (Math.abs(mesh.xyz()[3 * v]) > 0.2) {
        assertThat(mesh.rgb()[3 * v] & 255).isEqualTo(mesh.xyz()[3 * v] > 0 ? 200 : 50);
      }
    }
  }

  @Test
  void noDepthAtAllIsNoSurface() {
    assertThatThrownBy(() -> run(new DenseModel(emptyCloud(), List.of())))
        .isInstanceOfSatisfying(
            ReconstructionException.class,
            e -> {
              assertThat(e.code()).isEqualTo(FailureCode.NO_SURFACE);
              assertThat(e.advice()).isNotBlank();
            });
  }

  private TriangleMesh run(SyntheticDepth depth) {
    return run(depth.write(folder));
  }

  private TriangleMesh run(DenseModel dense) {
    return new SurfaceReconstruction(SurfaceOptions.of(Preset.MEDIUM), TestStageContext.in(folder))
        .run(MODEL, dense);
  }

  private static PointCloud emptyCloud() {
    return new PointCloud(new float[0], new float[0], new byte[0], new float[0]);
  }

  private static double worst(TriangleMesh mesh, Solid solid) {
    double worst = 0;
    for (int v = 0; v < mesh.vertexCount(); v++) {
      double d = solid.distance(mesh.xyz()[3 * v], mesh.xyz()[3 * v + 1], mesh.xyz()[3 * v + 2]);
      worst = Math.max(worst, Math.abs(d));
    }
    return worst;
  }

  /** Positive if faces are counter-clockwise seen from outside. */
  private static double signedVolume(TriangleMesh mesh) {
    double sum = 0;
    float[] p = mesh.xyz();
    for (int f = 0; f < mesh.faceCount(); f++) {
      int a = 3 * mesh.triangles()[3 * f];
      int b = 3 * mesh.triangles()[3 * f + 1];
      int c = 3 * mesh.triangles()[3 * f + 2];
      sum +=
          p[a] * ((double) p[b + 1] * p[c + 2] - (double) p[b + 2] * p[c + 1])
              + p[a + 1] * ((double) p[b + 2] * p[c] - (double) p[b] * p[c + 2])
              + p[a + 2] * ((double) p[b] * p[c + 1] - (double) p[b + 1] * p[c]);
    }
    return sum / 6;
  }
}
