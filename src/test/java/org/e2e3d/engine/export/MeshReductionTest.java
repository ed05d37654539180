package org.e2e3d.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.e2e3d.engine.io.SampleModels;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;

final class MeshReductionTest {
  @Test
  void facesBecomeFewerAndVerticesKeepTheirPlacesAndColours() {
    TriangleMesh full = SampleModels.sphere(80, 80);
    MeshReduction.Reduced reduced = MeshReduction.reduce(full, 2000);
    TriangleMesh m = reduced.mesh();
    assertThat(m.faceCount()).isBetween(1000, 2000);
    assertThat(reduced.error()).isBetween(1e-5, 0.05);
    assertThat(reduced.kept()).hasSize(m.vertexCount());
    for (int v = 0; v < m.vertexCount(); v++) {
      for (int k = 0; k < 3; k++) {
        int from = 3 * reduced.kept()[v] + k;
        assertThat(m.xyz()[3 * v + k]).isEqualTo(full.xyz()[from]);
        assertThat(m.rgb()[3 * v + k]).isEqualTo(full.rgb()[from]);
      }
    }
  }

  @Test
  void aSmallMeshIsLeftAsItIs() {
    TriangleMesh full = SampleModels.sphere(4, 6);
    MeshReduction.Reduced same = MeshReduction.reduce(full, 1000);
    assertThat(same.mesh().faceCount()).isEqualTo(full.faceCount());
    assertThat(same.error()).isZero();
  }

  @Test
  void muchTooFewFacesStillLeaveTheLargestPiece() {
    TriangleMesh m = MeshReduction.reduce(SampleModels.sphere(80, 80), 60).mesh();
    assertThat(m.faceCount()).isBetween(20, 80);
    for (int axis = 0; axis < 3; axis++) {
      assertThat(extent(m.xyz(), axis)).isBetween(1.5, 2.1);
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
}
