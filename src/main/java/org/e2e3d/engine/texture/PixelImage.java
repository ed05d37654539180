package org.e2e3d.engine.texture;

import org.bytedeco.opencv.opencv_core.Mat;

/** A decoded photograph in a plain array, blue first. */
record PixelImage(int width, int height, byte[] bgr) {

  static PixelImage of(Mat image) {
    return new PixelImage(image.cols(), image.rows(), SmallPhoto.bytes(image));
  }

  /**
   * The colour at a point (the first pixel's centre is at 0.5), bilinear; exactly the pixel's at
   * its centre; beyond the border the border's.
   *
   * @param rgb receives red, green, blue, 0 to 255
   */
  void sample(double u, double v, double[] rgb) {
    double x = Math.max(0, Math.min(width - 1.0, u - 0.5));
    double y = Math.max(0, Math.min(height - 1.0, v - 0.5));
    int x0 = (int) (x + 1e-6);
    int y0 = (int) (y + 1e-6);
    double fx = x - x0;
    double fy = y - y0;
    int o = 3 * (y0 * width + x0);
    if (fx < 1e-4 && fy < 1e-4) {
      rgb[0] = bgr[o + 2] & 255;
      rgb[1] = bgr[o + 1] & 255;
      rgb[2] = bgr[o] & 255;
      return;
    }
    int right = x0 + 1 < width ? 3 : 0;
    int down = y0 + 1 < height ? 3 * width : 0;
    for (int k = 0; k < 3; k++) {
      int i = o + 2 - k;
      double upper = (bgr[i] & 255) * (1 - fx) + (bgr[i + right] & 255) * fx;
      double lower = (bgr[i + down] & 255) * (1 - fx) + (bgr[i + down + right] & 255) * fx;
      rgb[k] = upper * (1 - fy) + lower * fy;
    }
  }
}
