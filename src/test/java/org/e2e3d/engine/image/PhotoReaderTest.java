package org.e2e3d.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PhotoReaderTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  /**
   * Blue, green, red and white quadrants, left to right and top to bottom, of the upright image.
   */
  private static final int[][] QUADRANTS = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyOrientationComesOutUpright(int orientation) throws IOException {
    boolean swaps = orientation >= 5;
    int storedWidth = swaps ? HEIGHT : WIDTH;
    int storedHeight = swaps ? WIDTH : HEIGHT;
    byte[] stored = new byte[3 * WIDTH * HEIGHT];
    for (int r = 0; r < storedHeight; r++) {
      for (int c = 0; c < storedWidth; c++) {
        int[] colour = upright(orientation, r, c, storedWidth, storedHeight);
        for (int k = 0; k < 3; k++) {
          stored[3 * (r * storedWidth + c) + k] = (byte) colour[k];
        }
      }
    }
    byte[] jpeg = TestImages.encode(".jpg", stored, storedWidth, storedHeight);
    Path file = folder.resolve("a.jpg");
    Files.write(file, TestImages.withOrientation(jpeg, orientation));

    PhotoProbe probe = PhotoProbe.of(file, IngestOptions.of(null));
    assertThat(probe.width()).isEqualTo(WIDTH);
    assertThat(probe.height()).isEqualTo(HEIGHT);
    for (int maxSide : new int[] {0, 32, 20}) {
      try (Mat image = PhotoReader.readBgr(photo(file, WIDTH, HEIGHT), maxSide)) {
        assertThat(image.cols()).isEqualTo(maxSide == 0 ? WIDTH : maxSide);
        for (int q = 0; q < 4; q++) {
          int row = image.rows() * (q / 2 == 0 ? 1 : 3) / 4;
          int column = image.cols() * (q % 2 == 0 ? 1 : 3) / 4;
          assertPixel(image, row, column, QUADRANTS[q]);
        }
      }
    }
  }

  /** EXIF 2.32, tag 274: where the stored pixel lies in the upright image, and its colour there. */
  private static int[] upright(int orientation, int r, int c, int w, int h) {
    int row =
        switch (orientation) {
          case 1, 2 -> r;
          case 3, 4 -> h - 1 - r;
          case 5, 6 -> c;
          default -> w - 1 - c;
        };
    int column =
        switch (orientation) {
          case 1, 4 -> c;
          case 2, 3 -> w - 1 - c;
          case 5, 8 -> r;
          default -> h - 1 - r;
        };
    return QUADRANTS[(row < HEIGHT / 2 ? 0 : 2) + (column < WIDTH / 2 ? 0 : 1)];
  }

  @ParameterizedTest
  @ValueSource(strings = {".jpg", ".png", ".tiff", ".bmp", ".webp"})
  void everyFormatIsRead(String extension) throws IOException {
    Path file = folder.resolve("a" + extension);
    Files.write(file, TestImages.blocks(extension, WIDTH, HEIGHT, 1));
    PhotoProbe probe = PhotoProbe.of(file, IngestOptions.of(null));
    assertThat(probe.problem()).as(probe.detail()).isEmpty();
    try (Mat image = PhotoReader.readBgr(photo(file, probe.width(), probe.height()), 0)) {
      assertThat(image.type()).isEqualTo(CV_8UC3);
      assertThat(image.cols()).isEqualTo(WIDTH);
      assertThat(image.rows()).isEqualTo(HEIGHT);
    }
  }

  @ParameterizedTest
  @CsvSource({".png,16", ".tiff,16", ".png,1", ".png,4"})
  void deepGreyAndTransparentImagesBecomeBgr(String extension, int kind) throws IOException {
    int type = kind == 16 ? CV_16UC1 : kind == 1 ? CV_8UC1 : CV_8UC4;
    double value = kind == 16 ? 100 * 257 : 100;
    Path file = folder.resolve("a" + extension);
    try (Scalar grey = new Scalar(value, value, value, 128);
        Mat image = new Mat(HEIGHT, WIDTH, type, grey)) {
      Files.write(file, TestImages.encode(extension, image));
    }
    try (Mat image = PhotoReader.readBgr(photo(file, WIDTH, HEIGHT), 0)) {
      assertThat(image.type()).isEqualTo(CV_8UC3);
      assertPixel(image, 20, 20, new int[] {100, 100, 100});
    }
  }

  @Test
  void aMaskIsFittedToTheAskedSize() throws IOException {
    Path file = folder.resolve("mask.png");
    try (Scalar white = new Scalar(255);
        Mat mask = new Mat(HEIGHT, WIDTH, CV_8UC1, white)) {
      Files.write(file, TestImages.encode(".png", mask));
    }
    Photo photo =
        new Photo(
            0,
            "a",
            file,
            WIDTH,
            HEIGHT,
            0,
            Double.NaN,
            Optional.empty(),
            0,
            0,
            "",
            Optional.of(file));
    try (Mat fitted = PhotoReader.readMask(photo, 32, 24).orElseThrow()) {
      assertThat(fitted.cols()).isEqualTo(32);
      assertThat(fitted.rows()).isEqualTo(24);
      assertThat(fitted.channels()).isEqualTo(1);
    }
  }

  static Photo photo(Path file, int width, int height) {
    return new Photo(
        0,
        file.getFileName().toString(),
        file,
        width,
        height,
        0,
        Double.NaN,
        Optional.empty(),
        0,
        0,
        "",
        Optional.empty());
  }

  private static void assertPixel(Mat image, int row, int column, int[] bgr) {
    byte[] pixel = new byte[3];
    try (BytePointer p = image.ptr(row, column)) {
      p.get(pixel);
    }
    for (int k = 0; k < 3; k++) {
      assertThat(pixel[k] & 0xFF)
          .as("channel %d at %d,%d", k, row, column)
          .isBetween(bgr[k] - 12, bgr[k] + 12);
    }
  }
}
