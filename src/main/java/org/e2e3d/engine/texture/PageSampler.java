package org.e2e3d.engine.texture;

/** Reads texture pages between their texels. */
final class PageSampler {
  private PageSampler() {}

  /**
   * Adds the bilinear colour at a point of a page, times a weight.
   *
   * @param page 3*width*height bytes, at least 2 x 2 texels
   * @param u texels from the left; the first texel's centre is at 0.5
   * @param v texels from the top
   * @param rgb receives the sum
   */
  static void add(
      byte[] page, int width, int height, double u, double v, double weight, double[] rgb) {
    double x = Math.max(0, Math.min(width - 1.0, u - 0.5));
    double y = Math.max(0, Math.min(height - 1.0, v - 0.5));
    int x0 = Math.min(width - 2, (int) x);
    int y0 = Math.min(height - 2, (int) y);
    double fx = x - x0;
    double fy = y - y0;
    int o = 3 * (y0 * width + x0);
    int d = 3 * width;
    for (int c = 0; c < 3; c++, o++) {
      double upper = (page[o] & 255) * (1 - fx) + (page[o + 3] & 255) * fx;
      double lower = (page[o + d] & 255) * (1 - fx) + (page[o + d + 3] & 255) * fx;
      rgb[c] += weight * (upper * (1 - fy) + lower * fy);
    }
  }
}
