package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.TestImages;
import org.e2e3d.engine.render.FaceBuffer;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.testing.PhotographedScene;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of photographs before stereo: fisheyes are straightened, masks are minded. */
final class StraightenedPhotographsTest {
  @TempDir Path folder;

  @Test
  void depthsOfFisheyePhotographsAreRight() throws IOException {
    Camera lens =
        new Camera(
            0, CameraModel.OPENCV_FISHEYE, 320, 240, 210, 210, 160, 120, 0.02, -0.01, 0, 0, 0, 0);
    PhotographedScene plain = PhotographedScene.sphereOnPlane(6, 320, 240);
    PhotographedScene scene = new PhotographedScene(plain.renderer(), lens, plain.poses());
    scene.write(folder.resolve("images"));
    DenseModel dense =
        new DenseReconstruction(
                DenseOptions.of(Preset.MEDIUM), TestStageContext.in(folder.resolve("dense")))
            .run(scene.photoSet(folder.resolve("images")), DenseScenes.sparse(scene));
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
        close += d > 0 && Math.abs(d - t) < 0.02 * t ? 1 : 0;
      }
      // 43.7 degrees to the side, where the focal length kept as it is would end at 37.3
      assertThat(map.camera().cx() / map.camera().fx()).isGreaterThan(0.93);
    }
    // Photographs of a pinhole camera at the scale of the straightened ones reach 0.936.
    assertThat(close / (double) have).as("share of depths within 2 %%").isGreaterThan(0.92);
    assertThat(close / (double) seen).as("share of the surface with a depth").isGreaterThan(0.6);
  }

  @Test
  void nothingIsComputedUnderMasksAndTheRestIsAsBefore() throws IOException {
    PhotographedScene scene = PhotographedScene.sphereOnPlane(5, 160, 120);
    Path images = folder.resolve("images");
    scene.write(images);
    byte[] half = new byte[3 * 80 * 60];
    for (int i = 0; i < 80 * 60; i++) {
      Arrays.fill(half, 3 * i, 3 * i + 3, (byte) (i % 80 < 40 ? 0 : 1));
    }
    Path mask = Files.write(folder.resolve("half.png"), TestImages.encode(".png", half, 80, 60));
    PhotoSet whole = scene.photoSet(images);
    PhotoSet masked =
        new PhotoSet(
            whole.photos().stream().map(p -> p.withMask(Optional.of(mask))).toList(), List.of());
    DenseModel dense =
        new DenseReconstruction(
                DenseOptions.of(Preset.LOW), TestStageContext.in(folder.resolve("dense")))
            .run(masked, DenseScenes.sparse(scene));
    int kept = 0;
    for (Path file : dense.depthMaps()) {
      DepthMap map = DepthMapFile.read(file);
      for (int i = 0; i < map.depth().length; i++) {
        if (map.depth()[i] > 0) {
          assertThat(i % map.width()).isGreaterThanOrEqualTo(map.width() / 2);
          kept++;
        }
      }
    }
    assertThat(kept).isGreaterThan(5 * 500);
  }
}
