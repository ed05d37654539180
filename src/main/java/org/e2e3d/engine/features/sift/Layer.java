package org.e2e3d.engine.features.sift;

/**
 * One blurred image of the scale space that features are described in, kept in 16 bits a pixel:
 * sixty-fourths of a grey level are far below the noise, and half the memory of floats.
 */
final class Layer {
  private static final float STEPS = 64;
  private static final float STEP = 1 / STEPS;

  private final int width;
  private final int height;
  private final short[] pixels;

  Layer(int width, int height) {
    this.width = width;
    this.height = height;
    this.pixels = new short[Math.multiplyExact(width, height)];
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Keeps a line of grey levels of 0 to 255. */
  void put(int y, float[] line) {
    int at = y * width;
    for (int x = 0; x < width; x++) {
      pixels[at + x] = (short) (int) (line[x] * STEPS + 0.5f);
    }
  }

  /** The next pixel along x less the one before, grey levels; neither is beyond the border. */
  float dx(int x, int y) {
    int at = y * width + x;
    return STEP * (pixels[at + 1] - pixels[at - 1]);
  }

  /** The same along y, downward. */
  float dy(int x, int y) {
    int at = y * width + x;
    return STEP * (pixels[at + width] - pixels[at - width]);
  }

  /**
   * The differences between pixels, bilinear: those of the four around a place.
   *
   * @param x column of the upper left one, 1 to width - 3
   * @param y its line, 1 to height - 3
   * @param fx share of the right ones
   * @param fy share of the lower ones
   * @param to receives the differences along x and y, downward
   */
  void differences(int x, int y, float fx, float fy, float[] to) {
    short[] p = pixels;
    int b = y * width + x;
    int c = b + width;
    int a = b - width;
    int d = c + width;
    int b0 = p[b];
    int b1 = p[b + 1];
    int c0 = p[c];
    int c1 = p[c + 1];
    float left = (1 - fy) * (b1 - p[b - 1]) + fy * (c1 - p[c - 1]);
    float right = (1 - fy) * (p[b + 2] - b0) + fy * (p[c + 2] - c0);
    float upper = (1 - fx) * (c0 - p[a]) + fx * (c1 - p[a + 1]);
    float lower = (1 - fx) * (p[d] - b0) + fx * (p[d + 1] - b1);
    to[0] = STEP * ((1 - fx) * left + fx * right);
    to[1] = STEP * ((1 - fy) * upper + fy * lower);
  }
}
