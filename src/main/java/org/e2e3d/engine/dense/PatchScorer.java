package org.e2e3d.engine.dense;

import java.util.Arrays;

/**
 * Compares a window of one image with where a slanted plane carries it in others, by bilaterally
 * weighted normalised cross-correlation.
 *
 * <p>The weights follow Schönberger et al., Pixelwise View Selection for Unstructured Multi-View
 * Stereo (ECCV 2016), section 4.2: samples of unlike grey value or far from the centre count less,
 * so that a window across a depth edge is decided by its own side. Within a window the homography
 * is replaced by its tangent (an affine map), which saves a division a sample and errs by
 * hundredths of a pixel. The cost of a plane is the mean over the two other images that match it
 * best, so that images in which the place is hidden do not count.
 *
 * <p>Not safe for use by several threads; the images are only read.
 */
final class PatchScorer {
  /** The cost of a plane that cannot be judged. */
  static final float WORST = 2f;

  /** So many images that match a plane best are enough to judge it: in others it may be hidden. */
  private static final int BEST = 2;

  private static final float COLOUR_SIGMA = 20f;

  /** Added to variances: about what sensor noise and JPEG leave on a flat wall (grey levels^2). */
  private static final float NOISE = 2f;

  /** How much worse than the best an image may match and still be used as the third. */
  private static final float NEARLY = 0.2f;

  /** What is taken off the cost of an image that is known to show the place. */
  private static final float PREFERENCE = 0.1f;

  private final float[] grey;
  private final int width;
  private final int height;
  private final int radius;
  private final int step;
  private final int taps;
  private final float[] spatial;
  private final float[] offsetX;
  private final float[] offsetY;
  private final float[] colour = new float[256];
  private final float[] weight;
  private final float[] centred;
  private final Source[] sources;
  private final float[] centre;
  private final float[] costs;
  private float variance;
  private boolean usable;

  /** Another image, and where pixels fall in it; see {@link RelativeView}. */
  static final class Source {
    final float[] grey;
    final int width;
    final int height;
    final float[] m = new float[9];
    final float[] b = new float[3];

    Source(float[] grey, int width, int height, RelativeView relative) {
      this.grey = grey;
      this.width = width;
      this.height = height;
      for (int i = 0; i < 9; i++) {
        m[i] = (float) relative.m()[i];
      }
      for (int i = 0; i < 3; i++) {
        b[i] = (float) relative.b()[i];
      }
    }
  }

  /**
   * @param grey the reference image, row-major; 0 marks pixels that hold nothing
   */
  PatchScorer(float[] grey, int width, int height, Source[] sources, int radius, int step) {
    this.grey = grey;
    this.width = width;
    this.height = height;
    this.sources = sources;
    this.radius = radius;
    this.step = step;
    int side = 2 * (radius / step) + 1;
    taps = side * side;
    weight = new float[taps];
    centred = new float[taps];
    spatial = new float[taps];
    offsetX = new float[taps];
    offsetY = new float[taps];
    centre = new float[3 * sources.length];
    costs = new float[sources.length];
    int k = 0;
    int reach = radius / step * step;
    for (int dy = -reach; dy <= reach; dy += step) {
      for (int dx = -reach; dx <= reach; dx += step) {
        offsetX[k] = dx;
        offsetY[k] = dy;
        spatial[k++] = (float) Math.exp(-(dx * dx + dy * dy) / (2.0 * radius * radius));
      }
    }
    for (int d = 0; d < 256; d++) {
      colour[d] = (float) Math.exp(-d * d / (2.0 * COLOUR_SIGMA * COLOUR_SIGMA));
    }
  }

  /** Takes the window around a pixel; false if the pixel holds nothing. */
  boolean focus(int x, int y) {
    float middle = grey[y * width + x];
    usable = middle > 0;
    if (!usable) {
      return false;
    }
    int reach = radius / step * step;
    int k = 0;
    float sum = 0;
    float mean = 0;
    for (int dy = -reach; dy <= reach; dy += step) {
      int yy = y + dy;
      for (int dx = -reach; dx <= reach; dx += step) {
        int xx = x + dx;
        float w = 0;
        float g = 0;
        if (xx >= 0 && xx < width && yy >= 0 && yy < height) {
          g = grey[yy * width + xx];
          if (g > 0) {
            w = spatial[k] * colour[(int) Math.abs(g - middle)];
          }
        }
        weight[k] = w;
        centred[k] = g;
        sum += w;
        mean += w * g;
        k++;
      }
    }
    float norm = 1 / sum;
    mean *= norm;
    float var = 0;
    for (int i = 0; i < taps; i++) {
      float w = weight[i] * norm;
      float c = centred[i] - mean;
      weight[i] = w;
      centred[i] = w * c;
      var += w * c * c;
    }
    variance = var;
    for (int s = 0; s < sources.length; s++) {
      float[] m = sources[s].m;
      centre[3 * s] = m[0] * x + m[1] * y + m[2];
      centre[3 * s + 1] = m[3] * x + m[4] * y + m[5];
      centre[3 * s + 2] = m[6] * x + m[7] * y + m[8];
    }
    return true;
  }

