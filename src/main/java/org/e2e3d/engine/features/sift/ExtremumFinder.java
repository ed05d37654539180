package org.e2e3d.engine.features.sift;

/**
 * Finds the extrema of one octave's differences of Gaussians, line by line as they come, and
 * refines each to a fraction of a pixel and of a scale (Brown and Lowe, BMVC 2002).
 */
final class ExtremumFinder {
  /** Lines of differences that are held; extrema are looked for in the middle of them. */
  private static final int HELD = 8;

  private static final int AHEAD = 3;
  private static final int BORDER = 5;
  private static final int STEPS = 5;

  /** Before refinement an extremum may be this much lower than it has to be after it. */
  private static final double SLACK = 0.5;

  private final SiftParameters parameters;
  private final int octave;
  private final int width;
  private final int height;
  private final Extrema found;

  /** Differences of levels l + 1 and l at line y: {@code difference[l][y % HELD]}. */
  private final float[][][] difference;

  private final double[] d = new double[3];
  private final double[] h = new double[6];
  private final double[] shift = new double[3];

  ExtremumFinder(SiftParameters parameters, int octave, int width, int height, Extrema found) {
    this.parameters = parameters;
    this.octave = octave;
    this.width = width;
    this.height = height;
    this.found = found;
    this.difference = new float[parameters.layers() + 2][HELD][width];
  }

  /** Takes line y of all levels, from the least blurred to the most. */
  void take(int y, float[][] levels) {
    for (int l = 0; l < difference.length; l++) {
      float[] to = difference[l][y % HELD];
      float[] lower = levels[l];
      float[] upper = levels[l + 1];
      for (int x = 0; x < to.length; x++) {
        to[x] = upper[x] - lower[x];
      }
    }
    search(y - AHEAD);
    if (y == height - 1) {
      for (int rest = y - AHEAD + 1; rest < height; rest++) {
        search(rest);
      }
    }
  }

  private void search(int y) {
    if (y < BORDER || y >= height - BORDER) {
      return;
    }
    float least = (float) (SLACK * parameters.leastHeight());
    for (int l = 1; l <= parameters.layers(); l++) {
      float[] line = difference[l][y % HELD];
      float before = line[BORDER - 1];
      float v = line[BORDER];
      for (int x = BORDER; x < width - BORDER; x++) {
        float after = line[x + 1];
        // along the line first: few pixels are extreme there, which a processor foresees
        if ((v - before) * (v - after) >= 0 && Math.abs(v) > least) {
          int sign = v > 0 ? 1 : -1;
          if (sign * v >= sign * before && isExtreme(sign, sign * v, x, y, l)) {
            refine(x, y, l);
          }
        }
        before = v;
        v = after;
      }
    }
  }

  /** Compares with the neighbours in other lines; those of the same image rule out most. */
  private boolean isExtreme(int sign, float v, int x, int y, int l) {
    return isAtLeast(sign, v, x, difference[l][(y - 1) % HELD])
        && isAtLeast(sign, v, x, difference[l][(y + 1) % HELD])
        && isAtLeast(sign, v, x, difference[l + 1][y % HELD])
        && isAtLeast(sign, v, x, difference[l - 1][y % HELD])
        && isAtLeast(sign, v, x, difference[l + 1][(y - 1) % HELD])
        && isAtLeast(sign, v, x, difference[l + 1][(y + 1) % HELD])
        && isAtLeast(sign, v, x, difference[l - 1][(y - 1) % HELD])
        && isAtLeast(sign, v, x, difference[l - 1][(y + 1) % HELD]);
  }

  private static boolean isAtLeast(int sign, float v, int x, float[] line) {
    return v >= sign * line[x] && v >= sign * line[x - 1] && v >= sign * line[x + 1];
  }

  private float at(int l, int y, int x) {
    return difference[l][y % HELD][x];
  }

  private void refine(int x0, int y0, int l0) {
    int x = x0;
    int y = y0;
    int l = l0;
    for (int step = 0; ; step++) {
      if (!solve(x, y, l)) {
        return;
      }
      if (Math.abs(shift[0]) < 0.5 && Math.abs(shift[1]) < 0.5 && Math.abs(shift[2]) < 0.5) {
        break;
      }
      x += (int) Math.rint(Math.max(-2, Math.min(2, shift[0])));
      y += (int) Math.rint(Math.max(-2, Math.min(2, shift[1])));
      l += (int) Math.rint(Math.max(-2, Math.min(2, shift[2])));
      boolean inside =
          l >= 1
              && l <= parameters.layers()
              && x >= BORDER
              && x < width - BORDER
              && y >= BORDER
              && y < height - BORDER
              && Math.abs(y - y0) < AHEAD;
      if (step == STEPS - 1 || !inside) {
        return;
      }
    }
    double height = at(l, y, x) + 0.5 * (d[0] * shift[0] + d[1] * shift[1] + d[2] * shift[2]);
    double trace = h[0] + h[1];
    double determinant = h[0] * h[1] - h[3] * h[3];
    double edge = parameters.edge();
    if (Math.abs(height) < parameters.leastHeight()
        || determinant <= 0
        || trace * trace * edge >= (edge + 1) * (edge + 1) * determinant) {
      return;
    }
    found.add(
        octave,
        l,
        (float) (x + shift[0]),
        (float) (y + shift[1]),
        (float) parameters.sigma(l + shift[2]),
        (float) Math.abs(height));
  }

  /**
   * Fits a quadric to the 27 differences: its gradient {@code d}, its second derivatives {@code h}
   * (xx, yy, ll, xy, xl, yl) and where its extremum is.
   */
  private boolean solve(int x, int y, int l) {
    double v = at(l, y, x);
    d[0] = 0.5 * (at(l, y, x + 1) - at(l, y, x - 1));
    d[1] = 0.5 * (at(l, y + 1, x) - at(l, y - 1, x));
    d[2] = 0.5 * (at(l + 1, y, x) - at(l - 1, y, x));
    h[0] = at(l, y, x + 1) + at(l, y, x - 1) - 2 * v;
    h[1] = at(l, y + 1, x) + at(l, y - 1, x) - 2 * v;
    h[2] = at(l + 1, y, x) + at(l - 1, y, x) - 2 * v;
    h[3] =
        0.25
            * (at(l, y + 1, x + 1)
                - at(l, y + 1, x - 1)
                - at(l, y - 1, x + 1)
                + at(l, y - 1, x - 1));
    h[4] =
        0.25
            * (at(l + 1, y, x + 1)
                - at(l + 1, y, x - 1)
                - at(l - 1, y, x + 1)
                + at(l - 1, y, x - 1));
    h[5] =
        0.25
            * (at(l + 1, y + 1, x)
                - at(l + 1, y - 1, x)
                - at(l - 1, y + 1, x)
                + at(l - 1, y - 1, x));
    double a = h[1] * h[2] - h[5] * h[5];
    double b = h[4] * h[5] - h[3] * h[2];
    double c = h[3] * h[5] - h[4] * h[1];
    double determinant = h[0] * a + h[3] * b + h[4] * c;
    if (Math.abs(determinant) < 1e-12) {
      return false;
    }
    double e = h[0] * h[2] - h[4] * h[4];
    double f = h[3] * h[4] - h[0] * h[5];
    double g = h[0] * h[1] - h[3] * h[3];
    shift[0] = -(a * d[0] + b * d[1] + c * d[2]) / determinant;
    shift[1] = -(b * d[0] + e * d[1] + f * d[2]) / determinant;
    shift[2] = -(c * d[0] + f * d[1] + g * d[2]) / determinant;
    return true;
  }
}
