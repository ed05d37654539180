package org.e2e3d.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.map.LensChoice;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.testing.SceneLayout;
import org.e2e3d.testing.SyntheticScene;
import org.e2e3d.testing.SyntheticSceneBuilder;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts that break mappers; tolerances in units of scenes some six wide. */
final class MappingLayoutsTest {
  private static final Camera LENS = Camera.radial(0, 1600, 1200, 1450, -0.1, 0.04);
  private static final Camera FISHEYE =
      new Camera(
          0,
          CameraModel.OPENCV_FISHEYE,
          1600,
          1200,
          620,
          620,
          806,
          593,
          -0.03,
          0.012,
          -0.004,
          0.0005,
          0,
          0);

  @TempDir Path folder;

  private SparseModel map(SyntheticScene scene, LensChoice lens) {
    MappingOptions usual = MappingOptions.of(Preset.MEDIUM);
    MappingOptions options =
        new MappingOptions(usual.tolerances(), 3, 5, true, usual.useGps(), lens);
    return new Mapping(options, TestStageContext.in(folder))
        .run(scene.photos(), scene.features(), scene.graph());
  }

  @ParameterizedTest
  @EnumSource(
      value = LensChoice.class,
      names = {"FISHEYE", "AUTO"})
  void aFisheyeInARoomIsCalibrated(LensChoice choice) {
    SyntheticSceneBuilder scene =
        SyntheticScene.withSeed(21).views(14).points(1200).noise(0.4).wrongMatches(0.05);
    // with AUTO it is known by the focal length that metadata tell
    scene = choice == LensChoice.AUTO ? scene.focalTold(1.08) : scene;
    SyntheticScene room = scene.layout(SceneLayout.ROOM).lens(FISHEYE).build();
    SparseModel model = map(room, choice);
    assertThat(model.views()).hasSize(14);
    Camera found = model.cameras().get(0);
    assertThat(found.isFisheye()).isTrue();
    assertThat(found.fx()).isCloseTo(620, within(2.0));
    assertThat(found.cx()).isCloseTo(806, within(2.0));
    double[] a = new double[2];
    double[] b = new double[2];
    found.project(2, 1, 1, a); // 66 degrees off the axis
    FISHEYE.project(2, 1, 1, b);
    assertThat(a).containsExactly(b, within(2.0));
    ModelErrors errors = ModelErrors.of(model, room);

    assertThat(errors.maxCentre()).isLessThan(0.01);
    assertThat(errors.maxRotation()).isLessThan(0.2);
  }

  private static SyntheticScene inRoom(long seed, Camera lens) {
    return SyntheticScene.withSeed(seed)
        .views(24)
        .points(2400)
        .noise(0.2)
        .lens(lens)
        .focalTold(1.05)
        .layout(SceneLayout.ROOM)
        .build();
  }

  @Test
  void brownsTermsAreFoundWhereTheyAreAndNowhereElse() {
    for (double p1 : new double[] {0, 0.004}) {
      Camera lens =
          new Camera(
              0,
              CameraModel.OPENCV,
              1600,
              1200,
              950,
              950,
              800,
              600,
              -0.05,
              0.01,
              0,
              0,
              p1,
              -p1 / 2);
      SyntheticScene scene = inRoom(22, lens);
      Camera found = map(scene, LensChoice.AUTO).cameras().get(0);
      if (p1 == 0) {
        assertThat(found.model()).isEqualTo(CameraModel.RADIAL);
      } else {
        assertThat(found.model()).isEqualTo(CameraModel.OPENCV);
        assertThat(found.p1()).isCloseTo(p1, within(8e-4));
        assertThat(found.p2()).isCloseTo(-p1 / 2, within(8e-4));
      }
    }
  }

  @Test
  void thePrincipalPointMovesWhereTheDataFixItAndNowhereElse() {
    Camera shifted =
        new Camera(0, CameraModel.RADIAL, 1600, 1200, 950, 950, 820, 585, -0.05, 0.01, 0, 0, 0, 0);
    Camera found = map(inRoom(23, shifted), LensChoice.AUTO).cameras().get(0);
    assertThat(found.cx()).isCloseTo(820, within(3.0));
    assertThat(found.cy()).isCloseTo(585, within(3.0));
    // few, noisy points that all views see from nearly one side tell it from a turn by too little
    SyntheticScene narrow =
        SyntheticScene.withSeed(24).views(6).points(400).arc(25).noise(1).lens(shifted).build();
    Camera held = map(narrow, LensChoice.AUTO).cameras().get(0);
    assertThat(held.cx()).isEqualTo(800);
    assertThat(held.cy()).isEqualTo(600);
  }

