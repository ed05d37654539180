package org.e2e3d.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
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
    boolean mirrored = PictureTurn.isMirrored(orientation);
    assertThat(probe.width()).isEqualTo(mirrored ? WIDTH : storedWidth);
    assertThat(probe.height()).isEqualTo(mirrored ? HEIGHT : storedHeight);
    for (int maxSide : new int[] {0, 32, 20}) {
      Photo photo = photo(file, probe.width(), probe.height(), probe.quarterTurns());
      assertQuadrants(photo, maxSide);
      try (Mat image = PhotoReader.readBgr(photo, maxSide)) {
        assertThat(image.cols())
            .isEqualTo(PhotoReader.reducedSize(photo.width(), photo.height(), maxSide)[0]);
        if (!mirrored) {
          int[] corner = upright(orientation, 2, 2, storedWidth, storedHeight);
          assertPixel(image, 2, 2, corner);
        }
      }
    }
  }

  /** OpenCV sets TIFFs upright by itself, whatever it is told; nobody may do it a second time. */
  @ParameterizedTest
  @CsvSource({"1,8", "2,8", "3,8", "4,8", "5,8", "6,8", "7,8", "8,8", "3,16", "6,16", "8,16"})
  void everyOrientationOfATiffComesOutUpright(int orientation, int bits) throws IOException {
    boolean swaps = orientation >= 5;
    int w = swaps ? HEIGHT : WIDTH;
    int h = swaps ? WIDTH : HEIGHT;
    ByteBuffer rgb = ByteBuffer.allocate(3 * w * h * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < w * h; i++) {
      int[] bgr = upright(orientation, i / w, i % w, w, h);
      for (int k = 2; k >= 0; k--) {
        if (bits == 16) {
          rgb.putShort((short) (257 * bgr[k]));
        } else {
          rgb.put((byte) bgr[k]);
        }
      }
    }
    Path file = folder.resolve("a.tif");
    Files.write(file, new TestTiff(w, h, 3, bits, 2, rgb.array()).tag(274, orientation).bytes());
    PhotoProbe probe = PhotoProbe.of(file, IngestOptions.of(null));
    assertThat(probe.problem()).as(probe.detail()).isEmpty();
    assertThat(probe.width()).isEqualTo(WIDTH);
    assertThat(probe.height()).isEqualTo(HEIGHT);
    assertThat(probe.quarterTurns()).isZero();
    assertQuadrants(photo(file, WIDTH, HEIGHT), 0);
    assertQuadrants(photo(file, WIDTH, HEIGHT), 32);
  }

  private static void assertQuadrants(Photo photo, int maxSide) {
    try (Mat image = PhotoReader.readUpright(photo, maxSide)) {
      assertThat(image.cols()).isEqualTo(maxSide == 0 ? WIDTH : maxSide);
      for (int q = 0; q < 4; q++) {
        int row = image.rows() * (q / 2 == 0 ? 1 : 3) / 4;
        int column = image.cols() * (q % 2 == 0 ? 1 : 3) / 4;
        assertPixel(image, row, column, QUADRANTS[q]);
      }
    }
  }

  /** Four inks as stored, and the red, green and blue they leave, of 255. */
  @ParameterizedTest
  @CsvSource({
    "255,0,0,0, 0,255,255",
    "0,255,255,0, 255,0,0",
    "0,0,0,0, 255,255,255",
    "0,0,0,255, 0,0,0",
    "128,0,0,128, 63,127,127"
  })
  void fourInksComeOutAsTheirColourWithAdobesMarkerAndWithout(
      int c, int m, int y, int k, int red, int green, int blue) throws IOException {
    int[] inks = {c, m, y, k};
    int[] inverted = {255 - c, 255 - m, 255 - y, 255 - k};
    byte[][] files = {inkJpeg(inks), withAdobeMarker(inkJpeg(inverted))};
    for (int i = 0; i < files.length; i++) {
      Path file = folder.resolve(i + ".jpg");
      Files.write(file, files[i]);
      PhotoProbe probe = PhotoProbe.of(file, IngestOptions.of(null));
      assertThat(probe.problem()).as(probe.detail()).isEmpty();
      assertThat(probe.exposure().mean())
          .isCloseTo((0.299 * red + 0.587 * green + 0.114 * blue) / 255, within(0.02));
      for (int maxSide : new int[] {0, 32}) {
        try (Mat image = PhotoReader.readBgr(photo(file, WIDTH, HEIGHT), maxSide)) {
          assertPixel(image, image.rows() / 2, image.cols() / 2, new int[] {blue, green, red});
        }
      }
    }
  }

  private static byte[] inkJpeg(int[] inks) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      raster.setPixel(i % WIDTH, i / WIDTH, inks);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] withAdobeMarker(byte[] jpeg) {
    byte[] marker = {
      (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    byte[] out = new byte[jpeg.length + marker.length];
    System.arraycopy(jpeg, 0, out, 0, 2);
    System.arraycopy(marker, 0, out, 2, marker.length);
    System.arraycopy(jpeg, 2, out, 2 + marker.length, jpeg.length - 2);
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_INT_ARGB, -2})
  void transparentPixelsKeepTheirColour(int type) throws IOException {
    BufferedImage image = halfTransparent(type);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    Path file = folder.resolve("a.png");
    Files.write(file, png.toByteArray());
    PhotoProbe probe = PhotoProbe.of(file, IngestOptions.of(null));
    assertThat(probe.problem()).as(probe.detail()).isEmpty();
    assertThat(probe.transparent()).isTrue();
    try (Mat read = PhotoReader.readBgr(photo(file, WIDTH, HEIGHT), 0)) {
      assertThat(read.type()).isEqualTo(CV_8UC3);
      assertPixel(read, 10, 10, new int[] {100, 100, 100});
      assertPixel(read, 10, WIDTH - 10, new int[] {100, 100, 100});
    }
  }

  /** Grey 100 all over, the left half transparent; -2 is grey with alpha. */
  private static BufferedImage halfTransparent(int type) {
    byte grey = 100;
    if (type == BufferedImage.TYPE_BYTE_INDEXED) {
      byte[] same = {grey, grey};
      IndexColorModel colours = new IndexColorModel(1, 2, same, same, same, 0);
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type, colours);
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        image.getRaster().setSample(i % WIDTH, i / WIDTH, 0, i % WIDTH < WIDTH / 2 ? 0 : 1);
      }
      return image;
    }
    ColorModel colours =
        type == -2
            ? new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, 3, DataBuffer.TYPE_BYTE)
            : ColorModel.getRGBdefault();
    WritableRaster raster = colours.createCompatibleWritableRaster(WIDTH, HEIGHT);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int alpha = i % WIDTH < WIDTH / 2 ? 0 : 255;
      raster.setPixel(
          i % WIDTH,
          i / WIDTH,
          type == -2 ? new int[] {grey, alpha} : new int[] {grey, grey, grey, alpha});
    }
    return new BufferedImage(colours, raster, false, null);
  }

  @Test
  void floatingPointSamplesAreRefusedWithTheCure() throws IOException {
    Path file = folder.resolve("a.tif");
    byte[] samples = new byte[4 * WIDTH * HEIGHT];
    Files.write(file, new TestTiff(WIDTH, HEIGHT, 1, 32, 1, samples).tag(339, 3).bytes());
    PhotoProbe probe = PhotoProbe.of(file, IngestOptions.of(null));
    assertThat(probe.problem()).isEqualTo("UNREADABLE");
    assertThat(probe.detail()).contains("8 or 16 bits");
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
            folder.resolve("a.jpg"),
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

  private static Photo photo(Path file, int width, int height) {
    return photo(file, width, height, 0);
  }

  private static Photo photo(Path file, int width, int height, int quarterTurns) {
    return new Photo(
        0,
        file.getFileName().toString(),
        file,
        width,
        height,
        quarterTurns,
        0,
        Double.NaN,
        Optional.empty(),
        Optional.empty(),
        0,
        new Exposure(0, 0, 0),
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
