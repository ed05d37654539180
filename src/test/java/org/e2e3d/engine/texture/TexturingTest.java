package org.e2e3d.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.TestImages;
import org.e2e3d.engine.render.MeshRenderer;
import org.e2e3d.engine.render.Picture;
import org.e2e3d.engine.render.RenderOptions;
import org.e2e3d.engine.render.Rendering;
import org.e2e3d.engine.render.Shading;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.testing.PhotographedScene;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A photographed box: what the texture shows against the exact colours of the scene. */
final class TexturingTest {
  private static final Camera LENS = Camera.radial(0, 320, 240, 330, -0.08, 0.02);
  private static final Camera PINHOLE = Camera.pinhole(0, 320, 240, 330, 330, 160, 120);
  private static final TextureOptions OPTIONS = TextureOptions.of(Preset.LOW);

  @TempDir private Path folder;

  private TestStageContext context(String name) throws IOException {
    return new TestStageContext(Files.createDirectories(folder.resolve(name)), 2, 1);
  }

  private TexturedMesh texture(
      PhotographedScene scene, TextureOptions options, TestStageContext context) {
    return new Texturing(options, context)
        .run(scene.photoSet(folder), scene.trueModel(), scene.mesh());
  }

  /** Mean absolute difference, 0 to 255, between the textured mesh and the true scene. */
  private static double error(TexturedMesh textured, PhotographedScene scene, Pose pose) {
    Rendering drawn =
        new MeshRenderer(RenderOptions.of(Shading.COLOUR, 2).withBackground(0x8090A0))
            .render(textured, PINHOLE, pose);
    Picture truth = scene.renderer().photograph(PINHOLE, pose, 1);
    double sum = 0;
    int n = 0;
    for (int y = 1; y < 239; y++) {
      for (int x = 1; x < 319; x++) {
        int i = y * 320 + x;
        int[] face = drawn.buffer().face();
        if (face[i] < 0
            || face[i - 1] < 0
            || face[i + 1] < 0
            || face[i - 320] < 0
            || face[i + 320] < 0) {
          continue;
        }
        for (int c = 0; c < 3; c++) {
          sum += Math.abs(drawn.picture().at(x, y, c) - truth.at(x, y, c));
          n++;
        }
      }
    }
    assertThat(n).isGreaterThan(3 * 4000);
    return sum / n;
  }

  /** Between the photographs' places, where no photograph was taken. */
  private static List<Pose> otherPlaces() {
    return PhotographedScene.arc(4, 25, 295, 3, 40, new double[3]);
  }

  @Test
  void aTexturedBoxShowsTheTrueColoursThroughABentLens() throws IOException {
    PhotographedScene scene = PhotographedScene.box(8, 12, LENS);
    scene.write(folder);
    TestStageContext context = context("work");
    TexturedMesh textured = texture(scene, OPTIONS, context);
    for (Pose pose : otherPlaces()) {
      assertThat(error(textured, scene, pose)).isLessThan(6);
    }
    assertThat(textured.mesh().hasColours()).isTrue();
    assertThat((double) context.figures().get("texture.fill")).isGreaterThan(0.4);
    for (float f : textured.uv()) {
      assertThat(f).isBetween(0f, 1f);
    }
  }

  @Test
  void twelveLargeTrianglesAreBentAsPerspectiveBendsThem() throws IOException {
    PhotographedScene scene = PhotographedScene.box(8, 1, LENS);
    scene.write(folder);
    TexturedMesh textured = texture(scene, OPTIONS, context("work"));
    for (Pose pose : otherPlaces()) {
      assertThat(error(textured, scene, pose)).isLessThan(7);
    }
  }

  @Test
  void differentExposuresAreEvenedOut() throws IOException {
    PhotographedScene scene = PhotographedScene.box(8, 12, LENS);
    double[] gain = {0.75, 1.0, 0.85, 0.7, 1.0, 0.8, 0.9, 0.75};
    for (int i = 0; i < 8; i++) {
      scene
          .renderer()
          .photograph(LENS, scene.poses().get(i), gain[i])
          .write(folder.resolve(PhotographedScene.name(i)));
    }
    double evened = steps(texture(scene, OPTIONS, context("even")), scene);
    double plain = steps(texture(scene, OPTIONS.withoutLevelling(), context("plain")), scene);
    assertThat(plain).as("spread as photographed, percent").isGreaterThan(5);
    assertThat(evened).as("spread evened out, percent").isLessThan(0.5 * plain);
  }