  /**
   * The cost, 0 to 2, of a plane at the pixel in focus: the mean over the two images that match it
   * best.
   */
  float costOverBest(float inverse, float slopeX, float slopeY) {
    int n = sources.length;
    for (int s = 0; s < n; s++) {
      costs[s] = cost(s, inverse, slopeX, slopeY);
    }
    if (n > 2) {
      Arrays.sort(costs);
    }
    int best = Math.min(n, BEST);
    float sum = 0;
    for (int i = 0; i < best; i++) {
      sum += costs[i];
    }
    return sum / best;
  }

  /**
   * The mean cost over chosen images only; gives up, with {@link #WORST}, once it cannot be below
   * the limit.
   *
   * @param chosen from {@link #choose}
   */
  float costOver(int chosen, float inverse, float slopeX, float slopeY, float limit) {
    int n = chosen & 15;
    float most = limit * n;
    float sum = 0;
    int rest = chosen;
    for (int i = 0; i < n; i++) {
      rest >>>= 4;
      sum += cost(rest & 15, inverse, slopeX, slopeY);
      if (sum >= most) {
        return WORST;
      }
    }
    return sum / n;
  }

  /**
   * Chooses the images that match a plane best at the pixel in focus, at most {@code most}; the
   * third and later only if they match nearly as well as the best, so that images in which the
   * place is hidden are left out.
   *
   * @param preferred a bit for each image that is known to show the place
   * @return their number in the lowest four bits, then an index every four bits, best first
   */
  int choose(float inverse, float slopeX, float slopeY, int most, int preferred) {
    int n = sources.length;
    for (int s = 0; s < n; s++) {
      costs[s] = cost(s, inverse, slopeX, slopeY) - ((preferred >> s & 1) == 0 ? 0 : PREFERENCE);
    }
    int chosen = 0;
    int size = 0;
    float first = 0;
    while (size < Math.min(most, n)) {
      int best = 0;
      for (int s = 1; s < n; s++) {
        if (costs[s] < costs[best]) {
          best = s;
        }
      }
      if (size == 0) {
        first = costs[best];
      } else if (size >= 2 && costs[best] > first + NEARLY) {
        break;
      }
      size++;
      chosen |= best << (4 * size);
      costs[best] = Float.MAX_VALUE;
    }
    return chosen | size;
  }

  /** The weighted variance of the window in focus, grey levels squared. */
  float variance() {
    return variance;
  }

  private float cost(int s, float inverse, float slopeX, float slopeY) {
    Source source = sources[s];
    float[] m = source.m;
    float[] b = source.b;
    float w0 = centre[3 * s + 2] + b[2] * inverse;
    if (!(w0 > 1e-6f)) {
      return WORST;
    }
    float r = 1 / w0;
    float u = (centre[3 * s] + b[0] * inverse) * r;
    float v = (centre[3 * s + 1] + b[1] * inverse) * r;
    float wx = m[6] + b[2] * slopeX;
    float wy = m[7] + b[2] * slopeY;
    float ux = (m[0] + b[0] * slopeX - u * wx) * r;
    float uy = (m[1] + b[0] * slopeY - u * wy) * r;
    float vx = (m[3] + b[1] * slopeX - v * wx) * r;
    float vy = (m[4] + b[1] * slopeY - v * wy) * r;
    float det = ux * vy - uy * vx;
    if (!(det > 0.1f && det < 10f)) {
      return WORST; // seen edge-on, from behind, or at quite another scale
    }
    float ru = radius * (Math.abs(ux) + Math.abs(uy));
    float rv = radius * (Math.abs(vx) + Math.abs(vy));
    // half a pixel of margin for rounding
    if (!(u - ru >= 0.5f
        && u + ru < source.width - 1.5f
        && v - rv >= 0.5f
        && v + rv < source.height - 1.5f)) {
      return WORST;
    }
    float[] image = source.grey;
    float[] wk = weight;
    float[] ck = centred;
    float[] ox = offsetX;
    float[] oy = offsetY;
    int stride = source.width;
    int last = taps;
    float sumB = 0;
    float sumBb = 0;
    float sumAb = 0;
    for (int k = 0; k < last; k++) {
      float pu = Math.fma(uy, oy[k], Math.fma(ux, ox[k], u));
      float pv = Math.fma(vy, oy[k], Math.fma(vx, ox[k], v));
      int iu = (int) pu;
      int iv = (int) pv;
      float fu = pu - iu;
      float fv = pv - iv;
      int at = iv * stride + iu;
      float p = image[at];
      float q = image[at + stride];
      float top = Math.fma(fu, image[at + 1] - p, p);
      float low = Math.fma(fu, image[at + stride + 1] - q, q);
      float value = Math.fma(fv, low - top, top);
      float wv = wk[k] * value;
      sumB += wv;
      sumBb = Math.fma(wv, value, sumBb);
      sumAb = Math.fma(ck[k], value, sumAb);
    }
    float varB = sumBb - sumB * sumB;
    if (!(varB > 0)) {
      varB = 0;
    }
    return 1 - sumAb / (float) Math.sqrt((variance + NOISE) * (varB + NOISE));
  }
}
