package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.e2e3d.engine.render.FaceBuffer;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.stage.CancelledException;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.testing.PhotographedScene;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stage on a sphere that stands on a plane, rendered, so that every depth is known. */
final class DenseReconstructionTest {
  private static final int VIEWS = 6;

  /** For what does not ask how good depths are, but that there are any. */
  private static final DenseOptions SMALL = DenseOptions.of(Preset.MEDIUM).withMaxImageSize(200);

  @TempDir static Path folder;

  private static PhotographedScene scene;
  private static SparseModel sparse;
  private static TestStageContext context;
  private static DenseModel dense;

  @BeforeAll
  static void reconstruct() throws IOException {
    scene = PhotographedScene.sphereOnPlane(VIEWS, 320, 240);
    scene.write(folder.resolve("images"));
    sparse = DenseScenes.sparse(scene);
    context = TestStageContext.in(folder.resolve("dense"));
    dense = run(context);
  }

  private static DenseModel run(TestStageContext ctx) {
    return new DenseReconstruction(DenseOptions.of(Preset.MEDIUM), ctx)
        .run(scene.photoSet(folder.resolve("images")), sparse);
  }

  @Test
  void depthsAreRightAndMostOfTheSurfaceHasOne() throws IOException {
    long seen = 0;
    long have = 0;
    long close = 0;
    for (Path file : dense.depthMaps()) {
      DepthMap map = DepthMapFile.read(file);
      FaceBuffer truth = scene.renderer().truth(map.camera(), map.pose());
      for (int i = 0; i < map.depth().length; i++) {
        float t = truth.depth()[i];
        float d = map.depth()[i];
        seen += t > 0 ? 1 : 0;
        have += d > 0 ? 1 : 0;
        close += d > 0 && Math.abs(d - t) < 0.01 * t ? 1 : 0;
      }
    }
    assertThat(dense.depthMaps()).hasSize(VIEWS);
    assertThat(close / (double) have).as("share of depths within 1 %%").isGreaterThan(0.97);
    assertThat(close / (double) seen).as("share of the surface with a depth").isGreaterThan(0.8);
  }

  @Test
  void nothingIsInventedWhereThereIsNoSurface() throws IOException {
    long have = 0;
    long invented = 0;
    for (Path file : dense.depthMaps()) {
      DepthMap map = DepthMapFile.read(file);
      FaceBuffer truth = scene.renderer().truth(map.camera(), map.pose());
      for (int i = 0; i < map.depth().length; i++) {
        have += map.depth()[i] > 0 ? 1 : 0;
        invented += map.depth()[i] > 0 && truth.depth()[i] <= 0 ? 1 : 0;
      }
    }
    assertThat(invented / (double) have).isLessThan(0.02);
  }

  @Test
  void cloudLiesOnTheSurfaceAndItsNormalsPointOutwards() {
    PointCloud cloud = dense.cloud();
    int near = 0;
    int onSphere = 0;
    int outwards = 0;
    for (int i = 0; i < cloud.size(); i++) {
      double x = cloud.xyz()[3 * i];
      double y = cloud.xyz()[3 * i + 1];
      double z = cloud.xyz()[3 * i + 2] - 0.7;
      double r = Math.sqrt(x * x + y * y + z * z);
      double height = cloud.xyz()[3 * i + 2];
      near += Math.abs(r - 0.7) < 0.03 || Math.abs(height) < 0.03 ? 1 : 0;
      if (Math.abs(r - 0.7) < 0.03 && height > 0.2) {
        onSphere++;
        double dot =
            x * cloud.normal()[3 * i]
                + y * cloud.normal()[3 * i + 1]
                + z * cloud.normal()[3 * i + 2];
        outwards += dot > 0.8 * r ? 1 : 0;
      }
    }
    assertThat(near / (double) cloud.size()).isGreaterThan(0.95);
    assertThat(onSphere).isGreaterThan(1000);
    assertThat(outwards / (double) onSphere).isGreaterThan(0.9);
  }

  @Test
  void cloudHasNoCopyOfAPointForEveryViewThatSeesIt() throws IOException {
    long depths = 0;
    for (Path file : dense.depthMaps()) {
      for (float d : DepthMapFile.read(file).depth()) {
        depths += d > 0 ? 1 : 0;
      }
    }
    // every depth is confirmed by at least two more views: three depths or more make one point
    assertThat((long) dense.cloud().size()).isLessThan(depths / 2);
  }

  @Test
  void checkpointReloadsToTheSame() throws IOException {
    DenseModel again = DenseFiles.read(context.folder());
    assertThat(again.depthMaps()).isEqualTo(dense.depthMaps());
    assertThat(again.cloud().xyz()).isEqualTo(dense.cloud().xyz());
    assertThat(again.cloud().normal()).isEqualTo(dense.cloud().normal());
    assertThat(again.cloud().rgb()).isEqualTo(dense.cloud().rgb());
    assertThat(again.cloud().confidence()).isEqualTo(dense.cloud().confidence());
    assertThat(Files.exists(context.folder().resolve("work"))).isFalse();
  }

  @Test
  void progressNeverFallsAndTheCostIsForetold() {
    assertThat(context.progressReports()).isSorted().endsWith(1.0);
    assertThat(context.figure("dense.estimate")).isPresent();
  }