  /** Mean spread of (rendered / true) brightness over cells of the box: 0 for one exposure. */
  private static double steps(TexturedMesh textured, PhotographedScene scene) {
    double spread = 0;
    for (Pose pose : otherPlaces()) {
      Picture drawn =
          new MeshRenderer(RenderOptions.of(Shading.COLOUR, 2))
              .render(textured, PINHOLE, pose)
              .picture();
      Picture truth = scene.renderer().photograph(PINHOLE, pose, 1);
      Rendering seen =
          new MeshRenderer(RenderOptions.of(Shading.GREY, 2).withSupersampling(1))
              .render(scene.mesh(), PINHOLE, pose);
      double sum = 0;
      double square = 0;
      int n = 0;
      for (int y = 8; y < 232; y += 8) {
        for (int x = 8; x < 312; x += 8) {
          double a = 0;
          double b = 0;
          boolean inside = true;
          for (int j = y - 5; j <= y + 5; j++) {
            for (int i = x - 5; i <= x + 5; i++) {
              inside &= seen.buffer().face()[j * 320 + i] >= 0;
              a += drawn.at(i, j, 1);
              b += truth.at(i, j, 1);
            }
          }
          if (inside) {
            double ratio = 100 * a / b;
            sum += ratio;
            square += ratio * ratio;
            n++;
          }
        }
      }
      spread += Math.sqrt(Math.max(0, square / n - sum / n * sum / n)) / otherPlaces().size();
    }
    return spread;
  }

  @Test
  void aPasserByInOnePhotographIsNotInTheTexture() throws IOException {
    PhotographedScene scene = PhotographedScene.box(12, 16, LENS);
    scene.write(folder);
    // A pure green figure stands before the box in the photograph that sees that side best.
    Picture photo = scene.photograph(3);
    for (int y = 70; y < 200; y++) {
      for (int x = 140; x < 180; x++) {
        int o = 3 * (y * 320 + x);
        photo.rgb()[o] = 0;
        photo.rgb()[o + 1] = (byte) 255;
        photo.rgb()[o + 2] = 0;
      }
    }
    photo.write(folder.resolve(PhotographedScene.name(3)));
    TestStageContext context = context("work");
    long without = green(texture(scene, OPTIONS, context), scene.poses().get(3));
    TextureOptions trusting = new TextureOptions(2048, 1, 1600, 480, 8, 1.2, false, true, true, 2);
    long with = green(texture(scene, trusting, context("trusting")), scene.poses().get(3));
    assertThat(with).isGreaterThan(1500);
    assertThat(without).isLessThan(with / 20);
    assertThat((int) context.figures().get("texture.rejectedViewsOfFaces")).isPositive();
  }

  private static long green(TexturedMesh textured, Pose pose) {
    Picture drawn =
        new MeshRenderer(RenderOptions.of(Shading.COLOUR, 2))
            .render(textured, PINHOLE, pose)
            .picture();
    long n = 0;
    for (int i = 0; i < 320 * 240; i++) {
      int x = i % 320;
      int y = i / 320;
      n += drawn.at(x, y, 1) > 150 && drawn.at(x, y, 0) < 60 && drawn.at(x, y, 2) < 60 ? 1 : 0;
    }
    return n;
  }

  @Test
  void whatIsMaskedIsNotInTheTexture() throws IOException {
    // A green stripe over the middle of every photograph: no majority of views can outvote it.
    PhotographedScene scene = PhotographedScene.box(12, 12, LENS);
    byte[] mask = new byte[3 * 320 * 240];
    Arrays.fill(mask, (byte) 255);
    for (int i = 0; i < 12; i++) {
      Picture photo = scene.photograph(i);
      for (int y = 0; y < 240; y++) {
        for (int x = 150; x < 170; x++) {
          int o = 3 * (y * 320 + x);
          photo.rgb()[o] = 0;
          photo.rgb()[o + 1] = (byte) 255;
          photo.rgb()[o + 2] = 0;
          mask[o] = mask[o + 1] = mask[o + 2] = 0;
        }
      }
      photo.write(folder.resolve(PhotographedScene.name(i)));
    }
    Path drawn = Files.write(folder.resolve("mask.png"), TestImages.encode(".png", mask, 320, 240));
    PhotoSet masked =
        new PhotoSet(
            scene.photoSet(folder).photos().stream()
                .map(p -> p.withMask(Optional.of(drawn)))
                .toList(),
            List.of());
    TexturedMesh textured =
        new Texturing(OPTIONS, context("work")).run(masked, scene.trueModel(), scene.mesh());
    long striped = green(texture(scene, OPTIONS, context("striped")), scene.poses().get(3));
    assertThat(striped).isGreaterThan(300);
    assertThat(green(textured, scene.poses().get(3))).isLessThan(striped / 20);
    for (Pose pose : otherPlaces()) {
      assertThat(error(textured, scene, pose)).isLessThan(8);
    }
  }

