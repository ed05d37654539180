package org.e2e3d.engine.dense;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Proposes planes for the areas of a view that have no texture and so no depth of their own: a
 * blank wall is plane, and its outline can be measured. (Planes as hypotheses for what has no
 * texture: Romanoni and Matteucci, TAPA-MVS, ICCV 2019; Xu and Tao, ACMP, AAAI 2020. There they are
 * tried by the photographs again; here, where these cannot tell, by the outline and by other views,
 * see {@link WallAgreement}.)
 *
 * <p>A plane is proposed if most of the area's outline lies on it, all around, and nearly all the
 * rest is the outline of nearer things that hide it. An area that runs out of the image or in front
 * of something farther may be anything, and so may one of the colour of such an area: what is seen
 * through an arch may be sky.
 */
final class BlankWalls {
  /** Share of the outline that has to lie on the plane. */
  private static final double HELD = 0.5;

  /** Share of the outline that may be neither on the plane nor nearer. */
  private static final double LOOSE = 0.15;

  /** An area whose outline runs along the image's edge for more than this share is background. */
  private static final double OPEN = 0.2;

  /** Colours that differ by less in every channel may be the same thing's. */
  private static final double LIKE = 24;

  /** Depths this far from an outline's pixel belong to it, pixels: a matching window reaches it. */
  private static final int REACH = 3;

  /** The spread of what is held across the longer direction, as a share of the area's own. */
  private static final double SPREAD = 0.5;

  private static final int MOST_POINTS = 3000;

  /**
   * What the plane is fitted to lies closer to it than what may lie on it, as a share of the
   * tolerance.
   */
  private static final double TIGHT = 0.5;

  private final int width;
  private final int height;
  private final double tolerance;
  private final long seed;

  /** A plane for an area. */
  record Wall(PlainArea area, WallPlane plane) {}

  /**
   * @param tolerance relative difference of depths within one surface
   */
  BlankWalls(int width, int height, double tolerance, long seed) {
    this.width = width;
    this.height = height;
    this.tolerance = tolerance;
    this.seed = seed;
  }

  /**
   * @param areas the view's, see {@link PlainArea#of}
   * @param depth depths that other views confirm, row-major, 0 where unknown
   * @param grey grey values
   * @param bgr colours, three bytes a pixel
   */
  List<Wall> propose(List<PlainArea> areas, float[] depth, float[] grey, byte[] bgr) {
    List<int[]> rims = areas.stream().map(a -> a.rim(width, height)).toList();
    List<double[]> background = new ArrayList<>();
    for (int i = 0; i < areas.size(); i++) {
      if (edge(rims.get(i)) > OPEN) {
        background.add(areas.get(i).colour(bgr));
      }
    }
    List<Wall> walls = new ArrayList<>();
    for (int i = 0; i < areas.size(); i++) {
      double[] colour = areas.get(i).colour(bgr);
      if (edge(rims.get(i)) > OPEN || background.stream().anyMatch(b -> like(b, colour))) {
        continue;
      }
      WallPlane plane = plane(rims.get(i), depth, grey, seed + i);
      if (plane != null && stands(plane, areas.get(i), rims.get(i), depth)) {
        walls.add(new Wall(areas.get(i), plane));
      }
    }
    return walls;
  }

  private static boolean like(double[] a, double[] b) {
    return Math.abs(a[0] - b[0]) < LIKE
        && Math.abs(a[1] - b[1]) < LIKE
        && Math.abs(a[2] - b[2]) < LIKE;
  }

  /** Share of a rim that lies on the image's edge. */
  private double edge(int[] rim) {
    int n = 0;
    for (int p : rim) {
      int x = p % width;
      int y = p / width;
      n += x < 2 || y < 2 || x >= width - 2 || y >= height - 2 ? 1 : 0;
    }
    return n / (double) rim.length;
  }

  /**
   * Fits a plane to the depths on the outline itself: beside it, windows continue the surface on
   * the other side, such as the ground a wall stands on.
   */
  private WallPlane plane(int[] rim, float[] depth, float[] grey, long seed) {
    boolean[] seen = new boolean[depth.length];
    int[] near = new int[rim.length];
    int n = 0;
    for (int p : rim) {
      int best = -1;
      float steepest = 0;
      for (int q : around(p)) {
        float steep = depth[q] > 0 ? steepness(grey, q) : 0;
        if (steep > steepest) {
          steepest = steep;
          best = q;
        }
      }
      if (best >= 0 && !seen[best]) {
        seen[best] = true;
        near[n++] = best;
      }
    }
    int m = Math.min(n, MOST_POINTS);
    int[] pixels = new int[m];
    double[] inverses = new double[m];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < m; i++) {
      int j = i + random.nextInt(n - i);
      pixels[i] = near[j];
      near[j] = near[i];
      inverses[i] = 1 / depth[pixels[i]];
    }
    return WallPlane.through(pixels, inverses, width, TIGHT * tolerance, seed);
  }

  private float steepness(float[] grey, int p) {
    int x = p % width;
    int y = p / width;
    float dx = grey[y * width + Math.min(width - 1, x + 1)] - grey[y * width + Math.max(0, x - 1)];
    float dy = grey[Math.min(height - 1, y + 1) * width + x] - grey[Math.max(0, y - 1) * width + x];
    return dx * dx + dy * dy;
  }

  private boolean stands(WallPlane plane, PlainArea area, int[] rim, float[] depth) {
    int held = 0;
    int hidden = 0;
    int[] on = new int[rim.length];
    for (int p : rim) {
      boolean holds = false;
      boolean nearer = false;
      for (int q : around(p)) {
        if (depth[q] > 0) {
          double inverse = 1 / depth[q];
          double here = plane.inverseAt(q % width, q / width);
          holds |= plane.holds(q % width, q / width, inverse, tolerance);
          nearer |= inverse > here * (1 + tolerance);
        }
      }
      if (holds) {
        on[held++] = p;
      } else if (nearer) {
        hidden++;
      }
    }
    if (held < HELD * rim.length || held + hidden < (1 - LOOSE) * rim.length) {
      return false;
    }
    for (int p : area.pixels()) {
      if (!(plane.inverseAt(p % width, p / width) > 0)) {
        return false;
      }
    }
    return lesserSpread(on, held) >= SPREAD * lesserSpread(area.pixels(), area.pixels().length);
  }

  /** Standard deviation of pixels' places along the direction in which it is smallest. */
  private double lesserSpread(int[] pixels, int n) {
    double mx = 0;
    double my = 0;
    for (int i = 0; i < n; i++) {
      mx += pixels[i] % width;
      my += pixels[i] / width;
    }
    mx /= n;
    my /= n;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      double x = pixels[i] % width - mx;
      double y = pixels[i] / width - my;
      xx += x * x / n;
      xy += x * y / n;
      yy += y * y / n;
    }
    double half = Math.sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
    return Math.sqrt(Math.max(0, (xx + yy) / 2 - half));
  }

  private int[] around(int p) {
    int x0 = Math.max(0, p % width - REACH);
    int x1 = Math.min(width - 1, p % width + REACH);
    int y0 = Math.max(0, p / width - REACH);
    int y1 = Math.min(height - 1, p / width + REACH);
    int[] out = new int[(x1 - x0 + 1) * (y1 - y0 + 1)];
    int n = 0;
    for (int y = y0; y <= y1; y++) {
      for (int x = x0; x <= x1; x++) {
        out[n++] = y * width + x;
      }
    }
    return out;
  }
}
