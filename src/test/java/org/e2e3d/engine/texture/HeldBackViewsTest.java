package org.e2e3d.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.e2e3d.engine.image.PhotoReader;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.ReducedPhotos;
import org.e2e3d.engine.render.Picture;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.View;
import org.e2e3d.testing.PhotographedScene;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeldBackViewsTest {
  private static final Camera LENS = Camera.pinhole(0, 320, 240, 330, 330, 160, 120);

  @TempDir private Path folder;

  @Test
  void aPhotographThatHadNoPartIsMet() throws IOException {
    PhotographedScene scene = PhotographedScene.box(12, 6, LENS);
    scene.write(folder);
    TextureMatch match = match(scene, 2);
    assertThat(match.views()).isEqualTo(2);
    assertThat(match.psnr()).isGreaterThan(22);
    assertThat(match.ssim()).isBetween(0.7, 1.0);
  }

  @Test
  void whatIsHeldBackLeavesNoTraceInTheTexture() throws IOException {
    PhotographedScene scene = PhotographedScene.box(12, 6, LENS);
    scene.write(folder);
    PhotoSet photos = scene.photoSet(folder);
    // The photograph that will be held back is made black: a texture with it would be like it.
    View held = TextureMatch.spaced(scene.trueModel().views(), 1).get(0);
    Path file = photos.photos().get(held.id()).file();
    Path black = folder.resolve("black.png");
    Picture.filled(320, 240, 0).write(black);
    Files.copy(black, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    TextureMatch match = match(scene, 1);
    assertThat(match.views()).isEqualTo(1);
    assertThat(match.psnr()).isLessThan(10);
  }

  @Test
  void withoutPhotographsNothingIsCompared() throws IOException {
    PhotographedScene scene = PhotographedScene.box(12, 6, LENS);
    assertThat(match(scene, 2)).isEqualTo(TextureMatch.NONE);
    scene.write(folder);
    assertThat(match(scene, 0)).isEqualTo(TextureMatch.NONE);
    // Nor is a photograph asked for where none is to be held back.
    PhotoSet none = new PhotoSet(List.of(), List.of());
    TestStageContext context = TestStageContext.in(folder.resolve("work"));
    assertThat(
            HeldBackViews.match(
                scene.mesh(), scene.trueModel(), none, PhotoReader::readBgr, 0, 320, context))
        .isEqualTo(TextureMatch.NONE);
  }

  private TextureMatch match(PhotographedScene scene, int most) throws IOException {
    TestStageContext context = TestStageContext.in(folder.resolve("work"));
    TextureMatch match =
        HeldBackViews.match(
            scene.mesh(),
            scene.trueModel(),
            scene.photoSet(folder),
            new ReducedPhotos(320, 5),
            most,
            320,
            context);
    // It is part of another stage: nothing is told in that one's name.
    assertThat(context.figures()).isEmpty();
    return match;
  }
}
