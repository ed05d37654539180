package org.e2e3d.engine.features.sift;

import java.util.Arrays;

/** The main directions around a feature (Lowe, IJCV 2004, section 5). */
final class Orientations {
  private static final int BINS = 36;
  private static final double WINDOW = 1.5;
  private static final double RADIUS = 3 * WINDOW;
  private static final double PEAK = 0.8;

  private final float[] raw = new float[BINS];
  private final float[] smooth = new float[BINS];
  private float[] weight = new float[64];

  /**
   * @param layer the blurred image
   * @param x0 column of the feature
   * @param y0 its line
   * @param sigma its scale, pixels
   * @param to receives directions in radians, 0 to 2 pi from x towards y (downward)
   * @return how many there are; at least one unless everything is flat
   */
  int find(Layer layer, float x0, float y0, double sigma, float[] to) {
    histogram(layer, Math.round(x0), Math.round(y0), sigma);
    float most = 0;
    for (int b = 0; b < BINS; b++) {
      smooth[b] =
          (raw[(b + BINS - 2) % BINS] + raw[(b + 2) % BINS]) / 16
              + (raw[(b + BINS - 1) % BINS] + raw[(b + 1) % BINS]) / 4
              + raw[b] * 0.375f;
      most = Math.max(most, smooth[b]);
    }
    int n = 0;
    for (int b = 0; b < BINS && n < to.length; b++) {
      float before = smooth[(b + BINS - 1) % BINS];
      float here = smooth[b];
      float after = smooth[(b + 1) % BINS];
      if (here > before && here > after && here >= PEAK * most) {
        double bin = b + 0.5 * (before - after) / (before - 2 * here + after);
        double turn = bin / BINS;
        to[n++] = (float) (2 * Math.PI * (turn - Math.floor(turn)));
      }
    }
    return n;
  }

  private void histogram(Layer layer, int x0, int y0, double sigma) {
    Arrays.fill(raw, 0);
    int radius = (int) Math.round(RADIUS * sigma);
    if (weight.length <= radius) {
      weight = new float[radius + 1];
    }
    double window = WINDOW * sigma;
    for (int i = 0; i <= radius; i++) {
      weight[i] = (float) Math.exp(-0.5 * i * i / (window * window));
    }
    int left = Math.max(1, x0 - radius);
    int right = Math.min(layer.width() - 2, x0 + radius);
    for (int y = Math.max(1, y0 - radius); y <= Math.min(layer.height() - 2, y0 + radius); y++) {
      float lineWeight = weight[Math.abs(y - y0)];
      for (int x = left; x <= right; x++) {
        float gx = layer.dx(x, y);
        float gy = layer.dy(x, y);
        float size = (float) Math.sqrt(gx * gx + gy * gy);
        int bin = (int) (Angles.of(gy, gx) * (float) (BINS / (2 * Math.PI)) + 0.5f);
        raw[bin >= BINS ? bin - BINS : bin] += size * lineWeight * weight[Math.abs(x - x0)];
      }
    }
  }
}
