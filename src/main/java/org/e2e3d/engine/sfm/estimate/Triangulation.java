package org.e2e3d.engine.sfm.estimate;

import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.sfm.geometry.Linear3;

/**
 * Triangulates one track seen by several posed views, robust to wrong observations: points from
 * pairs of rays are tried, widest angle first; the one with most support is refined on it by
 * Gauss-Newton on the reprojection error. Reuse one instance a thread.
 */
public final class Triangulation {
  private static final int MAX_PAIRS = 24;
  private static final int STEPS = 6;

  private int n;
  private double[] centre = new double[48];
  private double[] rotation = new double[144];
  private double[] direction = new double[48]; // unit rays in the world frame
  private double[] xy = new double[32];
  private double[] lens = new double[Lens.SIZE * 16];
  private double[] threshold = new double[16];
  private boolean[] inlier = new boolean[16];
  private boolean[] candidate = new boolean[16];
  private final double[] ray = new double[3];
  private final double[] pixel = new double[2];
  private final double[] trial = new double[3];

  /** Starts a new track. */
  public void clear() {
    n = 0;
  }

  /**
   * Adds an observation.
   *
   * @param rotations world-to-camera rotations, nine from ro
   * @param centres camera centres, three from co
   * @param lenses lens parameters from lo
   * @param u pixel seen
   * @param v pixel seen
   * @param maxError largest reprojection error of an inlier in pixels
   */
  public void add(
      double[] rotations,
      int ro,
      double[] centres,
      int co,
      double[] lenses,
      int lo,
      double u,
      double v,
      double maxError) {
    if (n == threshold.length) {
      grow();
    }
    System.arraycopy(rotations, ro, rotation, 9 * n, 9);
    System.arraycopy(centres, co, centre, 3 * n, 3);
    System.arraycopy(lenses, lo, lens, Lens.SIZE * n, Lens.SIZE);
    Lens.bearing(lenses, lo, u, v, ray, 0);
    for (int j = 0; j < 3; j++) {
      direction[3 * n + j] =
          rotations[ro + j] * ray[0]
              + rotations[ro + 3 + j] * ray[1]
              + rotations[ro + 6 + j] * ray[2];
    }
    xy[2 * n] = u;
    xy[2 * n + 1] = v;
    threshold[n] = maxError;
    n++;
  }

  private void grow() {
    int m = 2 * n;
    centre = java.util.Arrays.copyOf(centre, 3 * m);
    rotation = java.util.Arrays.copyOf(rotation, 9 * m);
    direction = java.util.Arrays.copyOf(direction, 3 * m);
    xy = java.util.Arrays.copyOf(xy, 2 * m);
    lens = java.util.Arrays.copyOf(lens, Lens.SIZE * m);
    threshold = java.util.Arrays.copyOf(threshold, m);
    inlier = new boolean[m];
    candidate = new boolean[m];
  }

  /** How many observations were added. */
  public int size() {
    return n;
  }

  /** Whether observation i agrees with the last point that {@link #solve} found. */
  public boolean isInlier(int i) {
    return inlier[i];
  }

