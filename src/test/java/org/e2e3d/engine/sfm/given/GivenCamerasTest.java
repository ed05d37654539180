package org.e2e3d.engine.sfm.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.image.Exposure;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.Mapping;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.testing.SyntheticScene;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scene of exact truth, given as COLMAP text. */
final class GivenCamerasTest {
  @TempDir Path temp;
  private TestStageContext context;
  private SyntheticScene scene;

  @BeforeEach
  void scene() {
    context = TestStageContext.in(temp.resolve("stage"));
    scene = SyntheticScene.withSeed(4).views(8).points(300).noise(0.2).build();
  }

  @Test
  void camerasAndPointsAreTakenAsTheyAre() throws IOException {
    SparseModel truth = truth(scene, scene.photos().photos());
    Path given = write(truth);
    assertThat(GivenCameras.standIn(given)).isTrue();
    assertThat(GivenCameras.havePoints(given)).isTrue();
    SparseModel taken = new GivenCameras(given, context).run(scene.photos());
    assertThat(taken.views()).isEqualTo(truth.views());
    assertThat(taken.cameras()).hasSize(1);
    assertThat(taken.cameras().get(0).fx()).isEqualTo(truth.cameras().get(0).fx());
    assertThat(taken.points().xyz()).containsExactly(truth.points().xyz());
    assertThat(taken.points().obsXy()).containsExactly(truth.points().obsXy());
    assertThat(taken.points().error()[0]).isBetween(0f, 2f);
    assertThat(context.evidence()).isEmpty();
    assertThat(Mapping.read(context.folder()).views()).isEqualTo(taken.views());
  }

