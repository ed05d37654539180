package org.e2e3d.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.sfm.geometry.Rotations;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.testing.SceneLayout;
import org.e2e3d.testing.SyntheticScene;
import org.e2e3d.testing.SyntheticSceneBuilder;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Placement by positions; one unit of a synthetic scene is ten metres. */
final class GpsPlacementTest {
  private static final Camera LENS = Camera.radial(0, 1600, 1200, 1200, 0, 0);

  @TempDir Path folder;

  private SparseModel map(SyntheticScene scene, TestStageContext context) {
    return new Mapping(MappingOptions.of(Preset.MEDIUM), context)
        .run(scene.photos(), scene.features(), scene.graph());
  }

  private static SyntheticSceneBuilder survey(long seed, SceneLayout layout) {
    return SyntheticScene.withSeed(seed)
        .views(18)
        .points(900)
        .noise(0.4)
        .lens(LENS)
        .focalKnown()
        .layout(layout);
  }

  /** Scale and the angle to the true up, from the first to the last camera and their turn. */
  private static void isUprightAndInMetres(
      SparseModel model, SyntheticScene scene, double degrees, double share) {
    assertThat(model.geoReference()).isPresent();
    double tilt = 0;
    for (int i = 0; i < model.views().size(); i++) {
      double[] r =
          Rotations.multiply(
              Rotations.transpose(model.views().get(i).pose().rotation()),
              scene.poses().get(i).rotation());
      tilt = Math.max(tilt, Math.acos(Math.min(1, r[8])));
    }
    assertThat(Math.toDegrees(tilt)).isLessThan(degrees);
    double[] a = model.views().get(0).pose().centre();
    double[] b = model.views().get(17).pose().centre();
    double[] p = scene.poses().get(0).centre();
    double[] q = scene.poses().get(17).centre();
    assertThat(distance(a, b)).isCloseTo(10 * distance(p, q), within(share * distance(a, b)));
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < 3; j++) {
      sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void wrongPositionsAreNamedAndDoNotMoveTheModel() {
    SyntheticScene scene = survey(41, SceneLayout.SURVEY).gps(1.5).wrongGps(0.34).build();
    TestStageContext context = TestStageContext.in(folder);
    SparseModel model = map(scene, context);
    isUprightAndInMetres(model, scene, 2.5, 0.03);
    List<?> wrong = (List<?>) context.figure("sparse.gps.wrong").orElseThrow();
    assertThat(wrong).hasSize(7).hasToString(names(0, 7));
    assertThat(context.warnings())
        .anySatisfy(w -> assertThat(w.code()).isEqualTo("WRONG_POSITIONS"));
    double median = (double) context.figure("sparse.gps.medianResidual").orElseThrow();
    assertThat(median).isBetween(0.8, 3.5); // of a position off by 1.5 m an axis
    assertThat(model.geoReference().get().latitude()).isCloseTo(0, within(0.01));
  }

  private static String names(int from, int to) {
    String[] out = new String[to - from];
    Arrays.setAll(out, i -> String.format(java.util.Locale.ROOT, "view%03d.jpg", from + i));
    return Arrays.toString(out);
  }

  @Test
  void aFlightAlongALineIsTurnedUprightByItsCameras() {
    SyntheticScene scene = survey(42, SceneLayout.FLIGHT_LINE).gps(1).build();
    TestStageContext context = TestStageContext.in(folder);
    SparseModel model = map(scene, context);
    isUprightAndInMetres(model, scene, 6, 0.04); // its gimbal wobbles by three degrees
    assertThat(context.figure("sparse.gps.collinear")).contains(true);
  }

  @Test
  void positionsThatContradictTheCamerasAreNotUsed() {
    // errors as large as the scene
    SyntheticScene scene = survey(43, SceneLayout.SURVEY).gps(60).build();
    TestStageContext context = TestStageContext.in(folder);
    assertThat(map(scene, context).geoReference()).isEmpty();
    assertThat(context.figure("sparse.gps.used")).isEmpty();
  }
}
