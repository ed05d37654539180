package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.e2e3d.engine.scene.Camera;
import org.junit.jupiter.api.Test;

/** A textured wall at depth 2, seen from x = 0 and x = 0.1. */
final class CompletionTest {
  private static final Camera CAMERA = DenseScenes.smallCamera();
  private static final int N = CAMERA.width() * CAMERA.height();
  private static final int MIDDLE = 24 * CAMERA.width() + 30;

  private static CoarseView view(int id, double x, float inverse, int confirmed) {
    PlaneField field = new PlaneField(CAMERA.width(), CAMERA.height());
    Arrays.fill(field.inverse, inverse);
    Arrays.fill(field.cost, 0.4f);
    int[] bits = new int[N];
    Arrays.fill(bits, confirmed);
    return new CoarseView(
        new DenseView(id, "view" + id, CAMERA, DenseScenes.at(x)), 0, field, bits);
  }

  private static boolean[] carry(CoarseView own, CoarseView... others) {
    return new Completion(own, PatchScorerTest.wall()).carry(others);
  }

  @Test
  void takesTheConfirmedPlaneOfAnotherView() {
    CoarseView own = view(0, 0, 0.3f, 0b1);
    boolean[] changed = carry(own, null, view(1, 0.1, 0.5f, 0b11));
    assertThat(changed[MIDDLE]).isTrue();
    assertThat(own.field().inverse[MIDDLE]).isEqualTo(0.5f);
    assertThat(own.field().cost[MIDDLE]).isLessThan(0.05f);
  }

  @Test
  void leavesWhatIsConfirmedAlone() {
    CoarseView own = view(0, 0, 0.49f, 0b11);
    assertThat(carry(own, view(1, 0.1, 0.5f, 0b11))).containsOnly(false);
  }

  @Test
  void takesNothingTheOthersAreNotSureOf() {
    CoarseView own = view(0, 0, 0.3f, 0);
    assertThat(carry(own, view(1, 0.1, 0.5f, 0b1))).containsOnly(false);
  }

  @Test
  void takesNothingThePhotographsSpeakAgainst() {
    CoarseView own = view(0, 0, 0.3f, 0);
    boolean[] changed = carry(own, view(1, 0.1, 0.7f, 0b11));
    assertThat(changed[MIDDLE]).isFalse();
  }

  @Test
  void aSlantedPlaneIsTheSameFromBothViews() {
    // inverse depth 0.5 on the axis of view 0 and rising to the right: the plane 0.5 z + 0.12 x = 1
    CoarseView own = view(0, 0, 0.3f, 0);
    CoarseView other = view(1, 0.1, 0, 0b11);
    double slope = 0.12 / CAMERA.fx();
    for (int i = 0; i < N; i++) {
      double x = i % CAMERA.width() + 0.5 - CAMERA.cx();
      // seen from x = 0.1 the plane is 0.5 z + 0.12 (x' + 0.1) = 1
      other.field().inverse[i] = (float) ((0.5 + slope * x) / (1 - 0.012));
      other.field().slopeX[i] = (float) (slope / (1 - 0.012));
    }
    boolean[] changed = new Completion(own, anything()).carry(new CoarseView[] {other});
    assertThat(changed[MIDDLE]).isTrue();
    double x = 30.5 - CAMERA.cx();
    assertThat(own.field().inverse[MIDDLE])
        .isCloseTo((float) (0.5 + slope * x), org.assertj.core.data.Offset.offset(1e-5f));
    assertThat(own.field().slopeX[MIDDLE])
        .isCloseTo((float) slope, org.assertj.core.data.Offset.offset(1e-7f));
  }

  /** Images that look alike whatever the plane: a ramp. */
  private static PatchScorer anything() {
    float[] ramp = new float[N];
    for (int i = 0; i < N; i++) {
      ramp[i] = 20 + 3 * (i % CAMERA.width());
    }
    PatchScorer.Source source =
        new PatchScorer.Source(
            ramp,
            CAMERA.width(),
            CAMERA.height(),
            RelativeView.of(CAMERA, DenseScenes.at(0), CAMERA, DenseScenes.at(0.1)));
    return new PatchScorer(
        ramp, CAMERA.width(), CAMERA.height(), new PatchScorer.Source[] {source}, 4, 2);
  }
}