  /**
   * Triangulates.
   *
   * @param minAngle smallest angle in radians under which two inlier rays must meet
   * @param point receives the point
   * @return how many observations agree; 0 if there is no such point
   */
  public int solve(double minAngle, double[] point) {
    int best = 0;
    double bestError = Double.POSITIVE_INFINITY;
    int pairs = n * (n - 1) / 2;
    int stride = Math.max(1, pairs / MAX_PAIRS);
    int k = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        if (k++ % stride != 0 || angle(i, j) < minAngle / 2 || !midpoint(i, j, trial)) {
          continue;
        }
        double error = count(trial, candidate);
        int count = (int) error;
        error -= count;
        if (count > best || (count == best && error < bestError)) {
          best = count;
          bestError = error;
          System.arraycopy(trial, 0, point, 0, 3);
          System.arraycopy(candidate, 0, inlier, 0, n);
        }
      }
    }
    if (best < 2) {
      return 0;
    }
    refine(point);
    best = (int) count(point, inlier);
    if (best >= 2 && widest(point) >= minAngle) {
      return best;
    }
    return 0;
  }

  /**
   * Moves a point to where the added observations, all of them believed, put it.
   *
   * @param point moved in place
   */
  public void polish(double[] point) {
    java.util.Arrays.fill(inlier, 0, n, true);
    refine(point);
  }

  /** The largest angle between two inlier rays at the point, in radians. */
  private double widest(double[] point) {
    double least = 1;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; inlier[i] && j < n; j++) {
        if (inlier[j]) {
          least = Math.min(least, cosine(centre, 3 * i, centre, 3 * j, point, 0));
        }
      }
    }
    return Math.acos(Math.max(-1, Math.min(1, least)));
  }

  /** The cosine of the angle at a point between the lines to two camera centres. */
  public static double cosine(double[] a, int ao, double[] b, int bo, double[] p, int po) {
    double ax = a[ao] - p[po];
    double ay = a[ao + 1] - p[po + 1];
    double az = a[ao + 2] - p[po + 2];
    double bx = b[bo] - p[po];
    double by = b[bo + 1] - p[po + 1];
    double bz = b[bo + 2] - p[po + 2];
    double d = Math.sqrt((ax * ax + ay * ay + az * az) * (bx * bx + by * by + bz * bz));
    return d > 0 ? (ax * bx + ay * by + az * bz) / d : 1;
  }

  private double angle(int i, int j) {
    double d = 0;
    for (int k = 0; k < 3; k++) {
      d += direction[3 * i + k] * direction[3 * j + k];
    }
    return Math.acos(Math.max(-1, Math.min(1, d)));
  }

  private boolean midpoint(int i, int j, double[] out) {
    double[] a = new double[6];
    double[] b = new double[3];
    for (int k : new int[] {i, j}) {
      double x = direction[3 * k];
      double y = direction[3 * k + 1];
      double z = direction[3 * k + 2];
      double cx = centre[3 * k];
      double cy = centre[3 * k + 1];
      double cz = centre[3 * k + 2];
      double d = x * cx + y * cy + z * cz;
      a[0] += 1 - x * x;
      a[1] -= x * y;
      a[2] -= x * z;
      a[3] += 1 - y * y;
      a[4] -= y * z;
      a[5] += 1 - z * z;
      b[0] += cx - d * x;
      b[1] += cy - d * y;
      b[2] += cz - d * z;
    }
    return Linear3.solve(a, b, out);
  }

  /** Marks inliers; returns their number plus a fraction that grows with their mean error. */
  private double count(double[] p, boolean[] mark) {
    int count = 0;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double e = error(p, i);
      mark[i] = e < threshold[i];
      if (mark[i]) {
        count++;
        sum += e / threshold[i];
      }
    }
    return count + (count > 0 ? 0.999 * sum / count : 0);
  }

  private double error(double[] p, int i) {
    double x = p[0] - centre[3 * i];
    double y = p[1] - centre[3 * i + 1];
    double z = p[2] - centre[3 * i + 2];
    int r = 9 * i;
    if (!Lens.project(
        lens,
        Lens.SIZE * i,
        rotation[r] * x + rotation[r + 1] * y + rotation[r + 2] * z,
        rotation[r + 3] * x + rotation[r + 4] * y + rotation[r + 5] * z,
        rotation[r + 6] * x + rotation[r + 7] * y + rotation[r + 8] * z,
        pixel)) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.hypot(pixel[0] - xy[2 * i], pixel[1] - xy[2 * i + 1]);
  }

  /** Gauss-Newton on the inliers' errors across their rays, in units of their thresholds. */
  private void refine(double[] p) {
    double[] a = new double[6];
    double[] b = new double[3];
    for (int step = 0; step < STEPS; step++) {
      java.util.Arrays.fill(a, 0);
      java.util.Arrays.fill(b, 0);
      for (int i = 0; i < n; i++) {
        if (inlier[i]) {
          addRay(p, i, a, b);
        }
      }
      if (!Linear3.solve(a, b, b)) {
        return;
      }
      for (int j = 0; j < 3; j++) {
        p[j] -= b[j];
      }
      if (b[0] * b[0] + b[1] * b[1] + b[2] * b[2]
          < 1e-20 * (p[0] * p[0] + p[1] * p[1] + p[2] * p[2])) {
        return;
      }
    }
  }

  /** The angular error of a ray: the part of the unit line of sight that is across the ray. */
  private void addRay(double[] p, int i, double[] a, double[] b) {
    double x = p[0] - centre[3 * i];
    double y = p[1] - centre[3 * i + 1];
    double z = p[2] - centre[3 * i + 2];
    double d2 = x * x + y * y + z * z;
    double f = lens[Lens.SIZE * i] / threshold[i];
    double w = f * f / d2;
    double dx = direction[3 * i];
    double dy = direction[3 * i + 1];
    double dz = direction[3 * i + 2];
    double along = x * dx + y * dy + z * dz;
    a[0] += w * (1 - dx * dx);
    a[1] -= w * dx * dy;
    a[2] -= w * dx * dz;
    a[3] += w * (1 - dy * dy);
    a[4] -= w * dy * dz;
    a[5] += w * (1 - dz * dz);
    b[0] += w * (x - along * dx);
    b[1] += w * (y - along * dy);
    b[2] += w * (z - along * dz);
  }
}
