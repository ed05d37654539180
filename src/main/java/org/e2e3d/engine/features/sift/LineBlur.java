package org.e2e3d.engine.features.sift;

/**
 * A Gaussian blur that takes an image line by line and gives its lines back a radius later, so that
 * only as many lines as the kernel is high are held. Beyond its borders the image is mirrored about
 * its outermost pixels.
 */
final class LineBlur {
  /** The kernel is cut off at this many standard deviations. */
  private static final double REACH = 3;

  /** Pixels that are blurred along a line at once; a piece and its copies fit the first cache. */
  private static final int PIECE = 1024;

  private final int width;
  private final int height;
  private final int radius;

  /** Weights from the middle outward. */
  private final float[] kernel;

  /** The latest lines, blurred along themselves; line y stands at y modulo their number. */
  private final float[][] lines;

  private final float[] padded;

  /** Scratch. */
  private final float[][] shifted = new float[6][PIECE];

  private final float[] sum = new float[PIECE];
  private int in;
  private int out;

  /**
   * @param width pixels a line, more than the radius
   * @param height lines, more than the radius
   * @param sigma standard deviation, pixels
   */
  LineBlur(int width, int height, double sigma) {
    this.width = width;
    this.height = height;
    this.radius = radius(sigma);
    this.kernel = kernel(sigma, radius);
    this.lines = new float[2 * radius + 1][width];
    this.padded = new float[width + 2 * radius];
  }

  /** How many lines below a line have to be known for it, pixels. */
  static int radius(double sigma) {
    return (int) Math.ceil(REACH * sigma);
  }

  private static float[] kernel(double sigma, int radius) {
    double[] weight = new double[radius + 1];
    double sum = 0;
    for (int i = 0; i <= radius; i++) {
      weight[i] = Math.exp(-0.5 * i * i / (sigma * sigma));
      sum += i == 0 ? weight[i] : 2 * weight[i];
    }
    float[] kernel = new float[radius + 1];
    for (int i = 0; i <= radius; i++) {
      kernel[i] = (float) (weight[i] / sum);
    }
    return kernel;
  }

  /** Takes the next line; those that become ready are to be taken out before the next goes in. */
  void push(float[] line) {
    System.arraycopy(line, 0, padded, radius, width);
    for (int i = 1; i <= radius; i++) {
      padded[radius - i] = line[i];
      padded[radius + width - 1 + i] = line[width - 1 - i];
    }
    float[] to = lines[in++ % lines.length];
    for (int x = 0; x < width; x += PIECE) {
      blurPiece(x, Math.min(PIECE, width - x), to);
    }
  }

  /**
   * The middle of the kernel lies at {@code padded[from + radius]}. Loops over one index in all
   * arrays become vector instructions, those over shifted ones do not; so pieces are shifted by
   * copying, in the cache.
   */
  private void blurPiece(int from, int length, float[] to) {
    System.arraycopy(padded, from + radius, shifted[0], 0, length);
    weigh(shifted[0], kernel[0], sum, length);
    int i = 1;
    for (; i + 2 <= radius; i += 3) {
      for (int k = 0; k < 3; k++) {
        System.arraycopy(padded, from + radius - i - k, shifted[2 * k], 0, length);
        System.arraycopy(padded, from + radius + i + k, shifted[2 * k + 1], 0, length);
      }
      addThree(
          shifted[0], shifted[1], shifted[2], shifted[3], shifted[4], shifted[5], i, sum, length);
    }
    for (; i <= radius; i++) {
      System.arraycopy(padded, from + radius - i, shifted[0], 0, length);
      System.arraycopy(padded, from + radius + i, shifted[1], 0, length);
      add(shifted[0], shifted[1], kernel[i], sum, length);
    }
    System.arraycopy(sum, 0, to, from, length);
  }

  /** True if a line can be taken out. */
  boolean ready() {
    return out < height && (in == height || in > out + radius);
  }

  /** Gives the next line. */
  void pop(float[] to) {
    int y = out++;
    weigh(line(y), kernel[0], to, width);
    int i = 1;
    for (; i + 2 <= radius; i += 3) {
      addThree(
          line(y - i),
          line(y + i),
          line(y - i - 1),
          line(y + i + 1),
          line(y - i - 2),
          line(y + i + 2),
          i,
          to,
          width);
    }
    for (; i <= radius; i++) {
      add(line(y - i), line(y + i), kernel[i], to, width);
    }
  }

  /** A held line, or the one that mirrors it. */
  private float[] line(int y) {
    int mirrored = y < height ? Math.abs(y) : 2 * (height - 1) - y;
    return lines[mirrored % lines.length];
  }

  private static void weigh(float[] from, float weight, float[] to, int length) {
    for (int x = 0; x < length; x++) {
      to[x] = weight * from[x];
    }
  }

  private static void add(float[] a, float[] b, float weight, float[] to, int length) {
    for (int x = 0; x < length; x++) {
      to[x] += weight * (a[x] + b[x]);
    }
  }

  /** Three weights at once, from the named one, so that the sum is read and written less often. */
  private void addThree(
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] e,
      float[] f,
      int first,
      float[] to,
      int length) {
    float u = kernel[first];
    float v = kernel[first + 1];
    float w = kernel[first + 2];
    for (int x = 0; x < length; x++) {
      to[x] += u * (a[x] + b[x]) + v * (c[x] + d[x]) + w * (e[x] + f[x]);
    }
  }
}
