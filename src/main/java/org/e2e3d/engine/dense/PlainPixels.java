package org.e2e3d.engine.dense;

/**
 * Which pixels of an image hold no texture: those whose like-coloured surroundings hold hardly more
 * than noise. Being weighted by likeness, the surroundings of a pixel beside an outline are those
 * on its own side.
 *
 * @param variance grey levels squared, of each pixel's like-coloured surroundings, row-major;
 *     infinite where there is nothing
 * @param level the mean grey value of each pixel's like-coloured surroundings
 */
record PlainPixels(float[] variance, float[] level) {
  private static final int RADIUS = 4;
  private static final int STEP = 2;

  /** Colours further apart (root mean square of the channels) belong to different things. */
  private static final float LIKE = 8f;

  /** Squared differences of three channels from here on have next to no weight. */
  private static final int MOST = 3000;

  /** Below this variance (grey levels squared) there is nothing but noise. */
  private static final float NOISE = 3f;

  /** From this variance on there is more than an outline's compression artefacts. */
  private static final float TEXTURE = 12f;

  boolean plain(int at) {
    return variance[at] < NOISE;
  }

  boolean textured(int at) {
    return variance[at] >= TEXTURE;
  }

  /**
   * @param grey grey values, row-major; 0 where there is nothing
   * @param bgr colours, three bytes a pixel
   */
  static PlainPixels of(float[] grey, byte[] bgr, int width, int height) {
    float[] weight = new float[MOST + 1];
    for (int d = 0; d <= MOST; d++) {
      weight[d] = (float) Math.exp(-d / (3 * 2.0 * LIKE * LIKE));
    }
    float[] variance = new float[grey.length];
    float[] level = new float[grey.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        float middle = grey[at];
        if (middle == 0) {
          variance[at] = Float.POSITIVE_INFINITY;
          continue;
        }
        float sum = 0;
        float mean = 0;
        float square = 0;
        for (int dy = -RADIUS; dy <= RADIUS; dy += STEP) {
          int row = Math.max(0, Math.min(height - 1, y + dy)) * width;
          for (int dx = -RADIUS; dx <= RADIUS; dx += STEP) {
            int to = row + Math.max(0, Math.min(width - 1, x + dx));
            float w = weight[Math.min(MOST, distance(bgr, 3 * at, 3 * to))];
            float d = grey[to] - middle;
            sum += w;
            mean += w * d;
            square += w * d * d;
          }
        }
        variance[at] = square / sum - mean * mean / (sum * sum);
        level[at] = middle + mean / sum;
      }
    }
    return new PlainPixels(variance, level);
  }

  private static int distance(byte[] bgr, int a, int b) {
    int x = (bgr[a] & 0xff) - (bgr[b] & 0xff);
    int y = (bgr[a + 1] & 0xff) - (bgr[b + 1] & 0xff);
    int z = (bgr[a + 2] & 0xff) - (bgr[b + 2] & 0xff);
    return x * x + y * y + z * z;
  }
}
