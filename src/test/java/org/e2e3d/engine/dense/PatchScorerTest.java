package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.e2e3d.engine.scene.Camera;
import org.junit.jupiter.api.Test;

final class PatchScorerTest {
  private static final int W = 64;
  private static final int H = 48;

  /** Noise, and the same noise as a wall at depth 2 shows it to a camera 0.1 to the right. */
  static PatchScorer wall() {
    SplittableRandom random = new SplittableRandom(1);
    float[] a = new float[W * H];
    for (int i = 0; i < a.length; i++) {
      a[i] = 1 + random.nextInt(255);
    }
    float[] b = new float[W * H];
    for (int y = 0; y < H; y++) {
      for (int x = 0; x + 3 < W; x++) {
        b[y * W + x] = a[y * W + x + 3]; // 60 * 0.1 / 2 = 3 pixels
      }
    }
    Camera c = DenseScenes.smallCamera();
    PatchScorer.Source s =
        new PatchScorer.Source(
            b, W, H, RelativeView.of(c, DenseScenes.at(0), c, DenseScenes.at(0.1)));
    return new PatchScorer(a, W, H, new PatchScorer.Source[] {s}, 4, 2);
  }

  @Test
  void truePlaneCostsNothingAndOthersMuch() {
    PatchScorer scorer = wall();
    assertThat(scorer.focus(30, 20)).isTrue();
    assertThat(scorer.costOverBest(0.5f, 0, 0)).isLessThan(0.02f);
    assertThat(scorer.costOverBest(0.7f, 0, 0)).isGreaterThan(0.3f);
    int chosen = scorer.choose(0.5f, 0, 0, 3, 0);
    assertThat(chosen & 15).isEqualTo(1);
    assertThat(scorer.costOver(chosen, 0.5f, 0, 0, 9)).isLessThan(0.02f);
  }

  @Test
  void planesOutsideTheOtherImageAreWorst() {
    PatchScorer scorer = wall();
    scorer.focus(30, 20);
    assertThat(scorer.costOverBest(8f, 0, 0)).isEqualTo(PatchScorer.WORST);
  }
}