  @Test
  void resultDoesNotDependOnTheNumberOfThreads(@TempDir Path other) {
    DenseModel alone = run(new TestStageContext(other, 1, 1));
    assertThat(alone.cloud().xyz()).isEqualTo(dense.cloud().xyz());
  }

  @Test
  void blackViewIsSkippedAndSaidSo(@TempDir Path other) throws IOException {
    BufferedImage black = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    TestStageContext ctx = withView5(other, black);
    assertThatOnlyView5IsSkipped(ctx);
    assertThatTheOthersStand(ctx);
  }

  @Test
  void viewOfABlankWallIsSkippedAndSaidSo(@TempDir Path other) throws IOException {
    BufferedImage blank = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 320 * 240; i++) {
      int grey = 180 + (i * 7919 >> 5) % 3;
      blank.setRGB(i % 320, i / 320, grey << 16 | grey << 8 | grey);
    }
    TestStageContext ctx = withView5(other, blank);
    assertThatOnlyView5IsSkipped(ctx);
    assertThatTheOthersStand(ctx);
  }

  @Test
  void viewThatIsAllBlurSpoilsNothing(@TempDir Path other) throws IOException {
    scene.write(Files.createDirectories(other.resolve("images")));
    BufferedImage sharp =
        ImageIO.read(other.resolve("images").resolve(PhotographedScene.name(5)).toFile());
    int span = 80;
    BufferedImage blurred = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 240; y++) {
      for (int x = 0; x < 320; x++) {
        int[] sum = new int[3];
        for (int k = 0; k < span; k++) {
          int rgb = sharp.getRGB((x + k) % 320, (y + k / 2) % 240);
          sum[0] += rgb >> 16 & 255;
          sum[1] += rgb >> 8 & 255;
          sum[2] += rgb & 255;
        }
        blurred.setRGB(x, y, sum[0] / span << 16 | sum[1] / span << 8 | sum[2] / span);
      }
    }
    assertThatTheOthersStand(withView5(other, blurred));
  }

  /** Runs the stage with the last photograph replaced. */
  private static TestStageContext withView5(Path other, BufferedImage view) throws IOException {
    Path images = Files.createDirectories(other.resolve("images"));
    scene.write(images);
    ImageIO.write(view, "png", images.resolve(PhotographedScene.name(5)).toFile());
    TestStageContext ctx = TestStageContext.in(other.resolve("dense"));
    new DenseReconstruction(SMALL, ctx).run(scene.photoSet(images), sparse);
    return ctx;
  }

  private static void assertThatOnlyView5IsSkipped(TestStageContext ctx) throws IOException {
    assertThat(ctx.evidence())
        .extracting(ImageEvidence::image)
        .containsExactly(PhotographedScene.name(5));
    assertThat(DenseFiles.read(ctx.folder()).depthMaps()).hasSize(VIEWS - 1);
  }

  /** The views but the last have depth maps, and what depths there are are right. */
  private static void assertThatTheOthersStand(TestStageContext ctx) throws IOException {
    DenseModel rest = DenseFiles.read(ctx.folder());
    assertThat(rest.depthMaps())
        .extracting(f -> f.getFileName().toString())
        .contains("0.depth", "1.depth", "2.depth", "3.depth", "4.depth");
    long have = 0;
    long close = 0;
    for (Path file : rest.depthMaps()) {
      DepthMap map = DepthMapFile.read(file);
      FaceBuffer truth = scene.renderer().truth(map.camera(), map.pose());
      for (int i = 0; i < map.depth().length; i++) {
        float d = map.depth()[i];
        have += d > 0 ? 1 : 0;
        close += d > 0 && Math.abs(d - truth.depth()[i]) < 0.01 * truth.depth()[i] ? 1 : 0;
      }
    }
    assertThat(have).isGreaterThan(35_000);
    assertThat(close / (double) have).isGreaterThan(0.97);
  }

  @Test
  void photographsOfNothingEndInNoSurface(@TempDir Path other) throws IOException {
    Path images = Files.createDirectories(other.resolve("images"));
    BufferedImage black = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < VIEWS; i++) {
      ImageIO.write(black, "png", images.resolve(PhotographedScene.name(i)).toFile());
    }
    TestStageContext ctx = TestStageContext.in(other.resolve("dense"));
    DenseReconstruction stage = new DenseReconstruction(DenseOptions.of(Preset.LOW), ctx);
    assertThatThrownBy(() -> stage.run(scene.photoSet(images), sparse))
        .isInstanceOfSatisfying(
            ReconstructionException.class,
            e -> {
              assertThat(e.code()).isEqualTo(FailureCode.NO_SURFACE);
              assertThat(e.evidence()).hasSize(VIEWS);
            });
  }

  @Test
  void cancelStopsTheStage(@TempDir Path other) {
    TestStageContext ctx = TestStageContext.in(other);
    ctx.cancel();
    assertThatThrownBy(() -> run(ctx)).isInstanceOf(CancelledException.class);
  }

  @Test
  void presetsAreValid() {
    for (Preset p : List.of(Preset.values())) {
      assertThat(DenseOptions.of(p).validate()).isNotNull();
    }
  }
}
