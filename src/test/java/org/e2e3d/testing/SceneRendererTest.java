package org.e2e3d.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.e2e3d.engine.render.FaceBuffer;
import org.e2e3d.engine.render.Picture;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test renderer is itself held to exact geometry, since much is measured with it. */
final class SceneRendererTest {

  @Test
  void meshesAreClosedAndTurnedOutwards() {
    // By the divergence theorem the signed volume of a closed outward mesh is its volume.
    assertThat(
            volume(new SceneMesh().box(new double[] {1, 2, 3}, new double[] {2, 3, 0.5}, 30, 0, 4)))
        .isCloseTo(3, within(1e-4));
    assertThat(volume(new SceneMesh().sphere(new double[] {1, -2, 3}, 2, 0, 90)))
        .isCloseTo(4.0 / 3 * Math.PI * 8, within(0.1));
  }

  @Test
  void aPixelShowsTheSceneColourOfThePointItsRayMeets() {
    Camera bent = Camera.radial(0, 160, 120, 170, -0.12, 0.03);
    PhotographedScene scene = PhotographedScene.box(6, 1, bent);
    Pose pose = scene.poses().get(1);
    Picture photo = scene.photograph(1);
    Camera straight = Camera.pinhole(0, 320, 240, 340, 340, 160, 120);
    FaceBuffer truth = scene.renderer().truth(straight, pose);
    double[] r = pose.rotation();
    double[] c = pose.centre();
    double[] pixel = new double[2];
    double[] colour = new double[3];
    double error = 0;
    int n = 0;
    for (int y = 2; y < 238; y += 3) {
      for (int x = 2; x < 318; x += 3) {
        int i = y * 320 + x;
        int face = truth.face()[i];
        if (face < 0 || truth.face()[i - 642] != face || truth.face()[i + 642] != face) {
          continue;
        }
        double z = truth.depth()[i];
        double dx = (x + 0.5 - 160) / 340 * z;
        double dy = (y + 0.5 - 120) / 340 * z;
        bent.project(dx, dy, z, pixel);
        int u = (int) pixel[0];
        int v = (int) pixel[1];
        scene
            .renderer()
            .colourAt(
                face,
                c[0] + r[0] * dx + r[3] * dy + r[6] * z,
                c[1] + r[1] * dx + r[4] * dy + r[7] * z,
                c[2] + r[2] * dx + r[5] * dy + r[8] * z,
                colour);
        error += Math.abs(photo.at(u, v, 1) - 255 * colour[1]);
        n++;
      }
    }
    assertThat(n).isGreaterThan(500);
    assertThat(error / n).isLessThan(4);
  }

  @Test
  void theStillLifeIsFullOfTexture(@TempDir Path folder) throws IOException {
    PhotographedScene scene = PhotographedScene.stillLife(2, 480, 360);
    scene.write(folder);
    assertThat(scene.photoSet(folder).photos()).hasSize(2);
    Picture photo = scene.photograph(0);
    double gradient = 0;
    for (int y = 60; y < 300; y++) {
      for (int x = 80; x < 400; x++) {
        gradient += Math.abs(photo.at(x + 1, y, 1) - photo.at(x - 1, y, 1));
      }
    }
    assertThat(gradient / (240 * 320)).isGreaterThan(10);
    if (Boolean.getBoolean("e2e3d.keep")) {
      photo.write(Path.of("target", "still-life.png"));
    }
  }

  private static double volume(SceneMesh scene) {
    float[] p = scene.mesh().xyz();
    int[] t = scene.mesh().triangles();
    double sum = 0;
    for (int f = 0; f < t.length; f += 3) {
      int a = 3 * t[f];
      int b = 3 * t[f + 1];
      int c = 3 * t[f + 2];
      sum +=
          p[a] * ((double) p[b + 1] * p[c + 2] - (double) p[b + 2] * p[c + 1])
              + p[a + 1] * ((double) p[b + 2] * p[c] - (double) p[b] * p[c + 2])
              + p[a + 2] * ((double) p[b] * p[c + 1] - (double) p[b + 1] * p[c]);
    }
    return sum / 6;
  }
}
