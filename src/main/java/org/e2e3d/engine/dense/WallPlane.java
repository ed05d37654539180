package org.e2e3d.engine.dense;

import java.util.SplittableRandom;

/**
 * A plane in space as a view sees it: its inverse depth is linear over the image.
 *
 * @param inverse inverse depth at array index (0, 0)
 * @param slopeX its change per pixel to the right
 * @param slopeY its change per pixel downwards
 */
record WallPlane(double inverse, double slopeX, double slopeY) {
  private static final int TRIES = 300;
  private static final int ROUNDS = 3;

  double inverseAt(int x, int y) {
    return inverse + slopeX * x + slopeY * y;
  }

  /** True if an inverse depth lies on the plane, within a relative tolerance. */
  boolean holds(int x, int y, double inv, double tolerance) {
    double here = inverseAt(x, y);
    return Math.abs(inv - here) <= tolerance * here;
  }

  /**
   * The plane most points lie on (Fischler and Bolles, Random sample consensus, CACM 1981), refined
   * on these by least squares; null if there is none.
   *
   * @param pixels array indices of the points
   * @param inverses their inverse depths
   * @param tolerance relative
   */
  static WallPlane through(
      int[] pixels, double[] inverses, int width, double tolerance, long seed) {
    int n = pixels.length;
    if (n < 3) {
      return null;
    }
    SplittableRandom random = new SplittableRandom(seed);
    WallPlane best = null;
    int most = 2;
    for (int t = 0; t < TRIES; t++) {
      int[] three = {random.nextInt(n), random.nextInt(n), random.nextInt(n)};
      WallPlane plane = fit(pixels, inverses, width, three, 3);
      if (plane == null) {
        continue;
      }
      int count = plane.holding(pixels, inverses, width, tolerance, null);
      if (count > most) {
        most = count;
        best = plane;
      }
    }
    int[] held = new int[n];
    for (int round = 0; best != null && round < ROUNDS; round++) {
      int count = best.holding(pixels, inverses, width, tolerance, held);
      WallPlane better = fit(pixels, inverses, width, held, count);
      if (better == null || better.holding(pixels, inverses, width, tolerance, null) < count) {
        break;
      }
      best = better;
    }
    return best;
  }

  private int holding(int[] pixels, double[] inverses, int width, double tolerance, int[] held) {
    int count = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (holds(pixels[i] % width, pixels[i] / width, inverses[i], tolerance)) {
        if (held != null) {
          held[count] = i;
        }
        count++;
      }
    }
    return count;
  }

  private static WallPlane fit(int[] pixels, double[] inverses, int width, int[] of, int count) {
    double mx = 0;
    double my = 0;
    double mi = 0;
    for (int k = 0; k < count; k++) {
      mx += pixels[of[k]] % width;
      my += pixels[of[k]] / width;
      mi += inverses[of[k]];
    }
    mx /= count;
    my /= count;
    mi /= count;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double xi = 0;
    double yi = 0;
    for (int k = 0; k < count; k++) {
      double x = pixels[of[k]] % width - mx;
      double y = pixels[of[k]] / width - my;
      double i = inverses[of[k]] - mi;
      xx += x * x;
      xy += x * y;
      yy += y * y;
      xi += x * i;
      yi += y * i;
    }
    double det = xx * yy - xy * xy;
    // points on a line, or next to each other, say nothing of a plane
    if (!(det > 0.01 * xx * yy) || !(det > count)) {
      return null;
    }
    double sx = (xi * yy - yi * xy) / det;
    double sy = (yi * xx - xi * xy) / det;
    return new WallPlane(mi - sx * mx - sy * my, sx, sy);
  }
}
