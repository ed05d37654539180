package org.e2e3d.engine.surface.cut;

/**
 * Walks through the tetrahedra of a {@link Delaunay} from one of its points along a ray. One walk
 * at a time; every thread needs its own.
 */
final class RayWalk {
  private static final int MOST_TURNS = 256;

  private final Delaunay delaunay;
  private final double[] p;

  private double ox;
  private double oy;
  private double oz;
  private double dx;
  private double dy;
  private double dz;

  /** The facet, 4 * tetrahedron + facet, by which the current tetrahedron is left. */
  private int exit;

  /** Where the ray leaves the current tetrahedron, in lengths of its direction. */
  private double at;

  RayWalk(Delaunay delaunay) {
    this.delaunay = delaunay;
    this.p = delaunay.xyz;
  }

  /**
   * Starts at a point, into the tetrahedron at it that the direction points into.
   *
   * @return false if none was found, which rounding can bring about; there is no walk then
   */
  boolean start(int point, double x, double y, double z) {
    ox = p[3 * point];
    oy = p[3 * point + 1];
    oz = p[3 * point + 2];
    dx = x;
    dy = y;
    dz = z;
    int t = delaunay.home[point];
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      int own = indexOf(t, point);
      int side = -1;
      for (int k = 1; k < 4 && side < 0; k++) {
        int i = own + k & 3;
        if (leansOut(t, i, own)) {
          side = i;
        }
      }
      if (side < 0) {
        exit = 4 * t + own;
        at = crossing(t, own);
        return at > 0;
      }
      int next = delaunay.across[4 * t + side];
      if (next < 0) {
        return false;
      }
      t = next >> 2;
    }
    return false;
  }

  /** The facet through which the ray leaves the tetrahedron it is in, seen from there. */
  int exit() {
    return exit;
  }

  /** How far along the ray that facet lies, in lengths of its direction. */
  double at() {
    return at;
  }

  /** Goes on through the facet; false if there is nothing beyond. */
  boolean step() {
    int entry = delaunay.across[exit];
    if (entry < 0) {
      return false;
    }
    int t = entry >> 2;
    int in = entry & 3;
    double best = Double.MAX_VALUE;
    int side = -1;
    for (int k = 1; k < 4; k++) {
      int i = in + k & 3;
      double s = crossing(t, i);
      if (s < best) {
        best = s;
        side = i;
      }
    }
    if (side < 0) {
      return false;
    }
    exit = 4 * t + side;
    at = Math.max(at, best);
    return true;
  }

  private int indexOf(int t, int point) {
    int c = 4 * t;
    int[] corner = delaunay.corner;
    return corner[c] == point ? 0 : corner[c + 1] == point ? 1 : corner[c + 2] == point ? 2 : 3;
  }

  /** True if the direction points out of facet i, which contains the ray's origin. */
  private boolean leansOut(int t, int i, int own) {
    int c = 4 * t;
    int[] corner = delaunay.corner;
    int a = 3 * corner[c + firstOf(i, own)];
    int b = 3 * corner[c + secondOf(i, own)];
    int o = 3 * corner[c + i];
    double ax = p[a] - ox;
    double ay = p[a + 1] - oy;
    double az = p[a + 2] - oz;
    double bx = p[b] - ox;
    double by = p[b + 1] - oy;
    double bz = p[b + 2] - oz;
    double nx = ay * bz - az * by;
    double ny = az * bx - ax * bz;
    double nz = ax * by - ay * bx;
    double inward = nx * (p[o] - ox) + ny * (p[o + 1] - oy) + nz * (p[o + 2] - oz);
    double along = nx * dx + ny * dy + nz * dz;
    return inward > 0 ? along < 0 : along > 0;
  }

  /** Where the ray crosses the plane of facet i outwards; a large number if it does not. */
  private double crossing(int t, int i) {
    int c = 4 * t;
    int[] corner = delaunay.corner;
    int a = 3 * corner[c + (i + 1 & 3)];
    int b = 3 * corner[c + (i + 2 & 3)];
    int d = 3 * corner[c + (i + 3 & 3)];
    double ux = p[b] - p[a];
    double uy = p[b + 1] - p[a + 1];
    double uz = p[b + 2] - p[a + 2];
    double vx = p[d] - p[a];
    double vy = p[d + 1] - p[a + 1];
    double vz = p[d + 2] - p[a + 2];
    double nx = uy * vz - uz * vy;
    double ny = uz * vx - ux * vz;
    double nz = ux * vy - uy * vx;
    // the corners of facet i run the one or the other way round, by the parity of i
    double sign = (i & 1) == 0 ? -1 : 1;
    double along = sign * (nx * dx + ny * dy + nz * dz);
    if (!(along > 0)) {
      return Double.MAX_VALUE;
    }
    double from = sign * (nx * (p[a] - ox) + ny * (p[a + 1] - oy) + nz * (p[a + 2] - oz));
    return from / along;
  }

  private static int firstOf(int i, int own) {
    for (int k = 0; ; k++) {
      if (k != i && k != own) {
        return k;
      }
    }
  }

  private static int secondOf(int i, int own) {
    return 6 - i - own - firstOf(i, own);
  }
}
