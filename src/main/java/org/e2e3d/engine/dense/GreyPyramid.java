package org.e2e3d.engine.dense;

/**
 * A grey image and its halvings (means of 2 x 2). A pixel that holds nothing (0) makes those above
 * it hold nothing.
 *
 * @param levels the full image first
 * @param widths of each level
 * @param heights of each level
 */
record GreyPyramid(float[][] levels, int[] widths, int[] heights) {

  static GreyPyramid of(float[] grey, int width, int height, int count) {
    float[][] levels = new float[count][];
    int[] widths = new int[count];
    int[] heights = new int[count];
    levels[0] = grey;
    widths[0] = width;
    heights[0] = height;
    for (int l = 1; l < count; l++) {
      widths[l] = widths[l - 1] >> 1;
      heights[l] = heights[l - 1] >> 1;
      levels[l] = halved(levels[l - 1], widths[l - 1], widths[l], heights[l]);
    }
    return new GreyPyramid(levels, widths, heights);
  }

  private static float[] halved(float[] from, int stride, int w, int h) {
    float[] to = new float[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int at = 2 * y * stride + 2 * x;
        float a = from[at];
        float b = from[at + 1];
        float c = from[at + stride];
        float d = from[at + stride + 1];
        to[y * w + x] = a > 0 && b > 0 && c > 0 && d > 0 ? (a + b + c + d) / 4 : 0;
      }
    }
    return to;
  }
}
