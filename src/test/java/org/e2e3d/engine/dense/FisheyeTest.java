package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.e2e3d.engine.render.FaceBuffer;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.testing.PhotographedScene;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photographs of a fisheye are straightened to planes on which stereo works. */
final class FisheyeTest {
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
}
