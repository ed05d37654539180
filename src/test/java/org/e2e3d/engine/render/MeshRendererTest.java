package org.e2e3d.engine.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeshRendererTest {
  private static final Camera CAMERA = Camera.pinhole(0, 160, 120, 120, 120, 80, 60);

  /** A floor square that slants away: corner depths 2 and 8, so perspective matters much. */
  private static final TriangleMesh SLANT =
      new TriangleMesh(
          new float[] {-1, 0.8f, 2, 1, 0.8f, 2, 4, -3, 8, -4, -3, 8},
          new int[] {0, 1, 2, 0, 2, 3},
          new byte[] {0, 0, 0, (byte) 200, 0, 0, (byte) 200, (byte) 200, 0, 0, (byte) 200, 0});

  @Test
  void vertexColoursAreInterpolatedInPerspective() {
    Rendering drawn =
        new MeshRenderer(RenderOptions.of(Shading.VERTEX_COLOUR, 2).withSupersampling(1))
            .render(SLANT, CAMERA, Pose.IDENTITY);
    int seen = 0;
    for (int y = 0; y < 120; y++) {
      for (int x = 0; x < 160; x++) {
        double z = drawn.buffer().depth()[y * 160 + x];
        if (z == 0) {
          continue;
        }
        seen++;
        // Green was laid along the depth: 0 at z = 2, 200 at z = 8, linear in space.
        assertThat((double) drawn.picture().at(x, y, 1)).isCloseTo((z - 2) / 6 * 200, within(1.0));
      }
    }
    assertThat(seen).isGreaterThan(4000);
  }

  @Test
  void oneColourAPixelKeepsOutlinesSmooth() {
    RenderOptions options = RenderOptions.of(Shading.VERTEX_COLOUR, 2);
    Camera camera = Camera.pinhole(0, 160, 120, 120, 120, 80.4, 60.3);
    Picture all = new MeshRenderer(options).render(SLANT, camera, Pose.IDENTITY).picture();
    Picture one =
        new MeshRenderer(options.withOneColourAPixel())
            .render(SLANT, camera, Pose.IDENTITY)
            .picture();
    int mixed = 0;
    for (int i = 0; i < all.rgb().length; i++) {
      int a = all.rgb()[i] & 255;
      assertThat(one.rgb()[i] & 255).isCloseTo(a, within(6));
      // Blue is 0 on the mesh and 242 beside it, so what lies between is an outline.
      mixed += i % 3 == 2 && a > 40 && a < 200 ? 1 : 0;
    }
    assertThat(mixed).isGreaterThan(50);
  }

  @Test
  void aTextureIsSampledInPerspective() {
    int size = 256;
    byte[] ramp = new byte[3 * size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        ramp[3 * (y * size + x)] = (byte) x;
        ramp[3 * (y * size + x) + 1] = (byte) y;
      }
    }
    float[] uv = {0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1};
    TexturedMesh textured =
        new TexturedMesh(SLANT, uv, new int[2], List.of(new TexturePage(size, size, ramp)));
    Rendering drawn =
        new MeshRenderer(RenderOptions.of(Shading.COLOUR, 1).withSupersampling(1))
            .render(textured, CAMERA, Pose.IDENTITY);
    for (int y = 0; y < 120; y++) {
      for (int x = 0; x < 160; x++) {
        double z = drawn.buffer().depth()[y * 160 + x];
        if (z > 0) {
          double v = (z - 2) / 6;
          assertThat((double) drawn.picture().at(x, y, 1))
              .isCloseTo(Math.max(0, Math.min(255, v * size - 0.5)), within(1.0));
        }
      }
    }
  }

  @Test
  void supersamplingAveragesEdgesAndKeepsTheBufferAtPictureSize() {
    byte[] white = new byte[9];
    Arrays.fill(white, (byte) 255);
    TriangleMesh mesh =
        new TriangleMesh(
            new float[] {-1, -0.7f, 3, 1.2f, 0.1f, 3, -0.2f, 1.1f, 3}, new int[] {0, 2, 1}, white);
    RenderOptions options = RenderOptions.of(Shading.VERTEX_COLOUR, 1).withBackground(0x000000);
    Rendering fine =
        new MeshRenderer(options.withSupersampling(4)).render(mesh, CAMERA, Pose.IDENTITY);
    Rendering plain =
        new MeshRenderer(options.withSupersampling(1)).render(mesh, CAMERA, Pose.IDENTITY);
    assertThat(fine.picture().width()).isEqualTo(160);
    assertThat(fine.buffer().face()).isEqualTo(plain.buffer().face());
    assertThat(mean(fine.picture())).isCloseTo(mean(plain.picture()), within(0.5));
    assertThat(distinct(plain.picture())).isEqualTo(2);
    assertThat(distinct(fine.picture())).isGreaterThan(8);
  }

  @Test
  void aMeshWithoutColoursIsDrawnGrey() {
    TriangleMesh bare = new TriangleMesh(SLANT.xyz(), SLANT.triangles(), new byte[0]);
    Rendering drawn =
        new MeshRenderer(RenderOptions.of(Shading.COLOUR, 1)).render(bare, CAMERA, Pose.IDENTITY);
    int i = 65 * 160 + 80;
    assertThat(drawn.buffer().face()[i]).isNotNegative();
    assertThat(drawn.picture().at(80, 65, 0)).isEqualTo(drawn.picture().at(80, 65, 2));
    assertThat(drawn.picture().at(0, 0, 0)).isEqualTo(0xF4);
  }

  @Test
  void viewpointsFillThePictureFromEverySide() {
    TriangleMesh box =
        new TriangleMesh(
            new float[] {0, 0, 0, 2, 0, 0, 2, 1, 0, 0, 1, 0, 0, 0, 3, 2, 0, 3, 2, 1, 3, 0, 1, 3},
            new int[] {
              0, 2, 1, 0, 3, 2, 4, 5, 6, 4, 6, 7, 0, 1, 5, 0, 5, 4, 1, 2, 6, 1, 6, 5, 2, 3, 7, 2, 7,
              6, 3, 0, 4, 3, 4, 7
            },
            new byte[0]);
    Viewpoints points = Viewpoints.of(box.xyz(), new double[] {0, 0, 1}, new double[] {0, -1, 0.2});
    for (Viewpoint p : points.choose(8, 160, 120)) {
      FaceBuffer seen = Rasterizer.draw(box, p.camera(), p.pose(), FaceCulling.BACK, 1);
      int border = 0;
      int inside = 0;
      for (int y = 0; y < 120; y++) {
        for (int x = 0; x < 160; x++) {
          if (seen.face()[y * 160 + x] >= 0) {
            inside++;
            border += x == 0 || y == 0 || x == 159 || y == 119 ? 1 : 0;
          }
        }
      }
      assertThat(border).as(p.name()).isZero();
      assertThat(inside).as(p.name()).isGreaterThan(160 * 120 / 8);
    }
  }

  @Test
  void theFrontIsWhereTheCamerasStoodAndUpIsUp() {
    // Cameras at -y looking along +y, image down = world -z.
    double[] r = {1, 0, 0, 0, 0, -1, 0, 1, 0};
    Viewpoints points =
        Viewpoints.of(
            new float[] {-1, -1, -1, 1, 1, 1, 1, -1, 0.5f, -1, 1, 0},
            List.of(
                Pose.fromCentre(r, new double[] {0.3, -5, 0}),
                Pose.fromCentre(r, new double[] {-0.3, -5, 0}),
                Pose.fromCentre(r, new double[] {0, -5, 0})));
    double[] front = points.at("front", 0, 0, 100, 100).pose().centre();
    assertThat(front[1]).isLessThan(-2);
    assertThat(Math.abs(front[0])).isLessThan(0.5);
    double[] right = points.at("right", 90, 0, 100, 100).pose().centre();
    assertThat(right[0]).isGreaterThan(2);
    double[] above = points.at("above", 0, 60, 100, 100).pose().centre();
    assertThat(above[2]).isGreaterThan(2);
  }

  @Test
  void picturesAreWrittenAsPngAndJpeg(@TempDir Path folder) throws IOException {
    Picture picture = Picture.filled(20, 10, 0x336699);
    picture.write(folder.resolve("p.png"));
    picture.write(folder.resolve("p.jpg"));
    assertThat(ImageIO.read(folder.resolve("p.png").toFile()).getRGB(3, 3) & 0xFFFFFF)
        .isEqualTo(0x336699);
    assertThat(ImageIO.read(folder.resolve("p.jpg").toFile()).getWidth()).isEqualTo(20);
    assertThat(Files.size(folder.resolve("p.png"))).isPositive();
  }

  private static double mean(Picture p) {
    double sum = 0;
    for (byte b : p.rgb()) {
      sum += b & 255;
    }
    return sum / p.rgb().length;
  }

  private static long distinct(Picture p) {
    java.util.BitSet seen = new java.util.BitSet(256);
    for (byte b : p.rgb()) {
      seen.set(b & 255);
    }
    return seen.cardinality();
  }
}
