package org.e2e3d.engine.texture;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A decoded photograph in a plain array, with factors that even its exposure out, applied where a
 * pixel is taken: most pixels never are.
 *
 * @param width pixels
 * @param height pixels
 * @param bgr 3*width*height bytes, blue first
 * @param evened 256 values each of red, green and blue
 */
record PixelImage(int width, int height, byte[] bgr, byte[] evened) {
  private static final int GREEN = 256;
  private static final int BLUE = 512;

  /**
   * Takes over an 8-bit BGR image.
   *
   * @param gain factors for red, green, blue
   */
  static PixelImage of(Mat image, double[] gain) {
    byte[] evened = new byte[3 * 256];
    for (int i = 0; i < evened.length; i++) {
      evened[i] = (byte) (int) Math.min(255, (i & 255) * gain[i >> 8] + 0.5);
    }
    return new PixelImage(image.cols(), image.rows(), SmallPhoto.bytes(image), evened);
  }

  /**
   * Copies pixels from (x, y) on to the right; beyond the border the border's.
   *
   * @param page receives red, green, blue of each
   * @param offset where the first pixel goes
   * @param step bytes of the page from one pixel to the next
   */
  void copy(int x, int y, int n, byte[] page, int offset, int step) {
    int row = Math.max(0, Math.min(height - 1, y)) * width;
    int o = offset;
    for (int k = x; k < x + n; k++, o += step) {
      int from = 3 * (row + Math.max(0, Math.min(width - 1, k)));
      page[o] = evened[bgr[from + 2] & 255];
      page[o + 1] = evened[GREEN + (bgr[from + 1] & 255)];
      page[o + 2] = evened[BLUE + (bgr[from] & 255)];
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
      int i = o + 2 - k;
      double upper = value(k, i) * (1 - fx) + value(k, i + right) * fx;
      double lower = value(k, i + down) * (1 - fx) + value(k, i + down + right) * fx;
      out[k] = upper * (1 - fy) + lower * fy;
    }
  }

  private int value(int channel, int at) {
    return evened[256 * channel + (bgr[at] & 255)] & 255;
  }
}
