package org.e2e3d.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    assertThat(worst(mesh, sphere)).isLessThan(0.4 * FOOTPRINT);
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
  void aBoxKeepsItsEdges() {
    Solid box = Solid.box(0, 0, 0, 0.9, 0.7, 0.5);
    TriangleMesh mesh = run(SyntheticDepth.allRound(box, 24, 5));
    MeshChecks.assertSound(mesh);
    assertThat(MeshChecks.borderEdges(mesh)).isZero();
    assertThat(worst(mesh, box)).isLessThan(1.75 * FOOTPRINT);
    for (int axis = 0; axis < 3; axis++) {
      double half = axis == 0 ? 0.9 : axis == 1 ? 0.7 : 0.5;
      assertThat(extent(mesh, axis)).isBetween(half - 1.75 * FOOTPRINT, half + 1.75 * FOOTPRINT);
    }
  }

  @Test
  void noiseIsAveragedWithoutShrinking() {
    Solid sphere = Solid.sphere(0, 0, 0, 1);
    TriangleMesh mesh = run(SyntheticDepth.allRound(sphere, 24, 5).noise(1, 7));
    MeshChecks.assertSound(mesh);
    assertThat(mean(mesh, sphere)).isLessThan(0.4 * FOOTPRINT);
    assertThat(signedVolume(mesh)).isBetween(0.98 * 4.18879, 1.02 * 4.18879);
  }

  @Test
  void aDepthStepIsNotBridged() {
    Solid step = Solid.box(0, 0, -1, 1, 1, 0.05).and(Solid.box(0, 0, 1, 0.5, 0.5, 0.05));
    SyntheticDepth depth = new SyntheticDepth();
    for (int i = 0; i < 9; i++) {
      depth.look(step, new double[] {0.8 * (i % 3 - 1), 0.8 * (i / 3 - 1), 5});
    }
    TriangleMesh mesh = run(depth);
    MeshChecks.assertSound(mesh);
    for (int v = 0; v < mesh.vertexCount(); v++) {
      assertThat(mesh.xyz()[3 * v + 2])
          .satisfiesAnyOf(
              z -> assertThat(z).isGreaterThan(0.8f), z -> assertThat(z).isLessThan(-0.8f));
    }
    assertThat(MeshChecks.pieces(mesh)).isEqualTo(2);
  }

  @Test
  void falseSurfacesOfOneViewVanish() {
    Solid sphere = Solid.sphere(0, 0, 0, 1);
    SyntheticDepth depth = SyntheticDepth.allRound(sphere, 24, 5);
    for (int view = 0; view < 24; view += 3) {
      depth.plant(view, 70, 55, 12, 3.2).plant(view, 5, 5, 10, 4.5);
    }
    TriangleMesh mesh = run(depth);
    MeshChecks.assertSound(mesh);
    assertThat(MeshChecks.pieces(mesh)).isEqualTo(1);
    assertThat(worst(mesh, sphere)).isLessThan(1.5 * FOOTPRINT);
  }

  @Test
  void aHoleInSeenSurfaceIsClosed() {
    Solid sphere = Solid.sphere(0, 0, 0, 1);
    TriangleMesh mesh =
        run(SyntheticDepth.allRound(sphere, 24, 5).blank(1, 0, 0, 0.15).blank(0, -1, 0, 0.1));
    MeshChecks.assertSound(mesh);
    assertThat(MeshChecks.borderEdges(mesh)).isZero();
    assertThat(worst(mesh, sphere)).isLessThan(2.5 * FOOTPRINT);
  }

  @Test
  void surfaceEndsWhereSightEnds() {
    Solid wall = Solid.box(0, 0, 0, 3, 3, 0.1);
    SyntheticDepth depth = new SyntheticDepth();
    for (int i = 0; i < 9; i++) {
      depth.look(wall, new double[] {0.8 * (i % 3 - 1), 0.8 * (i / 3 - 1), 5});
    }
    for (var map : depth.maps()) {
      for (int i = 0; i < map.depth().length; i++) {
        double[] p = SyntheticDepth.point(map, i);
        if (Math.abs(p[0]) > 1 || Math.abs(p[1]) > 1) {
          map.depth()[i] = 0;
          map.confidence()[i] = 0;
        }
      }
    }
    TriangleMesh mesh = run(depth);
    MeshChecks.assertSound(mesh);
    assertThat(MeshChecks.borderEdges(mesh)).isPositive();
    assertThat(extent(mesh, 0)).isBetween(1 - 3 * FOOTPRINT, 1 + 3 * FOOTPRINT);
    assertThat(extent(mesh, 1)).isBetween(1 - 3 * FOOTPRINT, 1 + 3 * FOOTPRINT);
    for (int v = 0; v < mesh.vertexCount(); v++) {
      assertThat(mesh.xyz()[3 * v + 2]).isCloseTo(0.1f, within((float) FOOTPRINT));
    }
  }

  @Test
  void noSkinIsSpannedBeforeTheSky() {
    Solid towers =
        Solid.box(0, 0, -1, 1.2, 0.3, 0.3)
            .and(Solid.box(-0.9, 0, 0, 0.3, 0.3, 1))
            .and(Solid.box(0.9, 0, 0, 0.3, 0.3, 1));
    SyntheticDepth depth = new SyntheticDepth();
    for (int i = 0; i < 9; i++) {
      depth.look(towers, new double[] {0.8 * (i % 3 - 1), -5, 0.8 * (i / 3 - 1)});
    }
    TriangleMesh mesh = run(depth);
    MeshChecks.assertSound(mesh);
    float[] p = mesh.xyz();
    for (int f = 0; f < mesh.faceCount(); f++) {
      double x = 0;
      double z = 0;
      for (int i = 3 * f; i < 3 * f + 3; i++) {
        x += p[3 * mesh.triangles()[i]] / 3;
        z += p[3 * mesh.triangles()[i] + 2] / 3;
      }
      assertThat(Math.abs(x) < 0.5 && z > -0.6).as("face %d between the towers", f).isFalse();
    }
  }

  @Test
  void theResultDoesNotDependOnThreads() {
    DenseModel dense =
        SyntheticDepth.allRound(Solid.box(0, 0, 0, 0.8, 0.6, 0.7), 12, 5)
            .noise(0.5, 3)
            .write(folder);
    SurfaceOptions options = SurfaceOptions.of(Preset.MEDIUM);
    TriangleMesh one =
        new SurfaceReconstruction(options, new TestStageContext(folder, 1, 1)).run(MODEL, dense);
    TriangleMesh three =
        new SurfaceReconstruction(options, new TestStageContext(folder, 3, 9)).run(MODEL, dense);
    assertThat(three.xyz()).isEqualTo(one.xyz());
    assertThat(three.triangles()).isEqualTo(one.triangles());
    assertThat(three.rgb()).isEqualTo(one.rgb());
  }

  @Test
  void aSmallBudgetCoarsensAndSaysSo() {
    DenseModel dense = SyntheticDepth.allRound(Solid.sphere(0, 0, 0, 1), 24, 5).write(folder);
    SurfaceOptions o = SurfaceOptions.of(Preset.MEDIUM);
    SurfaceOptions small = options(o.voxelScale(), 200, o.maxFaces());
    TestStageContext context = TestStageContext.in(folder);
    TriangleMesh mesh = new SurfaceReconstruction(small, context).run(MODEL, dense);
    MeshChecks.assertSound(mesh);
    assertThat(context.warnings()).extracting("code").containsExactly("SURFACE_COARSENED");
  }

  /** A hole that the cut closes runs across the parts' borders. */
  @Test
  void partsOfALatticeGiveTheSameSurfaceAsTheWhole() throws IOException {
    DenseModel dense =
        SyntheticDepth.allRound(Solid.sphere(0, 0, 0, 1), 12, 5)
            .blank(1, 0, 0, 0.15)
            .blank(0, 0.7, -0.7, 0.1)
            .write(folder);
    TestStageContext whole = TestStageContext.in(folder);
    TestStageContext divided = TestStageContext.in(folder);
    TriangleMesh one =
        new SurfaceReconstruction(options(0.6, 100_000, 5_000_000), whole).run(MODEL, dense);
    TriangleMesh parts =
        new SurfaceReconstruction(options(0.6, 1800, 5_000_000), divided).run(MODEL, dense);
    assertThat((int) whole.figures().get("surface.parts")).isEqualTo(1);
    assertThat((int) divided.figures().get("surface.parts")).isGreaterThan(2);
    assertThat(divided.warnings()).isEmpty();
    MeshChecks.assertSound(parts);
    assertThat(parts.faceCount()).isEqualTo(one.faceCount());
    assertThat(MeshChecks.borderEdges(parts)).isEqualTo(MeshChecks.borderEdges(one));
    assertThat(places(parts)).isEqualTo(places(one));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(f -> f.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  @Test
  void partsAreSimplifiedWithoutSeams() {
    Solid sphere = Solid.sphere(0, 0, 0, 1);
    DenseModel dense = SyntheticDepth.allRound(sphere, 12, 5).write(folder);
    TestStageContext context = TestStageContext.in(folder);
    TriangleMesh mesh =
        new SurfaceReconstruction(options(0.6, 1800, 3000), context).run(MODEL, dense);
    assertThat((int) context.figures().get("surface.parts")).isGreaterThan(2);
    assertThat(mesh.faceCount()).isBetween(2500, 3300);
    MeshChecks.assertSound(mesh);
    assertThat(MeshChecks.borderEdges(mesh)).isZero();
    assertThat(MeshChecks.pieces(mesh)).isEqualTo(1);
    assertThat(worst(mesh, sphere)).isLessThan(0.4 * FOOTPRINT);
  }

  private static SurfaceOptions options(double voxelScale, int maxBlocks, int maxFaces) {
    SurfaceOptions o = SurfaceOptions.of(Preset.MEDIUM);
    return new SurfaceOptions(
        voxelScale,
        maxBlocks,
        o.truncation(),
        o.freeWeight(),
        o.minWeight(),
        o.cellScale(),
        o.maxPoints(),
        o.minPiece(),
        o.smoothing(),
        o.farLimit(),
        maxFaces);
  }

  /** The vertices' places in a fixed order. */
  private static List<String> places(TriangleMesh mesh) {
    return IntStream.range(0, mesh.vertexCount())
        .mapToObj(
            v -> mesh.xyz()[3 * v] + " " + mesh.xyz()[3 * v + 1] + " " + mesh.xyz()[3 * v + 2])
        .sorted()
        .toList();
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

  private static double mean(TriangleMesh mesh, Solid solid) {
    double sum = 0;
    for (int v = 0; v < mesh.vertexCount(); v++) {
      sum +=
          Math.abs(solid.distance(mesh.xyz()[3 * v], mesh.xyz()[3 * v + 1], mesh.xyz()[3 * v + 2]));
    }
    return sum / mesh.vertexCount();
  }

  private static double extent(TriangleMesh mesh, int axis) {
    double most = 0;
    for (int v = 0; v < mesh.vertexCount(); v++) {
      most = Math.max(most, Math.abs(mesh.xyz()[3 * v + axis]));
    }
    return most;
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
