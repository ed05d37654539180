package org.e2e3d.engine.texture;

/**
 * Gives the texels of a page that no chart covers the colours of what is around them, by averaging
 * the covered ones over ever larger squares and copying back (pull-push, Gortler et al., "The
 * Lumigraph", SIGGRAPH 1996, section 3.3). So nothing alien bleeds in where viewers reduce the page
 * for a distant view, or encoders for its size.
 */
final class GapFilling {
  private GapFilling() {}

  /**
   * Fills a page.
   *
   * @param rgb 3*width*height bytes
   * @param covered width*height; not 0 where a texel is painted
   */
  static void fill(byte[] rgb, byte[] covered, int width, int height) {
    if (width == 1 && height == 1) {
      return;
    }
    int w = (width + 1) / 2;
    int h = (height + 1) / 2;
    byte[] coarse = new byte[3 * w * h];
    byte[] known = new byte[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        pull(rgb, covered, width, height, 2 * x, 2 * y, coarse, known, y * w + x);
      }
    }
    fill(coarse, known, w, h);
    for (int y = 0, i = 0; y < height; y++) {
      int row = y / 2 * w;
      for (int x = 0; x < width; x++, i++) {
        if (covered[i] == 0) {
          int from = 3 * (row + x / 2);
          rgb[3 * i] = coarse[from];
          rgb[3 * i + 1] = coarse[from + 1];
          rgb[3 * i + 2] = coarse[from + 2];
        }
      }
    }
  }

  /** The mean of the covered ones of four texels. */
  private static void pull(
      byte[] rgb,
      byte[] covered,
      int width,
      int height,
      int left,
      int top,
      byte[] coarse,
      byte[] known,
      int to) {
    int r = 0;
    int g = 0;
    int b = 0;
    int n = 0;
    for (int y = top; y < Math.min(height, top + 2); y++) {
      for (int x = left; x < Math.min(width, left + 2); x++) {
        int i = y * width + x;
        if (covered[i] != 0) {
          r += rgb[3 * i] & 255;
          g += rgb[3 * i + 1] & 255;
          b += rgb[3 * i + 2] & 255;
          n++;
        }
      }
    }
    if (n > 0) {
      coarse[3 * to] = (byte) ((r + n / 2) / n);
      coarse[3 * to + 1] = (byte) ((g + n / 2) / n);
      coarse[3 * to + 2] = (byte) ((b + n / 2) / n);
      known[to] = 1;
    }
  }
}