  @ParameterizedTest
  @EnumSource(
      value = LensChoice.class,
      names = {"PINHOLE", "SIMPLE_RADIAL", "RADIAL", "BROWN"})
  void theModelAskedForIsFitted(LensChoice choice) {
    SyntheticScene scene = SyntheticScene.withSeed(25).views(8).points(400).noise(0.3).build();
    CameraModel expected =
        switch (choice) {
          case PINHOLE -> CameraModel.SIMPLE_PINHOLE;
          case SIMPLE_RADIAL -> CameraModel.SIMPLE_RADIAL;
          case BROWN -> CameraModel.OPENCV;
          default -> CameraModel.RADIAL;
        };
    assertThat(map(scene, choice).cameras().get(0).model()).isEqualTo(expected);
  }

  @Test
  void aFacadeIsMapped() {
    SyntheticScene scene =
        SyntheticScene.withSeed(26)
            .views(12)
            .points(700)
            .noise(0.4)
            .wrongMatches(0.05)
            .lens(LENS)
            .focalTold(1.03)
            .layout(SceneLayout.FACADE)
            .build();
    SparseModel model = map(scene, LensChoice.AUTO);
    assertThat(model.views()).hasSize(12);
    ModelErrors errors = ModelErrors.of(model, scene);
    assertThat(errors.maxCentre()).isLessThan(0.03);
    assertThat(errors.maxRotation()).isLessThan(0.3);
  }

  @Test
  void movingForwardIsMapped() {
    SyntheticScene scene =
        SyntheticScene.withSeed(27)
            .views(12)
            .points(1500)
            .noise(0.4)
            .wrongMatches(0.05)
            .lens(LENS)
            .layout(SceneLayout.STREET)
            .build();
    SparseModel model = map(scene, LensChoice.AUTO);
    assertThat(model.views()).hasSize(12);
    ModelErrors errors = ModelErrors.of(model, scene);
    assertThat(errors.maxCentre()).isLessThan(0.05);
    assertThat(errors.maxRotation()).isLessThan(0.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 2})
  void metadataWithTheWrongFocalLengthAreOverruled(double factor) {
    SyntheticScene scene =
        SyntheticScene.withSeed(28)
            .views(12)
            .points(700)
            .noise(0.4)
            .wrongMatches(0.05)
            .lens(LENS)
            .focalTold(factor)
            .build();
    SparseModel model = map(scene, LensChoice.AUTO);
    assertThat(model.views()).hasSize(12);
    assertThat(model.cameras().get(0).fx()).isCloseTo(1450, within(12.0));
    assertThat(ModelErrors.of(model, scene).maxCentre()).isLessThan(0.02);
  }

  @Test
  void twoUnrelatedScenesAreTwoModels() throws IOException {
    SyntheticScene large =
        SyntheticScene.withSeed(29).views(10).points(500).noise(0.4).lens(LENS).build();
    SyntheticScene small =
        SyntheticScene.withSeed(30).views(6).points(400).arc(120).noise(0.4).build();
    SyntheticScene both =
        small.beside(large).beside(SyntheticScene.withSeed(31).views(0).strangers(10).build());
    SparseModel model = map(both, LensChoice.AUTO);
    assertThat(model.views().stream().map(View::id))
        .containsExactlyElementsOf(IntStream.range(6, 16).boxed().toList());
    MappingReport report = SparseFile.readReport(folder);
    assertThat(report.components()).hasSize(2);
    assertThat(report.components().get(1))
        .containsExactlyElementsOf(small.photos().photos().stream().map(p -> p.name()).toList());
    assertThat(report.unregistered()).hasSize(16);
    assertThat(report.unregistered().stream().filter(e -> e.problem().equals("UNMATCHED")))
        .hasSize(10);
    assertThat(ModelErrors.of(model, both).maxCentre()).isLessThan(0.02);
  }

  @Test
  void theOrderOfThePhotographsDoesNotMatter() {
    SyntheticScene scene =
        SyntheticScene.withSeed(32).views(12).points(600).noise(0.4).lens(LENS).build();
    List<Integer> order = new ArrayList<>(IntStream.range(0, 12).boxed().toList());
    Collections.shuffle(order, new Random(5));
    SyntheticScene shuffled = scene.reordered(order);
    SparseModel model = map(shuffled, LensChoice.AUTO);
    assertThat(model.views()).hasSize(12);
    assertThat(model.cameras().get(0).fx()).isCloseTo(1450, within(10.0));
    assertThat(ModelErrors.of(model, shuffled).maxCentre()).isLessThan(0.02);
  }

  @Test
  void nearDuplicatesAndWholeCirclesAreMapped() {
    // forty views on a circle: neighbours are nearly the same picture
    SyntheticScene scene =
        SyntheticScene.withSeed(33).views(40).points(350).noise(0.4).lens(LENS).build();
    SparseModel model = map(scene, LensChoice.AUTO);
    assertThat(model.views()).hasSize(40);
    assertThat(ModelErrors.of(model, scene).maxCentre()).isLessThan(0.02);
  }
}
