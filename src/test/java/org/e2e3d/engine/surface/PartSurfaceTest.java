package org.e2e3d.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;

/** Strips of squares along x; a part owns what lies before x = 10. */
final class PartSurfaceTest {
  private static final int SEAM = 10;

  @Test
  void verticesThatTheNeighbourHasTooAreTheSeam() {
    PartSurface part = part(strip(0, 20));
    assertThat(part.mesh().faceCount()).isEqualTo(2 * SEAM);
    assertSeam(part);
    assertThat(IntStream.range(0, part.seam().length).filter(v -> part.seam()[v]).count())
        .isEqualTo(2);
  }

  @Test
  void whatEndsWithinThePartIsDroppedIfItIsSmallAndWhatGoesOnIsKept() {
    assertThat(part(strip(2, 6)).withoutCrumbs(9).mesh().faceCount()).isZero();
    assertThat(part(strip(2, 6)).withoutCrumbs(8).mesh().faceCount()).isEqualTo(8);
    assertThat(part(strip(8, 12)).withoutCrumbs(9).mesh().faceCount()).isEqualTo(4);
  }

  @Test
  void simplifyingLeavesTheSeamWhereItIs() {
    PartSurface part = part(strip(0, 20)).simplified(4);
    assertThat(part.mesh().faceCount()).isBetween(1, 6);
    assertSeam(part);
    assertThat(IntStream.range(0, part.seam().length).filter(v -> part.seam()[v]).count())
        .isEqualTo(2);
  }

  private static void assertSeam(PartSurface part) {
    assertThat(part.seam()).hasSize(part.mesh().vertexCount());
    for (int v = 0; v < part.seam().length; v++) {
      assertThat(part.seam()[v]).isEqualTo(part.mesh().xyz()[3 * v] == SEAM);
    }
  }

  private static PartSurface part(TriangleMesh mesh) {
    boolean[] own = new boolean[mesh.faceCount()];
    for (int f = 0; f < own.length; f++) {
      own[f] = mesh.xyz()[3 * mesh.triangles()[3 * f]] < SEAM;
    }
    return PartSurface.of(mesh, own);
  }

  /** Squares from x0 to x1; the first corner of each face is one with the lesser x. */
  private static TriangleMesh strip(int x0, int x1) {
    int n = x1 - x0 + 1;
    float[] xyz = new float[6 * n];
    for (int i = 0; i < n; i++) {
      xyz[6 * i] = x0 + i;
      xyz[6 * i + 3] = x0 + i;
      xyz[6 * i + 4] = 1;
    }
    int[] t =
        IntStream.range(0, n - 1)
            .map(i -> 2 * i)
            .flatMap(v -> IntStream.of(v, v + 2, v + 3, v, v + 3, v + 1))
            .toArray();
    return new TriangleMesh(xyz, t, new byte[0]);
  }
}
