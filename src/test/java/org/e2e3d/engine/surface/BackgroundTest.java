package org.e2e3d.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;
import org.e2e3d.testing.PhotographedScene;
import org.junit.jupiter.api.Test;

final class BackgroundTest {
  private static final Camera CAMERA = Camera.pinhole(0, 4, 1, 4, 4, 2, 0.5);
  private static final List<Pose> POSES = PhotographedScene.arc(8, 0, 315, 5, 20, new double[3]);

  @Test
  void depthsFarBehindTheFocusAreLeftOut() {
    Background background = new Background(model(5), 4);

    DepthMap near = background.without(map(5, 0, 19.9f, 20.1f));

    assertThat(near.depth()).containsExactly(5, 0, 19.9f, 0);
    assertThat(background.share()).isEqualTo(1 / 3.0);
  }

  @Test
  void aSubjectBehindTheFocusMovesTheLimit() {
    assertThat(new Background(model(12), 4).without(map(5, 0, 47.9f, 48.1f)).depth())
        .containsExactly(5, 0, 47.9f, 0);
  }

  @Test
  void zeroKeepsAll() {
    assertThat(new Background(model(5), 0).without(map(5, 0, 1, 1e6f)).depth())
        .containsExactly(5, 0, 1, 1e6f);
  }

  private static DepthMap map(float... depth) {
    return new DepthMap(3, CAMERA, POSES.get(3), depth, new float[0], new float[] {1, 0, 1, 1});
  }

  /** Each view sees one point, straight ahead at a depth. */
  private static SparseModel model(double depth) {
    List<View> views = new ArrayList<>();
    int n = POSES.size();
    double[] xyz = new double[3 * n];
    int[] start = new int[n + 1];
    int[] view = new int[n];
    for (int i = 0; i < n; i++) {
      views.add(new View(i, "view" + i, 0, POSES.get(i)));
      double[] r = POSES.get(i).rotation();
      for (int k = 0; k < 3; k++) {
        xyz[3 * i + k] = POSES.get(i).centre()[k] + depth * r[6 + k];
      }
      start[i + 1] = i + 1;
      view[i] = i;
    }
    SparsePoints points =
        new SparsePoints(
            xyz, new byte[3 * n], new float[n], start, view, new int[n], new float[2 * n]);
    return new SparseModel(List.of(CAMERA), views, points, Optional.empty());
  }
}
