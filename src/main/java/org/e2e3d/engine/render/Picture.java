package org.e2e3d.engine.render;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_COMPRESSION;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * An 8-bit colour picture.
 *
 * @param width pixels
 * @param height pixels
 * @param rgb 3*width*height bytes, row-major from the top, red first
 */
public record Picture(int width, int height, byte[] rgb) {

  private static final int JPEG_QUALITY = 92;
  private static final int PNG_LEVEL = 3;

  public Picture {
    if (rgb.length != 3 * width * height) {
      throw new IllegalArgumentException(
          "Picture: " + rgb.length + " bytes do not fill " + width + "x" + height);
    }
  }

  /** A picture of one colour, 0xRRGGBB. */
  public static Picture filled(int width, int height, int colour) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) (colour >> 16);
      rgb[i + 1] = (byte) (colour >> 8);
      rgb[i + 2] = (byte) colour;
    }
    return new Picture(width, height, rgb);
  }

  /** The value of a channel, 0 to 255 (0 red, 1 green, 2 blue). */
  public int at(int x, int y, int channel) {
    return rgb[3 * (y * width + x) + channel] & 255;
  }

  /** Copies another picture into this one's bytes, its upper left corner at (left, top). */
  void paste(Picture other, int left, int top) {
    for (int y = 0; y < other.height; y++) {
      System.arraycopy(
          other.rgb, 3 * y * other.width, rgb, 3 * ((top + y) * width + left), 3 * other.width);
    }
  }

  /** The picture reduced by a whole factor, each pixel the mean of factor x factor. */
  public Picture reduced(int factor) {
    if (factor == 1) {
      return this;
    }
    int w = width / factor;
    int h = height / factor;
    byte[] out = new byte[3 * w * h];
    int area = factor * factor;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int r = 0;
        int g = 0;
        int b = 0;
        for (int dy = 0; dy < factor; dy++) {
          int row = 3 * ((y * factor + dy) * width + x * factor);
          for (int k = row; k < row + 3 * factor; k += 3) {
            r += rgb[k] & 255;
            g += rgb[k + 1] & 255;
            b += rgb[k + 2] & 255;
          }
        }
        int o = 3 * (y * w + x);
        out[o] = (byte) ((r + area / 2) / area);
        out[o + 1] = (byte) ((g + area / 2) / area);
        out[o + 2] = (byte) ((b + area / 2) / area);
      }
    }
    return new Picture(w, h, out);
  }

  /**
   * Writes PNG or JPEG, as the file's extension says.
   *
   * @throws IOException if the file cannot be written or the extension is neither
   */
  public void write(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      Files.write(file, PictureEncoder.encode(this, ".png", IMWRITE_PNG_COMPRESSION, PNG_LEVEL));
    } else if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
      Files.write(file, PictureEncoder.encode(this, ".jpg", IMWRITE_JPEG_QUALITY, JPEG_QUALITY));
    } else {
      throw new IOException(file + ": a picture is written as .png or .jpg");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture p
        && p.width == width
        && p.height == height
        && Arrays.equals(p.rgb, rgb);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(rgb);
  }

  @Override
  public String toString() {
    return "Picture[" + width + "x" + height + "]";
  }
}
