package org.e2e3d.engine.surface.cut;

/**
 * Finds the tetrahedron that a place lies in by walking to it from the last one, so that places
 * asked about one after the other should be near each other. Every thread needs its own.
 */
final class Locator {
  private static final int MOST_STEPS = 100_000;

  private final Delaunay delaunay;
  private int t;

  Locator(Delaunay delaunay) {
    this.delaunay = delaunay;
    t = delaunay.home[delaunay.pointCount];
  }

  /** The tetrahedron around a place, up to rounding; beyond the outermost, the nearest of them. */
  int find(double x, double y, double z) {
    int entered = -1;
    for (int step = 0; step < MOST_STEPS; step++) {
      int next = Delaunay.NONE;
      for (int k = 0; k < 4; k++) {
        int i = k + step & 3;
        if (i != entered && beyond(i, x, y, z)) {
          next = delaunay.across[4 * t + i];
          break;
        }
      }
      if (next < 0) {
        return t;
      }
      t = next >> 2;
      entered = next & 3;
    }
    return t;
  }

  private boolean beyond(int i, double x, double y, double z) {
    double[] p = delaunay.xyz;
    int c = 4 * t;
    int a = 3 * delaunay.corner[c + (i + 1 & 3)];
    int b = 3 * delaunay.corner[c + (i + 2 & 3)];
    int d = 3 * delaunay.corner[c + (i + 3 & 3)];
    double ux = p[b] - p[a];
    double uy = p[b + 1] - p[a + 1];
    double uz = p[b + 2] - p[a + 2];
    double vx = p[d] - p[a];
    double vy = p[d + 1] - p[a + 1];
    double vz = p[d + 2] - p[a + 2];
    double along =
        (uy * vz - uz * vy) * (x - p[a])
            + (uz * vx - ux * vz) * (y - p[a + 1])
            + (ux * vy - uy * vx) * (z - p[a + 2]);
    return (i & 1) == 0 ? along < 0 : along > 0;
  }
}