  @Test
  void aTexturedBoxShowsTheTrueColoursThroughAFisheye() throws IOException {
    Camera fisheye =
        new Camera(
            0, CameraModel.OPENCV_FISHEYE, 320, 240, 260, 260, 160, 120, 0.03, -0.01, 0, 0, 0, 0);
    PhotographedScene scene = PhotographedScene.box(8, 12, fisheye);
    scene.write(folder);
    TexturedMesh textured = texture(scene, OPTIONS, context("work"));
    for (Pose pose : otherPlaces()) {
      assertThat(error(textured, scene, pose)).isLessThan(8);
    }
  }

  @Test
  void facesNobodySeesGetTheColoursAroundThem() throws IOException {
    // All cameras stand above and on one side: the underside is never seen.
    PhotographedScene all = PhotographedScene.box(8, 8, LENS);
    PhotographedScene scene =
        new PhotographedScene(
            all.renderer(), LENS, PhotographedScene.arc(4, -40, 40, 3.2, 35, new double[3]));
    scene.write(folder);
    TestStageContext context = context("work");
    TexturedMesh textured = texture(scene, OPTIONS, context);
    assertThat((int) context.figures().get("texture.unseenFaces")).isGreaterThan(2 * 64);
    Pose below = PhotographedScene.lookingAt(new double[3], new double[] {0, -0.5, -0.866}, 3);
    Rendering drawn =
        new MeshRenderer(RenderOptions.of(Shading.COLOUR, 2)).render(textured, PINHOLE, below);
    double sum = 0;
    double square = 0;
    int n = 0;
    for (int i = 0; i < 320 * 240; i++) {
      if (drawn.buffer().face()[i] >= 0) {
        double v = drawn.picture().at(i % 320, i / 320, 1);
        sum += v;
        square += v * v;
        n++;
      }
    }
    double mean = sum / n;
    assertThat(n).isGreaterThan(4000);
    assertThat(mean).isBetween(50.0, 130.0);
    assertThat(Math.sqrt(square / n - mean * mean)).isLessThan(45);
  }

  @Test
  void threadsDoNotChangeTheResultAndTheCheckpointReadsBackTheSame() throws IOException {
    PhotographedScene scene = PhotographedScene.box(5, 6, LENS);
    scene.write(folder);
    TestStageContext one =
        new TestStageContext(Files.createDirectories(folder.resolve("one")), 1, 1);
    TestStageContext three =
        new TestStageContext(Files.createDirectories(folder.resolve("three")), 3, 1);
    assertSame(texture(scene, OPTIONS, one), texture(scene, OPTIONS, three));
    TexturedMesh again = Texturing.read(one.folder());
    assertSame(again, texture(scene, OPTIONS, three));
    byte[] file = Files.readAllBytes(one.folder().resolve("textured.bin"));
    Files.write(one.folder().resolve("textured.bin"), java.util.Arrays.copyOf(file, 1000));
    assertThatThrownBy(() -> Texturing.read(one.folder()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut short");
  }

  private static void assertSame(TexturedMesh a, TexturedMesh b) {
    assertThat(a.mesh().xyz()).isEqualTo(b.mesh().xyz());
    assertThat(a.mesh().triangles()).isEqualTo(b.mesh().triangles());
    assertThat(a.mesh().rgb()).isEqualTo(b.mesh().rgb());
    assertThat(a.uv()).isEqualTo(b.uv());
    assertThat(a.page()).isEqualTo(b.page());
    assertThat(a.pages()).hasSameSizeAs(b.pages());
    for (int p = 0; p < a.pages().size(); p++) {
      assertThat(a.pages().get(p).width()).isEqualTo(b.pages().get(p).width());
      assertThat(a.pages().get(p).rgb()).isEqualTo(b.pages().get(p).rgb());
    }
  }

  @Test
  void pagesKeepTheirBoundAndTexelsBecomeCoarserInstead() throws IOException {
    PhotographedScene scene = PhotographedScene.box(5, 6, LENS);
    scene.write(folder);
    TestStageContext context = context("work");
    TexturedMesh textured = texture(scene, OPTIONS.withPages(128, 1), context);
    assertThat(textured.pages()).hasSize(1);
    assertThat(textured.pages().get(0).width()).isLessThanOrEqualTo(128);
    assertThat(textured.pages().get(0).height()).isLessThanOrEqualTo(128);
    double scale = (double) context.figures().get("texture.scale");
    assertThat(scale).isLessThan(1);
    assertThat(error(textured, scene, scene.poses().get(1))).isLessThan(25);
  }

  @Test
  void anOptionOutOfRangeIsNamed() {
    assertThatThrownBy(() -> new Texturing(OPTIONS.withPages(32, 1), context("work")))
        .isInstanceOf(ReconstructionException.class)
        .hasMessageContaining("texture.pageSize is 32");
    assertThat(OPTIONS.detail()).isCloseTo(1.2, within(1e-9));
  }
}
