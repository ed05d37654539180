package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.junit.jupiter.api.Test;

final class GeometricFilterTest {
  private static final Camera CAMERA = DenseScenes.smallCamera();

  /** A wall at depth 2, seen from (x, 0, 0). */
  private static DepthMap wall(int id, double x) {
    int n = CAMERA.width() * CAMERA.height();
    float[] depth = new float[n];
    Arrays.fill(depth, 2);
    return new DepthMap(id, CAMERA, DenseScenes.at(x), depth, new float[3 * n], new float[n]);
  }

  @Test
  void confirmsWhatOthersSeeAndNotPlantedOutliers() {
    DepthMap map = wall(0, 0);
    int right = 24 * 64 + 32;
    int wrong = 20 * 64 + 30;
    map.depth()[wrong] = 1.8f;
    DepthMap[] others = {wall(1, 0.1), wall(2, -0.1), wall(3, 0.2)};
    GeometricFilter.Confirmed confirmed =
        new GeometricFilter(0.01, 1.5).confirm(map, 3, i -> others[i]);
    assertThat(confirmed.near()[right]).isEqualTo(0b111);
    assertThat(confirmed.near()[wrong]).isZero();
    assertThat(confirmed.close()[right]).isEqualTo(0b111);
  }

  @Test
  void depthsThatAgreeByAndLargeConfirmNearbyButNotClosely() {
    DepthMap map = wall(0, 0);
    int at = 24 * 64 + 32;
    map.depth()[at] = 2.015f;
    GeometricFilter.Confirmed confirmed =
        new GeometricFilter(0.01, 1.5).confirm(map, 1, i -> wall(1, 0.1));
    assertThat(confirmed.near()[at]).isEqualTo(1);
    assertThat(confirmed.close()[at]).isZero();
  }

  @Test
  void doesNotCountViewsThatLookElsewhereOrHaveNoDepth() {
    DepthMap map = wall(0, 0);
    DepthMap empty = wall(1, 0.1);
    Arrays.fill(empty.depth(), 0);
    DepthMap[] others = {wall(1, 50), empty, null};
    GeometricFilter.Confirmed confirmed =
        new GeometricFilter(0.01, 1.5).confirm(map, 3, i -> others[i]);
    assertThat(confirmed.near()).containsOnly(0);
  }
}
