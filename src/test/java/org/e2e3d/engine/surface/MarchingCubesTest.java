package org.e2e3d.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;

final class MarchingCubesTest {

  @Test
  void anySignsGiveAClosedSurface() {
    // random signs meet every pattern and every ambiguous face; a rim of outside closes it
    VoxelGrid grid = new VoxelGrid(1, new long[] {VoxelGrid.key(0, 0, 0), VoxelGrid.key(1, 0, 0)});
    Random random = new Random(5);
    for (int b = 0; b < 2; b++) {
      for (int i = 0; i < VoxelGrid.VOLUME; i++) {
        int x = (i & 7) + 8 * b;
        int y = i >> 3 & 7;
        int z = i >> 6;
        boolean rim = x == 0 || y == 0 || z == 0 || x == 15 || y == 7 || z == 7;
        grid.distance(b)[i] = rim || random.nextBoolean() ? 1 : -1;
        grid.weight(b)[i] = 1;
      }
    }
    TriangleMesh mesh = SurfaceExtraction.extract(grid, 0.5, 2, key -> true).mesh();
    assertThat(mesh.faceCount()).isGreaterThan(500);
    assertThat(MeshChecks.borderEdges(mesh)).isZero();
    MeshChecks.assertSound(MeshCleaning.clean(mesh));
  }

  @Test
  void aSingleInsideSampleGivesAnOctahedron() {
    VoxelGrid grid = new VoxelGrid(1, new long[] {VoxelGrid.key(-1, 0, 0)});
    java.util.Arrays.fill(grid.distance(0), 1f);
    java.util.Arrays.fill(grid.weight(0), 1f);
    grid.distance(0)[(3 * 8 + 3) * 8 + 3] = -1;
    TriangleMesh mesh = SurfaceExtraction.extract(grid, 0.5, 1, key -> true).mesh();
    MeshChecks.assertSound(mesh);
    assertThat(mesh.vertexCount()).isEqualTo(6);
    assertThat(mesh.faceCount()).isEqualTo(8);
    assertThat(MeshChecks.borderEdges(mesh)).isZero();
  }
}
