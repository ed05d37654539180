package org.e2e3d.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.testing.EpipolarTruth;
import org.e2e3d.testing.SyntheticScene;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RepeatedTextureTest {
  @TempDir Path folder;

  private static double[] focals(SyntheticScene scene) {
    return scene.cameras().stream().mapToDouble(c -> c.fx()).toArray();
  }

  @Test
  void trueRotationsClose() {
    SyntheticScene scene = SyntheticScene.withSeed(51).views(12).points(500).noise(0.4).build();
    RotationCycles cycles =
        new RotationCycles(scene.photos().photos(), scene.features(), focals(scene));
    RotationCycles.Verdict verdict = cycles.judge(scene.graph().pairs());
    assertThat(verdict.triplets()).isGreaterThan(20);
    assertThat(verdict.inconsistent()).isZero();
    assertThat(verdict.suspects()).isEmpty();
  }

  /**
   * Opposite sides that look alike: view i + 6 is matched with what view i + 1 sees, as if it stood
   * there, turned a little.
   */
  private static SyntheticScene symmetric(SyntheticScene scene, int wrong) {
    List<PairMatches> pairs = new ArrayList<>(scene.graph().pairs());
    Random random = new Random(3);
    for (int i = 0; i < wrong; i++) {
      int a = i;
      int b = i + 6;
      pairs.removeIf(p -> p.a() == a && p.b() == b);
      int[] fa = new int[60];
      int[] fb = new int[60];
      Arrays.setAll(fa, k -> k);
      Arrays.setAll(fb, k -> (k * 2 + random.nextInt(2)) % scene.features().get(b).size());
      Pose there = scene.poses().get(i + 1);
      pairs.add(
          new PairMatches(
              a,
              b,
              fa,
              fb,
              PairMatches.Kind.GENERAL,
              EpipolarTruth.fundamental(
                  scene.cameras().get(a), scene.poses().get(a), scene.cameras().get(b), there)));
    }
    return new SyntheticScene(
        scene.cameras(),
        scene.poses(),
        scene.xyz(),
        scene.photos(),
        scene.features(),
        new MatchGraph(scene.graph().photos(), pairs, scene.graph().pairsTried()),
        scene.pointOf());
  }

  @Test
  void pairsOfDifferentSidesThatLookAlikeAreFoundOut() {
    SyntheticScene scene =
        symmetric(
            SyntheticScene.withSeed(52).views(12).points(500).noise(0.4).focalKnown().build(), 5);
    RepeatedTexture texture =
        new RepeatedTexture(scene.photos().photos(), scene.features(), scene.graph());
    RepeatedTexture.Finding alone = texture.examine(Optional.empty());
    assertThat(alone.cycles().suspects())
        .allSatisfy(p -> assertThat(p.b() - p.a()).isEqualTo(6))
        .isNotEmpty();
    TestStageContext context = TestStageContext.in(folder);
    new Mapping(MappingOptions.of(Preset.MEDIUM), context)
        .run(scene.photos(), scene.features(), scene.graph());
    assertThat((int) context.figure("sparse.contradictedPairs").orElseThrow()).isEqualTo(5);
    assertThat(context.warnings())
        .anySatisfy(
            w -> {
              assertThat(w.code()).isEqualTo("REPEATED_TEXTURE");
              assertThat(w.message()).contains("view000.jpg and view006.jpg");
            });
  }

  @Test
  void soundSetsAreNotSuspected() {
    SyntheticScene scene =
        SyntheticScene.withSeed(53).views(12).points(500).noise(0.4).wrongMatches(0.1).build();
    TestStageContext context = TestStageContext.in(folder);
    new Mapping(MappingOptions.of(Preset.MEDIUM), context)
        .run(scene.photos(), scene.features(), scene.graph());
    assertThat(context.warnings())
        .noneSatisfy(w -> assertThat(w.code()).isEqualTo("REPEATED_TEXTURE"));
  }
}
