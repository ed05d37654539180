package org.e2e3d.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;

final class MeshCleaningTest {
  private static final float[] SQUARE = {0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 5, 5, 5};

  @Test
  void degenerateAndDuplicateFacesAndUnusedVerticesGo() {
    TriangleMesh clean =
        clean(SQUARE, new int[] {0, 1, 2, 0, 2, 3, 2, 0, 1, 1, 1, 2, 3, 2, 0, 0, 0, 0});
    MeshChecks.assertSound(clean);
    assertThat(clean.faceCount()).isEqualTo(2);
    assertThat(clean.vertexCount()).isEqualTo(4);
    assertThat(MeshChecks.borderEdges(clean)).isEqualTo(4);
  }

  @Test
  void facesWithoutAreaGo() {
    float[] line = {0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0};
    TriangleMesh clean = clean(line, new int[] {0, 1, 2, 0, 1, 3});
    MeshChecks.assertSound(clean);
    assertThat(clean.faceCount()).isEqualTo(1);
  }

  @Test
  void threeFacesOnAnEdgeAreCutApart() {
    float[] fins = {0, 0, 0, 0, 0, 1, 1, 0, 0, -1, 1, 0, -1, -1, 0};
    TriangleMesh clean = clean(fins, new int[] {0, 1, 2, 0, 1, 3, 0, 1, 4});
    MeshChecks.assertSound(clean);
    assertThat(clean.faceCount()).isEqualTo(3);
  }

  @Test
  void fansThatMeetInOneVertexAreCutApart() {
    float[] bow = {0, 0, 0, 1, 0, 0, 1, 1, 0, -1, 0, 0, -1, -1, 0};
    TriangleMesh clean = clean(bow, new int[] {0, 1, 2, 0, 3, 4});
    MeshChecks.assertSound(clean);
    assertThat(clean.vertexCount()).isEqualTo(6);
  }

  @Test
  void smallPiecesThatAreHardlyMoreThanBorderGo() {
    // a square of a hundred units, a narrow ribbon and a small square beside it, seen from far away
    float[] xyz = new float[36];
    int[] t = new int[18];
    double[][] boxes = {{0, 0, 100, 100}, {110, 0, 1, 60}, {120, 0, 8, 8}};
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 4; k++) {
        xyz[12 * i + 3 * k] = (float) (boxes[i][0] + (k & 1) * boxes[i][2]);
        xyz[12 * i + 3 * k + 1] = (float) (boxes[i][1] + (k >> 1) * boxes[i][3]);
      }
      int[] two = {0, 1, 2, 2, 1, 3};
      for (int k = 0; k < 6; k++) {
        t[6 * i + k] = 4 * i + two[k];
      }
    }
    TriangleMesh mesh = new TriangleMesh(xyz, t, new byte[0]);
    boolean[] keep = {true, true, true, true, true, true};
    PieceSelection selection = new PieceSelection(new double[] {50, 50, 1e5});
    selection.dropSmall(new Surface(mesh, new boolean[6], keep.clone()), keep, 1, 0.002, 0);
    assertThat(keep).containsOnly(true);
    selection.dropSmall(new Surface(mesh, new boolean[6], keep.clone()), keep, 1, 0.002, 4);
    assertThat(keep).containsExactly(true, true, false, false, true, true);
  }

  @Test
  void farPiecesCountByTheImageAreaTheyTake() {
    float[] xyz = {0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 100, 2, 0, 100, 0, 2, 100};
    TriangleMesh two = new TriangleMesh(xyz, new int[] {0, 1, 2, 3, 4, 5}, new byte[0]);
    boolean[] keep = {true, true};
    new PieceSelection(new double[] {0, 0, 0})
        .dropSmall(new Surface(two, new boolean[2], keep.clone()), keep, 1, 0.05, 0);
    assertThat(keep).containsExactly(true, false);
  }

  @Test
  void simplificationKeepsShapeAndBorder() {
    int n = 60;
    float[] xyz = new float[3 * n * n];
    int[] faces = new int[6 * (n - 1) * (n - 1)];
    int at = 0;
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        int v = y * n + x;
        xyz[3 * v] = x;
        xyz[3 * v + 1] = y;
        xyz[3 * v + 2] = x < n / 2 ? 0 : x - n / 2;
        if (x + 1 < n && y + 1 < n) {
          for (int w : new int[] {v, v + 1, v + n + 1, v, v + n + 1, v + n}) {
            faces[at++] = w;
          }
        }
      }
    }
    TriangleMesh roof = new TriangleMesh(xyz, faces, new byte[0]);
    TriangleMesh simple = MeshCleaning.clean(MeshSimplification.simplify(roof, 300));
    MeshChecks.assertSound(simple);
    assertThat(simple.faceCount()).isBetween(2, 300);
    for (int v = 0; v < simple.vertexCount(); v++) {
      float x = simple.xyz()[3 * v];
      assertThat((double) simple.xyz()[3 * v + 2]).isEqualTo(Math.max(0, x - n / 2));
    }
    for (int corner : new int[] {0, n - 1, n * (n - 1), n * n - 1}) {
      assertThat(has(simple, xyz[3 * corner], xyz[3 * corner + 1])).isTrue();
    }
  }

  private static boolean has(TriangleMesh mesh, float x, float y) {
    for (int v = 0; v < mesh.vertexCount(); v++) {
      if (mesh.xyz()[3 * v] == x && mesh.xyz()[3 * v + 1] == y) {
        return true;
      }
    }
    return false;
  }

  private static TriangleMesh clean(float[] xyz, int[] faces) {
    return MeshCleaning.clean(new TriangleMesh(xyz, faces, new byte[0]));
  }
}