  @Test
  void namesMeetByFolderByCaseAndByFile() throws IOException {
    SparseModel truth = truth(scene, scene.photos().photos());
    List<View> renamed = new ArrayList<>();
    for (View v : truth.views()) {
      String name =
          switch (v.id()) {
            case 0 -> v.name().toUpperCase(java.util.Locale.ROOT);
            case 1 -> "elsewhere/" + v.name();
            case 2 -> "stranger.jpg";
            default -> v.name();
          };
      renamed.add(new View(v.id(), name, v.cameraId(), v.pose()));
    }
    Path given = write(new SparseModel(truth.cameras(), renamed, truth.points(), Optional.empty()));
    SparseModel taken = new GivenCameras(given, context).run(scene.photos());
    assertThat(taken.views()).extracting(View::id).containsExactly(0, 1, 3, 4, 5, 6, 7);
    assertThat(context.evidence())
        .extracting(ImageEvidence::image, ImageEvidence::problem)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("stranger.jpg", "NO_PHOTOGRAPH"),
            org.assertj.core.groups.Tuple.tuple(
                scene.photos().photos().get(2).name(), "NOT_REGISTERED"));
    assertThat(Arrays.stream(taken.points().obsView()).anyMatch(v -> v == 2)).isFalse();
    assertThat(Reprojection.median(taken)).isLessThan(1);
  }

  @Test
  void aModelOfSmallerOrUprightPicturesIsFitted() throws IOException {
    SparseModel truth = truth(scene, scene.photos().photos());
    Camera full = truth.cameras().get(0);
    // Photographs lie on their side; the model was made of half-size upright pictures.
    List<Photo> lying = new ArrayList<>();
    for (Photo p : scene.photos().photos()) {
      lying.add(photo(p, p.id() % 2 == 0 ? 1 : 3));
    }
    Camera small = full.scaledTo(full.width() / 2, full.height() / 2);
    List<View> views = new ArrayList<>();
    float[] xy = truth.points().obsXy().clone();
    for (View v : truth.views()) {
      views.add(v.withPose(v.pose().turned(v.id() % 2 == 0 ? 1 : 3)));
    }
    for (int k = 0; k < truth.points().observations(); k++) {
      float x = xy[2 * k] / 2;
      float y = xy[2 * k + 1] / 2;
      boolean clockwise = truth.points().obsView()[k] % 2 == 0;
      xy[2 * k] = clockwise ? small.height() - y : y;
      xy[2 * k + 1] = clockwise ? x : small.width() - x;
    }
    List<Camera> cameras = List.of(small.turned(1), withId(small.turned(3), 1));
    List<View> two = new ArrayList<>();
    for (View v : views) {
      two.add(new View(v.id(), v.name(), v.id() % 2, v.pose()));
    }
    SparsePoints p = truth.points();
    SparsePoints turned =
        new SparsePoints(
            p.xyz(), p.rgb(), p.error(), p.trackStart(), p.obsView(), p.obsFeature(), xy);
    Path given = write(new SparseModel(cameras, two, turned, Optional.empty()));

    SparseModel taken = new GivenCameras(given, context).run(new PhotoSet(lying, List.of()));
    assertThat(taken.cameras()).allMatch(c -> c.width() == full.width());
    assertThat(taken.cameras().get(0).fx()).isCloseTo(full.fx(), offset(1e-9));
    for (int i = 0; i < views.size(); i++) {
      assertThat(taken.views().get(i).pose().rotation())
          .containsExactly(truth.views().get(i).pose().rotation(), offset(1e-9));
    }
    assertThat(Reprojection.median(taken)).isLessThan(1);
    assertThat(context.evidence()).hasSize(8).allMatch(e -> e.problem().equals("CAMERA_FITTED"));
  }

  @Test
  void otherProportionsAreRefusedWithTheImageAndBothSizes() throws IOException {
    SparseModel truth = truth(scene, scene.photos().photos());
    Camera c = truth.cameras().get(0);
    Path given =
        write(
            new SparseModel(
                List.of(c.scaledTo(c.width(), c.height() / 2)),
                truth.views(),
                truth.points(),
                Optional.empty()));
    ReconstructionException e = failure(given);
    assertThat(e.code()).isEqualTo(FailureCode.INVALID_CAMERAS);
    assertThat(e)
        .hasMessageContaining(truth.views().get(0).name())
        .hasMessageContaining(c.width() + "x" + c.height() / 2)
        .hasMessageContaining(c.width() + "x" + c.height());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cameras.txt", "images.txt", "points3D.txt"})
  void damagedFilesAreToldWithTheirLine(String file) throws IOException {
    Path given = write(truth(scene, scene.photos().photos()));
    Files.writeString(given.resolve(file), "# fine\n1 nonsense\n");
    ReconstructionException e = failure(given);
    assertThat(e.code()).isEqualTo(FailureCode.INVALID_CAMERAS);
    assertThat(e).hasMessageContaining(file + ": line 2");
    assertThat(e.advice()).contains("model_converter");
  }

  @Test
  void aFolderWithoutAModelAndOneOfOtherPhotographsAreRefused() throws IOException {
    ReconstructionException none = failure(temp.resolve("nowhere"));
    assertThat(none.code()).isEqualTo(FailureCode.INVALID_CAMERAS);
    SparseModel truth = truth(scene, scene.photos().photos());
    List<View> strangers = new ArrayList<>();
    for (View v : truth.views()) {
      strangers.add(new View(v.id(), "x" + v.name(), v.cameraId(), v.pose()));
    }
    ReconstructionException other =
        failure(
            write(new SparseModel(truth.cameras(), strangers, truth.points(), Optional.empty())));
    assertThat(other.code()).isEqualTo(FailureCode.INVALID_CAMERAS);
    assertThat(other).hasMessageContaining("0 of the 8 images");
  }

  @Test
  void pointsThatAreNotWhereTheImagesSawThemAreRefused() throws IOException {
    SparseModel truth = truth(scene, scene.photos().photos());
    List<View> swapped = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      swapped.add(truth.views().get(i).withPose(truth.views().get((i + 3) % 8).pose()));
    }
    ReconstructionException e =
        failure(write(new SparseModel(truth.cameras(), swapped, truth.points(), Optional.empty())));
    assertThat(e.code()).isEqualTo(FailureCode.INVALID_CAMERAS);
    assertThat(e).hasMessageContaining("not of one model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RADIAL", "OPENCV_FISHEYE"})
  void withoutPointsOursAreTriangulated(CameraModel model) throws IOException {
    Camera lens =
        model == CameraModel.RADIAL
            ? Camera.radial(0, 1600, 1200, 1450, -0.05, 0.01)
            : new Camera(0, model, 1600, 1200, 900, 900, 800, 600, 0.02, -0.01, 0.002, 0, 0, 0);
    scene =
        SyntheticScene.withSeed(5)
            .views(8)
            .points(300)
            .noise(0.3)
            .wrongMatches(0.1)
            .lens(lens)
            .build();
    SparseModel truth = truth(scene, scene.photos().photos());
    Path given = write(truth);
    Files.delete(given.resolve("points3D.txt"));
    assertThat(GivenCameras.havePoints(given)).isFalse();
    SparseModel taken =
        new GivenCameras(given, context).run(scene.photos(), scene.features(), scene.graph());
    assertThat(taken.views()).isEqualTo(truth.views());
    assertThat(taken.points().size()).isGreaterThan(200);
    int near = 0;
    for (int i = 0; i < taken.points().size(); i++) {
      near += distanceToTruth(taken.points(), i) < 0.01 ? 1 : 0;
    }
    assertThat(near).isGreaterThan((int) (0.9 * taken.points().size()));
    assertThat(Reprojection.median(taken)).isLessThan(1);
  }

  @Test
  void camerasThatNoMatchAgreesWithAreRefused() throws IOException {
    SparseModel truth = truth(scene, scene.photos().photos());
    List<View> swapped = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      swapped.add(truth.views().get(i).withPose(truth.views().get((i * 3 + 2) % 8).pose()));
    }
    Path given = write(new SparseModel(truth.cameras(), swapped, truth.points(), Optional.empty()));
    Files.delete(given.resolve("points3D.txt"));
    ReconstructionException e =
        catchThrowableOfType(
            ReconstructionException.class,
            () ->
                new GivenCameras(given, context)
                    .run(scene.photos(), scene.features(), scene.graph()));
    assertThat(e.code()).isEqualTo(FailureCode.INVALID_CAMERAS);
    assertThat(e).hasMessageContaining("agree with the given cameras");
  }

  private double distanceToTruth(SparsePoints p, int i) {
    double best = Double.MAX_VALUE;
    for (int j = 0; j < scene.xyz().length; j += 3) {
      double d = 0;
      for (int k = 0; k < 3; k++) {
        d += Math.pow(p.xyz()[3 * i + k] - scene.xyz()[j + k], 2);
      }
      best = Math.min(best, Math.sqrt(d));
    }
    return best;
  }

  private ReconstructionException failure(Path given) {
    return catchThrowableOfType(
        ReconstructionException.class, () -> new GivenCameras(given, context).run(scene.photos()));
  }

  private Path write(SparseModel model) throws IOException {
    Path given = Files.createDirectories(temp.resolve("given"));
    ColmapText.write(given, model);
    return given;
  }

  /** The scene's own cameras and points, seen where they are. */
  private static SparseModel truth(SyntheticScene scene, List<Photo> photos) {
    List<View> views = new ArrayList<>();
    for (Photo p : photos) {
      views.add(new View(p.id(), p.name(), 0, scene.poses().get(p.id())));
    }
    int n = scene.xyz().length / 3;
    double[] x = new double[3];
    double[] pixel = new double[2];
    Camera camera = withId(scene.cameras().get(0), 0);
    List<float[]> seen = new ArrayList<>();
    int[] start = new int[n + 1];
    List<Integer> by = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (View v : views) {
        v.pose().apply(scene.xyz()[3 * i], scene.xyz()[3 * i + 1], scene.xyz()[3 * i + 2], x);
        if (camera.project(x[0], x[1], x[2], pixel)) {
          seen.add(new float[] {(float) pixel[0], (float) pixel[1]});
          by.add(v.id());
        }
      }
      start[i + 1] = seen.size();
    }
    float[] xy = new float[2 * seen.size()];
    for (int k = 0; k < seen.size(); k++) {
      xy[2 * k] = seen.get(k)[0];
      xy[2 * k + 1] = seen.get(k)[1];
    }
    return new SparseModel(
        List.of(camera),
        views,
        new SparsePoints(
            scene.xyz(),
            new byte[3 * n],
            new float[n],
            start,
            by.stream().mapToInt(Integer::intValue).toArray(),
            new int[seen.size()],
            xy),
        Optional.empty());
  }

  private static Camera withId(Camera c, int id) {
    return new Camera(
        id,
        c.model(),
        c.width(),
        c.height(),
        c.fx(),
        c.fy(),
        c.cx(),
        c.cy(),
        c.k1(),
        c.k2(),
        c.k3(),
        c.k4(),
        c.p1(),
        c.p2(),
        c.k5(),
        c.k6());
  }

  private static Photo photo(Photo p, int quarterTurns) {
    return new Photo(
        p.id(),
        p.name(),
        p.file(),
        p.width(),
        p.height(),
        quarterTurns,
        p.cameraGroup(),
        p.focalPixels(),
        p.gps(),
        Optional.empty(),
        p.sharpness(),
        new Exposure(0.5, 0, 0),
        p.digest(),
        p.mask());
  }

  private static org.assertj.core.data.Offset<Double> offset(double d) {
    return org.assertj.core.data.Offset.offset(d);
  }
}
