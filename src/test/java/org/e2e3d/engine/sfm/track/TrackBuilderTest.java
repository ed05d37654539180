package org.e2e3d.engine.sfm.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.testing.SyntheticScene;
import org.junit.jupiter.api.Test;

final class TrackBuilderTest {

  private static FeatureSet set(int id, int n) {
    return new FeatureSet(
        id, new float[2 * n], new float[n], new float[n], new byte[0], new byte[3 * n]);
  }

  private static PairMatches pair(int a, int b, int[] fa, int[] fb) {
    return new PairMatches(a, b, fa, fb, PairMatches.Kind.GENERAL, new double[9]);
  }

  @Test
  void joinsMatchesAcrossPhotographs() {
    Tracks t =
        TrackBuilder.build(
            List.of(set(0, 3), set(1, 3), set(2, 3)),
            new MatchGraph(
                3,
                List.of(
                    pair(0, 1, new int[] {0, 1}, new int[] {2, 1}),
                    pair(1, 2, new int[] {2}, new int[] {0})),
                3));
    assertThat(t.size()).isEqualTo(2);
    assertThat(t.start()).containsExactly(0, 3, 5);
    assertThat(t.photo()).containsExactly(0, 1, 2, 0, 1);
    assertThat(t.feature()).containsExactly(0, 2, 0, 1, 1);
    assertThat(t.conflicts()).isZero();
  }

  @Test
  void leavesOutMatchesThatWouldPutTwoFeaturesOfAPhotographOnATrack() {
    Tracks t =
        TrackBuilder.build(
            List.of(set(0, 3), set(1, 3), set(2, 3)),
            new MatchGraph(
                3,
                List.of(
                    pair(0, 1, new int[] {0, 1}, new int[] {0, 1}),
                    pair(0, 2, new int[] {0, 2}, new int[] {0, 2}),
                    pair(1, 2, new int[] {1}, new int[] {0})),
                3));
    assertThat(t.conflicts()).isEqualTo(1);
    for (int i = 0; i < t.size(); i++) {
      for (int o = t.start()[i] + 1; o < t.start()[i + 1]; o++) {
        assertThat(t.photo()[o]).isGreaterThan(t.photo()[o - 1]);
      }
    }
  }

  @Test
  void mostTracksOfANoisySceneAreTrue() {
    SyntheticScene scene = SyntheticScene.withSeed(1).views(10).wrongMatches(0.05).build();
    Tracks t = TrackBuilder.build(scene.features(), scene.graph());
    int pure = 0;
    for (int i = 0; i < t.size(); i++) {
      int first = scene.pointOf()[t.photo()[t.start()[i]]][t.feature()[t.start()[i]]];
      boolean same = first >= 0;
      for (int o = t.start()[i]; o < t.start()[i + 1]; o++) {
        same &= scene.pointOf()[t.photo()[o]][t.feature()[o]] == first;
      }
      pure += same ? 1 : 0;
    }
    assertThat(pure).isGreaterThan((int) (0.5 * t.size()));
  }
}
