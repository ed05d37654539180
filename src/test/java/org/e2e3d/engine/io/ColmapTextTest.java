package org.e2e3d.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ColmapTextTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(CameraModel.class)
  void everyNumberComesBackAsItWent(CameraModel lens) throws IOException {
    SparseModel model = model(lens);
    ColmapText.write(folder, model);
    SparseModel back = ColmapText.read(folder);

    assertThat(back.cameras()).isEqualTo(model.cameras());
    assertThat(back.views()).hasSameSizeAs(model.views());
    for (int i = 0; i < back.views().size(); i++) {
      View a = model.views().get(i);
      View b = back.views().get(i);
      assertThat(b.withPose(a.pose())).isEqualTo(a);
      // The constructor normalises again, which may move the last bit.
      assertThat(b.pose().rotation()).containsExactly(a.pose().rotation(), within(1e-15));
      assertThat(b.pose().tx()).isEqualTo(a.pose().tx());
    }
    assertThat(back.points().xyz()).isEqualTo(model.points().xyz());
    assertThat(back.points().rgb()).isEqualTo(model.points().rgb());
    assertThat(back.points().error()).isEqualTo(model.points().error());
    assertThat(back.points().trackStart()).isEqualTo(model.points().trackStart());
    assertThat(back.points().obsView()).isEqualTo(model.points().obsView());
    assertThat(back.points().obsXy()).isEqualTo(model.points().obsXy());
  }

  @Test
  void aSecondWriteIsTheSameBytes() throws IOException {
    ColmapText.write(folder, model(CameraModel.RADIAL));
    Path again = Files.createDirectory(folder.resolve("again"));
    ColmapText.write(again, ColmapText.read(folder));
    assertThat(again.resolve("points3D.txt"))
        .hasSameBinaryContentAs(folder.resolve("points3D.txt"));
    assertThat(again.resolve("cameras.txt")).hasSameBinaryContentAs(folder.resolve("cameras.txt"));
  }

  @Test
  void idsCountFromOneInTheFiles() throws IOException {
    ColmapText.write(folder, model(CameraModel.PINHOLE));
    List<String> lines = Files.readAllLines(folder.resolve("images.txt"), StandardCharsets.UTF_8);
    assertThat(lines.get(4)).startsWith("1 ").endsWith(" 1 a folder/ein Bild ü.JPG");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 PINHOLE 10 10 5 5 5",
        "1 FOV 10 10 5 5 5 5 5",
        "0 PINHOLE 10 10 5 5 5 5",
        "1 PINHOLE -1 10 5 5 5 5",
        "1 PINHOLE 10 10 NaN 5 5 5",
        "1 PINHOLE 10 10 0 5 5 5",
        "1 PINHOLE",
        "\u0000\u0001rubbish"
      })
  void aBadCameraIsToldWithItsLine(String line) throws IOException {
    ColmapText.write(folder, model(CameraModel.PINHOLE));
    Files.writeString(folder.resolve("cameras.txt"), "# comment\n" + line + "\n");
    assertThatThrownBy(() -> ColmapText.read(folder))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("cameras.txt: line 2: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 0 0 0 0 1 1 1 1 a.jpg\n\n",
        "1 1 0 0 0 1 1 1 7 a.jpg\n\n",
        "1 1 0 0 0 1 1 1 1 a.jpg\n3 4\n",
        "1 1 0 0 0 1 1 1 1 a.jpg\n\n1 1 0 0 0 1 1 1 1 b.jpg\n\n",
        "1 1 0 0 0 1 1 1 1\n\n"
      })
  void aBadImageIsTold(String lines) throws IOException {
    ColmapText.write(folder, model(CameraModel.PINHOLE));
    Files.writeString(folder.resolve("images.txt"), lines);
    assertThatThrownBy(() -> ColmapText.read(folder))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("images.txt: line ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 0 0 0 1 2 3 0.5 99 0",
        "1 0 0 0 1 2 3 0.5 1 9999",
        "1 0 0 0 1 2 300 0.5",
        "1 0 0 0 1 2 3 0.5 1",
        "1 0 0 0 1 2 3 0.5\n1 0 0 0 1 2 3 0.5",
        "x 0 0 0 1 2 3 0.5"
      })
  void aBadPointIsTold(String lines) throws IOException {
    ColmapText.write(folder, model(CameraModel.PINHOLE));
    Files.writeString(folder.resolve("points3D.txt"), lines);
    assertThatThrownBy(() -> ColmapText.read(folder))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("points3D.txt: line ");
  }

  static SparseModel model(CameraModel lens) {
    Random r = new Random(7);
    double[] p = new double[ColmapParameters.count(lens)];
    for (int i = 0; i < p.length; i++) {
      p[i] = 300 + r.nextDouble();
    }
    List<Camera> cameras =
        List.of(
            ColmapParameters.camera(0, lens, 640, 480, p),
            ColmapParameters.camera(1, lens, 480, 640, p));
    List<View> views = new ArrayList<>();
    String[] names = {"a folder/ein Bild ü.JPG", "b.png", "c.tif"};
    for (int i = 0; i < 3; i++) {
      Pose pose =
          new Pose(
              r.nextDouble(), r.nextGaussian(), r.nextGaussian(), r.nextGaussian(), i, -i, 1e-9);
      views.add(new View(2 * i, names[i], i % 2, pose));
    }
    int n = 50;
    double[] xyz = r.doubles(3 * n, -5, 5).toArray();
    byte[] rgb = new byte[3 * n];
    r.nextBytes(rgb);
    float[] error = new float[n];
    int[] start = new int[n + 1];
    int[] view = new int[2 * n];
    int[] feature = new int[2 * n];
    float[] xy = new float[4 * n];
    for (int i = 0; i < n; i++) {
      error[i] = r.nextFloat();
      start[i + 1] = 2 * i + 2;
      view[2 * i] = 0;
      view[2 * i + 1] = 2 + 2 * (i % 2);
      for (int k = 0; k < 4; k++) {
        xy[4 * i + k] = 480 * r.nextFloat();
      }
    }
    return new SparseModel(
        cameras,
        views,
        new SparsePoints(xyz, rgb, error, start, view, feature, xy),
        Optional.empty());
  }

  private static org.assertj.core.data.Offset<Double> within(double d) {
    return org.assertj.core.data.Offset.offset(d);
  }
}
