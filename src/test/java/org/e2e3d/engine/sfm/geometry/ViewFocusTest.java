package org.e2e3d.engine.sfm.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.testing.PhotographedScene;
import org.junit.jupiter.api.Test;

final class ViewFocusTest {
  @Test
  void camerasAroundAnObjectLookAtIt() {
    double[] target = {0.3, -0.2, 0.5};

    ViewFocus focus = ViewFocus.of(PhotographedScene.arc(12, 0, 330, 4, 30, target)).orElseThrow();

    assertThat(focus.point()).containsExactly(target, within(1e-9));
    assertThat(focus.distance()).isCloseTo(4, within(1e-9));
  }

  @Test
  void parallelAxesHaveNoFocus() {
    List<Pose> poses = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      poses.add(new Pose(1, 0.01 * (i % 3), 0.01 * (i / 3), 0, i % 3, i / 3.0, 0));
    }
    assertThat(ViewFocus.of(poses)).isEmpty();
  }

  @Test
  void camerasThatLookAwayFromEachOtherHaveNoFocus() {
    List<Pose> outward = new ArrayList<>();
    for (Pose pose : PhotographedScene.arc(12, 0, 330, 4, 10, new double[3])) {
      double[] r = pose.rotation();
      for (int k = 0; k < 3; k++) {
        r[k] = -r[k];
        r[6 + k] = -r[6 + k];
      }
      outward.add(Pose.fromCentre(r, pose.centre()));
    }
    assertThat(ViewFocus.of(outward)).isEmpty();
  }
}
