package org.e2e3d.engine.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Makes small encoded images. */
public final class TestImages {
  private TestImages() {}

  /** Random blocks of 8x8 pixels, different for each seed. */
  public static byte[] blocks(String extension, int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bgr = new byte[3 * width * height];
    int columns = (width + 7) / 8;
    int[] colours = random.ints((long) columns * ((height + 7) / 8)).toArray();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int c = colours[y / 8 * columns + x / 8];
        int at = 3 * (y * width + x);
        bgr[at] = (byte) c;
        bgr[at + 1] = (byte) (c >> 8);
        bgr[at + 2] = (byte) (c >> 16);
      }
    }
    return encode(extension, bgr, width, height);
  }

  /** Encodes BGR bytes. */
  public static byte[] encode(String extension, byte[] bgr, int width, int height) {
    try (BytePointer data = new BytePointer(bgr);
        Mat image = new Mat(height, width, CV_8UC3, data)) {
      return encode(extension, image);
    }
  }

  static byte[] encode(String extension, Mat image) {
    try (BytePointer out = new BytePointer();
        IntPointer quality = new IntPointer(IMWRITE_JPEG_QUALITY, 95)) {
      if (!imencode(extension, image, out, quality)) {
        throw new IllegalStateException("cannot encode " + extension);
      }
      byte[] bytes = new byte[(int) out.limit()];
      out.get(bytes);
      return bytes;
    }
  }

  /** Puts an EXIF block with nothing but an orientation behind a JPEG's first marker. */
  static byte[] withOrientation(byte[] jpeg, int orientation) {
    byte[] exif = {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    byte[] out = new byte[jpeg.length + exif.length];
    out[0] = jpeg[0];
    out[1] = jpeg[1];
    System.arraycopy(exif, 0, out, 2, exif.length);
    System.arraycopy(jpeg, 2, out, 2 + exif.length, jpeg.length - 2);
    return out;
  }
}
