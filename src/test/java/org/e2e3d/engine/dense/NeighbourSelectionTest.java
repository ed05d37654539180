package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.scene.SparsePoints;
import org.junit.jupiter.api.Test;

final class NeighbourSelectionTest {

  /** Points at depth 2 that all views see, and views beside one another. */
  private static NeighbourSelection beside(double... xs) {
    List<DenseView> views = new ArrayList<>();
    for (int i = 0; i < xs.length; i++) {
      views.add(new DenseView(10 + i, "v" + i, DenseScenes.smallCamera(), DenseScenes.at(xs[i])));
    }
    int n = 100;
    double[] xyz = new double[3 * n];
    int[] start = new int[n + 1];
    int[] seen = new int[n * xs.length];
    for (int p = 0; p < n; p++) {
      xyz[3 * p] = (p % 10 - 4.5) / 10;
      xyz[3 * p + 1] = (p / 10 - 4.5) / 10;
      xyz[3 * p + 2] = 2;
      for (int v = 0; v < xs.length; v++) {
        seen[p * xs.length + v] = 10 + v;
      }
      start[p + 1] = (p + 1) * xs.length;
    }
    return new NeighbourSelection(
        views,
        new SparsePoints(
            xyz,
            new byte[3 * n],
            new float[n],
            start,
            seen,
            new int[seen.length],
            new float[2 * seen.length]));
  }

  @Test
  void prefersBaselinesOfAboutTenDegrees() {
    // 0.6, 10, 60 degrees
    NeighbourSelection s = beside(0, 0.02, 0.35, 3.5);
    assertThat(s.neighboursOf(0, 1)).containsExactly(2);
  }

  @Test
  void prefersBothSidesToOne() {
    // two good ones on the right, hardly different, and one on the left that is as good
    NeighbourSelection s = beside(0, 0.35, 0.36, -0.35);
    assertThat(s.neighboursOf(0, 3)).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(s.pointsOf(0)).hasSize(100);
  }

  @Test
  void leavesOutViewsWithoutSharedPoints() {
    NeighbourSelection s = beside(0);
    assertThat(s.neighboursOf(0, 4)).isEmpty();
  }
}
