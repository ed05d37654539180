package org.e2e3d.engine.texture;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.LUT;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** A decoded photograph in a plain array, red first. */
record PixelImage(int width, int height, byte[] rgb) {

  /**
   * Takes over an 8-bit BGR image.
   *
   * @param gain factors for red, green, blue
   */
  static PixelImage of(Mat image, double[] gain) {
    byte[] table = new byte[3 * 256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) (int) Math.min(255, i / 3 * gain[i % 3] + 0.5);
    }
    try (BytePointer bytes = new BytePointer(table);
        Mat lut = new Mat(1, 256, CV_8UC3, bytes);
        Mat rgb = new Mat()) {
      cvtColor(image, rgb, COLOR_BGR2RGB);
      LUT(rgb, lut, rgb);
      return new PixelImage(image.cols(), image.rows(), SmallPhoto.bytes(rgb));
    }
  }

  /**
   * The colour at a point (the first pixel's centre is at 0.5), bilinear; exactly the pixel's at
   * its centre; beyond the border the border's.
   *
   * @param out receives red, green, blue, 0 to 255
   */
  void sample(double u, double v, double[] out) {
    double x = Math.max(0, Math.min(width - 1.0, u - 0.5));
    double y = Math.max(0, Math.min(height - 1.0, v - 0.5));
    int x0 = (int) (x + 1e-6);
    int y0 = (int) (y + 1e-6);
    double fx = x - x0;
    double fy = y - y0;
    int o = 3 * (y0 * width + x0);
    int right = x0 + 1 < width ? 3 : 0;
    int down = y0 + 1 < height ? 3 * width : 0;
    for (int k = 0; k < 3; k++) {
      int i = o + k;
      double upper = (rgb[i] & 255) * (1 - fx) + (rgb[i + right] & 255) * fx;
      double lower = (rgb[i + down] & 255) * (1 - fx) + (rgb[i + down + right] & 255) * fx;
      out[k] = upper * (1 - fy) + lower * fy;
    }
  }
}
