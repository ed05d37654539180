package org.e2e3d.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.e2e3d.engine.dense.DepthMapFile;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sheet of 32 x 32 squares of side 0.1 at z = 4, which faces a camera at the origin. */
final class SmallHolesTest {
  private static final int SIDE = 32;
  private static final double SQUARE = 0.1;
  private static final double DEPTH = 4;

  @TempDir Path folder;

  @Test
  void aHoleIsClosedWithTheOrientationOfWhatIsAround() {
    TriangleMesh torn = sheet(10, 14, 9, 15);
    SmallHoles holes = new SmallHoles(torn);
    assertThat(holes.count()).isEqualTo(1);
    TriangleMesh whole = holes.with(new boolean[] {true});
    MeshChecks.assertSound(whole);
    assertThat(MeshChecks.borderEdges(whole)).isEqualTo(4 * SIDE);
    assertThat(area(whole)).isCloseTo(area(sheet(0, 0, 0, 0)), within(1e-4));
    assertThat(holes.with(new boolean[] {false}).triangles()).isEqualTo(torn.triangles());
  }

  @Test
  void aWideHoleAndTheOutlineOfTheWholeAreLeft() {
    assertThat(new SmallHoles(sheet(4, 24, 4, 24)).count()).isZero();
  }

  @Test
  void noEdgeGetsAThirdFace() {
    // three corners of a cube, open to the outside: every diagonal of the rim is an edge already
    float[] xyz = {1, 0, 0, 0, 1, 0, 0, 0, 1, -1, -1, -1};
    TriangleMesh mesh = new TriangleMesh(xyz, new int[] {0, 1, 2, 0, 3, 1, 1, 3, 2}, new byte[0]);
    SmallHoles holes = new SmallHoles(mesh);
    boolean[] closed = new boolean[holes.count()];
    Arrays.fill(closed, true);
    MeshChecks.assertSound(holes.with(closed));
    assertThat(holes.with(closed).faceCount()).isEqualTo(4);
  }

  @Test
  void aHoleOfWhichNothingIsKnownIsClosed() throws Exception {
    TriangleMesh torn = sheet(10, 14, 10, 14);
    assertThat(MeshChecks.borderEdges(closed(torn, 0))).isEqualTo(4 * SIDE);
  }

  @Test
  void anOpeningThatAViewLooksThroughStaysOpen() throws Exception {
    TriangleMesh torn = sheet(10, 14, 10, 14);
    assertThat(closed(torn, 2 * DEPTH).triangles()).isEqualTo(torn.triangles());
  }

  /**
   * @param behind the depth that the view has in the hole
   */
  private TriangleMesh closed(TriangleMesh torn, double behind) throws Exception {
    int size = 200;
    Camera camera = Camera.pinhole(1, size, size, 200, 200, 100, 100);
    float[] depth = new float[size * size];
    for (int i = 0; i < depth.length; i++) {
      double x = (i % size + 0.5 - 100) / 200 * DEPTH / SQUARE + SIDE / 2.0;
      double y = (i / size + 0.5 - 100) / 200 * DEPTH / SQUARE + SIDE / 2.0;
      boolean hole = x >= 10 && x < 14 && y >= 10 && y < 14;
      depth[i] = (float) (hole ? behind : DEPTH);
    }
    float[] sure = new float[depth.length];
    Arrays.fill(sure, 1);
    Pose pose = Pose.fromCentre(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new double[3]);
    Path file = folder.resolve("view0.depth");
    DepthMapFile.write(file, new DepthMap(0, camera, pose, depth, new float[0], sure));
    return HoleClosing.close(torn, List.of(file), 0.05, TestStageContext.in(folder));
  }

  private static double area(TriangleMesh mesh) {
    return IntStream.range(0, mesh.faceCount()).mapToDouble(mesh::area).sum();
  }

  /** Without the squares from x0 up to x1 and from y0 up to y1. */
  private static TriangleMesh sheet(int x0, int x1, int y0, int y1) {
    int n = SIDE + 1;
    float[] xyz = new float[3 * n * n];
    for (int v = 0; v < n * n; v++) {
      xyz[3 * v] = (float) (SQUARE * (v % n - SIDE / 2));
      xyz[3 * v + 1] = (float) (SQUARE * (v / n - SIDE / 2));
      xyz[3 * v + 2] = (float) DEPTH;
    }
    int[] t =
        IntStream.range(0, SIDE * SIDE)
            .filter(q -> q % SIDE < x0 || q % SIDE >= x1 || q / SIDE < y0 || q / SIDE >= y1)
            .flatMap(
                q -> {
                  int v = q / SIDE * n + q % SIDE;
                  return IntStream.of(v, v + n + 1, v + 1, v, v + n, v + n + 1);
                })
            .toArray();
    return MeshCleaning.clean(new TriangleMesh(xyz, t, new byte[0]));
  }
}
