package org.e2e3d.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.geometry.Rotations;
import org.e2e3d.engine.sfm.geometry.Similarity;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.testing.SyntheticScene;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MappingTest {
  private static final Camera DISTORTED = Camera.radial(0, 1600, 1200, 1450, -0.1, 0.04);

  @TempDir Path folder;

  private SparseModel map(SyntheticScene scene, TestStageContext context) {
    return new Mapping(MappingOptions.of(Preset.MEDIUM), context)
        .run(scene.photos(), scene.features(), scene.graph());
  }

  private SparseModel map(SyntheticScene scene) {
    return map(scene, TestStageContext.in(folder.resolve("sparse")));
  }

  /** Median and largest camera centre error after a similarity, in the truth's units. */
  private static double[] centreErrors(SparseModel model, SyntheticScene scene, boolean align) {
    int n = model.views().size();
    double[] found = new double[3 * n];
    double[] truth = new double[3 * n];
    for (int i = 0; i < n; i++) {
      View v = model.views().get(i);
      System.arraycopy(v.pose().centre(), 0, found, 3 * i, 3);
      System.arraycopy(scene.poses().get(v.id()).centre(), 0, truth, 3 * i, 3);
    }
    double[] one = new double[n];
    Arrays.fill(one, 1);
    Similarity s =
        align
            ? Similarity.fit(found, truth, one)
            : new Similarity(0.1, Rotations.exp(0, 0, 0), new double[3]);
    double[] errors = new double[n];
    for (int i = 0; i < n; i++) {
      s.apply(found, 3 * i);
      for (int j = 0; j < 3; j++) {
        errors[i] += Math.pow(found[3 * i + j] - truth[3 * i + j], 2);
      }
      errors[i] = Math.sqrt(errors[i]);
    }
    Arrays.sort(errors);
    return new double[] {errors[n / 2], errors[n - 1]};
  }

  @Test
  void mapsAnOrbitWithUnknownFocalLengthAndDistortion() {
    SyntheticScene scene =
        SyntheticScene.withSeed(1)
            .views(16)
            .points(900)
            .noise(0.4)
            .wrongMatches(0.08)
            .lens(DISTORTED)
            .build();
    SparseModel model = map(scene);
    assertThat(model.views()).hasSize(16);
    assertThat(model.cameras()).hasSize(1);
    assertThat(model.cameras().get(0).fx()).isCloseTo(1450, within(7.0));
    double[] errors = centreErrors(model, scene, true);
    assertThat(errors[0]).isLessThan(0.005); // of an orbit of radius 4
    assertThat(errors[1]).isLessThan(0.012);
    assertThat(model.points().size()).isGreaterThan(600);
  }

  @Test
  void theModelStandsUpright() {
    SyntheticScene scene = SyntheticScene.withSeed(2).views(12).points(500).noise(0.3).build();
    SparseModel model = map(scene);
    // the true world has z up; so must ours, up to a turn about z
    double tilt = 0;
    for (View v : model.views()) {
      double[] r =
          Rotations.multiply(
              Rotations.transpose(scene.poses().get(v.id()).rotation()), v.pose().rotation());
      tilt = Math.max(tilt, Math.acos(Math.min(1, r[8])));
    }
    assertThat(Math.toDegrees(tilt)).isLessThan(2);
    double distance =
        model.views().stream()
            .mapToDouble(v -> Math.sqrt(Arrays.stream(v.pose().centre()).map(c -> c * c).sum()))
            .average()
            .orElseThrow();
    assertThat(distance).isCloseTo(1, within(0.05));
  }

  @Test
  void threadsDoNotChangeTheResultAndTheCheckpointIsExact() throws IOException {
    SyntheticScene scene =
        SyntheticScene.withSeed(3).views(10).points(700).noise(0.5).wrongMatches(0.1).build();
    Path one = folder.resolve("one");
    SparseModel a = map(scene, new TestStageContext(one, 1, 5));
    SparseModel b = map(scene, new TestStageContext(folder.resolve("two"), 2, 5));
    assertThat(b.views()).isEqualTo(a.views());
    assertThat(b.cameras()).isEqualTo(a.cameras());
    assertThat(b.points().xyz()).containsExactly(a.points().xyz());
    SparseModel back = Mapping.read(one);
    assertThat(back.views()).isEqualTo(a.views());
    assertThat(back.cameras()).isEqualTo(a.cameras());
    assertThat(back.points().xyz()).containsExactly(a.points().xyz());
    assertThat(back.points().obsFeature()).containsExactly(a.points().obsFeature());
    assertThat(back.points().obsXy()).containsExactly(a.points().obsXy());
    assertThat(ColmapText.read(one).views()).hasSize(10);
    assertThat(SparseFile.readReport(one).points()).isEqualTo(a.points().size());
  }

  @Test
  void strangersAreLeftOutAndNamed() {
    SyntheticScene scene =
        SyntheticScene.withSeed(4).views(8).points(400).noise(0.4).strangers(4).build();
    TestStageContext context = TestStageContext.in(folder);
    assertThat(map(scene, context).views()).hasSize(8);
    assertThat(context.evidence())
        .hasSize(4)
        .allSatisfy(e -> assertThat(e.problem()).isEqualTo("UNMATCHED"));
    assertThat(context.progressReports()).isSorted();
  }

  @Test
  void theLargestOfSeveralComponentsIsTheResult() throws IOException {
    SyntheticScene scene =
        SyntheticScene.withSeed(5).views(15).points(700).noise(0.4).split().build();
    TestStageContext context = TestStageContext.in(folder);
    SparseModel model = map(scene, context);
    assertThat(model.views()).hasSize(10);
    MappingReport report = SparseFile.readReport(folder);
    assertThat(report.components()).hasSize(2);
    assertThat(report.components().get(1)).hasSize(5);
    assertThat(context.warnings())
        .anySatisfy(w -> assertThat(w.code()).isEqualTo("SEVERAL_COMPONENTS"));
    assertThat(context.evidence())
        .allSatisfy(e -> assertThat(e.problem()).isEqualTo("OTHER_COMPONENT"));
  }

  @Test
  void twoCamerasAreCalibratedEach() {
    SyntheticScene scene =
        SyntheticScene.withSeed(6)
            .views(16)
            .points(900)
            .noise(0.4)
            .lens(DISTORTED)
            .secondLens(Camera.radial(1, 1000, 1400, 1900, 0.02, 0))
            .build();
    SparseModel model = map(scene);
    assertThat(model.views()).hasSize(16);
    assertThat(model.cameras()).hasSize(2);
    assertThat(model.cameras().get(0).fx()).isCloseTo(1450, within(12.0));
    assertThat(model.cameras().get(1).fx()).isCloseTo(1900, within(16.0));
  }

  @Test
  void positionsPlaceTheModelInMetres() {
    SyntheticScene scene =
        SyntheticScene.withSeed(7).views(12).points(600).noise(0.4).gps(0.2).build();
    SparseModel model = map(scene);
    assertThat(model.geoReference()).isPresent();
    // one unit is ten metres; the origin is the median position, so compare the shape's size
    double[] aligned = centreErrors(model, scene, true);
    assertThat(aligned[0]).isLessThan(0.01);
    double[] a = model.views().get(0).pose().centre();
    double[] b = model.views().get(6).pose().centre();
    double[] p = scene.poses().get(0).centre();
    double[] q = scene.poses().get(6).centre();
    for (int j = 0; j < 3; j++) {
      assertThat(b[j] - a[j]).isCloseTo(10 * (q[j] - p[j]), within(0.8));
    }
  }

  @Test
  void aCameraThatOnlyTurnedIsToldApart() {
    SyntheticScene scene = SyntheticScene.withSeed(8).views(6).points(500).turning().build();
    assertThatThrownBy(() -> map(scene))
        .isInstanceOfSatisfying(
            ReconstructionException.class,
            e -> {
              assertThat(e.code()).isEqualTo(FailureCode.TOO_LITTLE_PARALLAX);
              assertThat(e.evidence()).hasSize(6);
            });
  }

  @Test
  void nothingInCommonIsToldWithEvidence() {
    SyntheticScene scene = SyntheticScene.withSeed(9).views(4).points(300).build();
    MatchGraph none = new MatchGraph(4, List.of(), 6);
    Mapping mapping = new Mapping(MappingOptions.of(Preset.MEDIUM), TestStageContext.in(folder));
    assertThatThrownBy(() -> mapping.run(scene.photos(), scene.features(), none))
        .isInstanceOfSatisfying(
            ReconstructionException.class,
            e -> {
              assertThat(e.code()).isEqualTo(FailureCode.NO_OVERLAP);
              assertThat(e.evidence())
                  .hasSize(4)
                  .allSatisfy(i -> assertThat(i.problem()).isEqualTo("UNMATCHED"));
            });
    PhotoSet two = new PhotoSet(scene.photos().photos().subList(0, 2), List.of());
    assertThatThrownBy(() -> mapping.run(two, scene.features().subList(0, 2), none))
        .isInstanceOfSatisfying(
            ReconstructionException.class,
            e -> assertThat(e.code()).isEqualTo(FailureCode.TOO_FEW_IMAGES));
  }
}
