package org.e2e3d.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.stage.ReconstructionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReducedPhotosTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  @TempDir Path folder;

  @Test
  void photographsAreReadOnceAndComeOutAsTheReaderGivesThem() throws IOException {
    Photo photo = photo(0);
    byte[] full = pixels(PhotoReader.readBgr(photo, 0));
    byte[] half = pixels(PhotoReader.readBgr(photo, 32));
    ReducedPhotos reduced = new ReducedPhotos(32, 1);
    assertThat(pixels(reduced.readBgr(photo, 0))).isEqualTo(full);
    assertThat(pixels(reduced.readBgr(photo, 32))).isEqualTo(half);
    Files.delete(photo.file());
    assertThat(pixels(reduced.readBgr(photo, 32))).isEqualTo(half);
    // A smaller one is made of what is kept: the mean of four of its pixels.
    byte[] quarter = pixels(reduced.readBgr(photo, 16));
    assertThat(quarter).hasSize(3 * 16 * 12);
    double mean = ((half[0] & 255) + (half[3] & 255) + (half[96] & 255) + (half[99] & 255)) / 4.0;
    assertThat((double) (quarter[0] & 255)).isBetween(mean - 1, mean + 1);
    // The full size is not kept.
    assertThatThrownBy(() -> reduced.readBgr(photo, 0)).isInstanceOf(ReconstructionException.class);
  }

  @Test
  void onlySoManyAreKept() throws IOException {
    ReducedPhotos reduced = new ReducedPhotos(32, 1);
    reduced.readBgr(photo(0), 32).close();
    Photo second = photo(1);
    reduced.readBgr(second, 32).close();
    Files.delete(second.file());
    assertThatThrownBy(() -> reduced.readBgr(second, 32))
        .isInstanceOf(ReconstructionException.class);
  }

  private static byte[] pixels(Mat image) {
    try (image) {
      byte[] bgr = new byte[3 * image.cols() * image.rows()];
      image.data().get(bgr);
      return bgr;
    }
  }

  private Photo photo(int id) throws IOException {
    byte[] bgr = new byte[3 * WIDTH * HEIGHT];
    new Random(id).nextBytes(bgr);
    Path file = folder.resolve(id + ".png");
    Files.write(file, TestImages.encode(".png", bgr, WIDTH, HEIGHT));
    return new Photo(
        id,
        id + ".png",
        file,
        WIDTH,
        HEIGHT,
        0,
        60,
        Optional.empty(),
        1,
        0.5,
        "",
        Optional.empty());
  }
}
