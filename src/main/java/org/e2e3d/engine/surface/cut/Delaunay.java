package org.e2e3d.engine.surface.cut;

import java.util.Arrays;

/**
 * A Delaunay tetrahedralisation in flat arrays, built point by point (Bowyer, Watson 1981) in
 * {@link HilbertOrder}. Four far points close it, so that every tetrahedron near the points has
 * four neighbours. {@link Predicates} are exact; a point that falls into the plane of a facet where
 * that would make a flat tetrahedron is moved by a ten-millionth of the extent.
 */
final class Delaunay {
  /** There is nothing beyond the facet. */
  static final int NONE = Integer.MIN_VALUE;

  private static final double FAR = 40;
  private static final int TRIES = 8;

  /** Coordinates; the last four points are the far ones. */
  final double[] xyz;

  /** Points without the far ones. */
  final int pointCount;

  /** Four corners a tetrahedron, {@link Predicates#orient} positive; -1 where there is none. */
  int[] corner;

  /** Behind facet i (opposite corner i): 4 * neighbour + its facet, or {@link #NONE}. */
  int[] across;

  /** A tetrahedron at each point; -1 for a point that coincides with another. */
  final int[] home;

  private int size;
  private int[] mark;
  private int stamp;
  private int[] free = new int[256];
  private int freeCount;
  private int last;

  private int[] inside = new int[256];
  private int insideCount;
  private int[] rim = new int[256];
  private int rimCount;

  private Delaunay(double[] points, int n) {
    pointCount = n;
    xyz = Arrays.copyOf(points, 3 * (n + 4));
    home = new int[n + 4];
    Arrays.fill(home, -1);
    int capacity = 4 * Math.max(64, 7 * n);
    corner = new int[capacity];
    across = new int[capacity];
    mark = new int[capacity / 4];
    enclose();
  }

  /**
   * Triangulates n points, three coordinates each, finite.
   *
   * @param seed of the order of insertion; the result depends on it only where points are
   *     cospherical
   */
  static Delaunay of(double[] points, int n, long seed) {
    Delaunay d = new Delaunay(points, n);
    double nudge = 1e-7 * d.extent();
    for (int point : HilbertOrder.of(points, n, seed)) {
      d.insert(point, nudge);
    }
    d.mark = null;
    return d;
  }

  /** Tetrahedra are numbered below this; {@link #exists} tells which of the numbers are in use. */
  int size() {
    return size;
  }

  boolean exists(int tetrahedron) {
    return corner[4 * tetrahedron] >= 0;
  }

  boolean isFar(int point) {
    return point >= pointCount;
  }

  private double extent() {
    double most = 0;
    for (int k = 0; k < 3; k++) {
      double low = Double.MAX_VALUE;
      double high = -Double.MAX_VALUE;
      for (int i = 0; i < pointCount; i++) {
        low = Math.min(low, xyz[3 * i + k]);
        high = Math.max(high, xyz[3 * i + k]);
      }
      most = Math.max(most, high - low);
    }
    return most > 0 ? most : 1;
  }

  /** The first tetrahedron, around everything. */
  private void enclose() {
    double r = FAR * extent();
    double[] mean = new double[3];
    for (int i = 0; i < 3 * pointCount; i++) {
      mean[i % 3] += xyz[i] / pointCount;
    }
    double[] sides = {1, 1, 1, 1, -1, -1, -1, 1, -1, -1, -1, 1};
    for (int i = 0; i < 12; i++) {
      // a little askew, so that no plane of it is parallel to an axis
      xyz[3 * pointCount + i] = mean[i % 3] + r * (sides[i] + 0.037 * ((i * 7 + 3) % 5 - 2));
    }
    int n = pointCount;
    int[] c = {n, n + 1, n + 2, n + 3};
    if (Predicates.orient(xyz, 3 * n, 3 * n + 3, 3 * n + 6, 3 * n + 9) < 0) {
      c[2] = n + 3;
      c[3] = n + 2;
    }
    System.arraycopy(c, 0, corner, 0, 4);
    Arrays.fill(across, 0, 4, NONE);
    Arrays.fill(home, n, n + 4, 0);
    size = 1;
  }

  private void insert(int point, double nudge) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      int t = locate(point, last);
      if (coincides(t, point)) {
        return;
      }
      collect(t, point);
      if (starShaped(point)) {
        fill(point);
        return;
      }
      for (int k = 0; k < 3; k++) {
        long h = (point * 3L + k) * 0x9E3779B97F4A7C15L + attempt * 0xD1B54A32D192ED03L;
        h ^= h >>> 29;
        xyz[3 * point + k] += nudge * (attempt + 1) * ((h >>> 11) * 0x1p-53 - 0.5);
      }
    }
  }

  private boolean coincides(int t, int point) {
    for (int i = 4 * t; i < 4 * t + 4; i++) {
      int q = 3 * corner[i];
      if (xyz[q] == xyz[3 * point]
          && xyz[q + 1] == xyz[3 * point + 1]
          && xyz[q + 2] == xyz[3 * point + 2]) {
        return true;
      }
    }
    return false;
  }

  /** The tetrahedron a point lies in, by walking towards it from another one. */
  private int locate(int point, int from) {
    int t = from;
    int entered = -1;
    for (int step = 0; ; step++) {
      int next = NONE;
      for (int k = 0; k < 4; k++) {
        int i = k + step & 3;
        if (i != entered && behind(t, i, point)) {
          next = across[4 * t + i];
          break;
        }
      }
      if (next == NONE) {
        return t;
      }
      t = next >> 2;
      entered = next & 3;
    }
  }

  /** True if the point lies strictly beyond facet i of tetrahedron t. */
  private boolean behind(int t, int i, int point) {
    return orientWith(t, i, point) < 0;
  }

  /** The orientation of tetrahedron t with its corner i replaced by a point. */
  private int orientWith(int t, int i, int point) {
    int a = 3 * (i == 0 ? point : corner[4 * t]);
    int b = 3 * (i == 1 ? point : corner[4 * t + 1]);
    int c = 3 * (i == 2 ? point : corner[4 * t + 2]);
    int d = 3 * (i == 3 ? point : corner[4 * t + 3]);
    return Predicates.orient(xyz, a, b, c, d);
  }

  /** Finds the tetrahedra whose spheres hold the point, and the facets around them. */
  private void collect(int first, int point) {
    stamp += 2;
    insideCount = 0;
    rimCount = 0;
    inside[insideCount++] = first;
    mark[first] = stamp;
    for (int k = 0; k < insideCount; k++) {
      int t = inside[k];
      for (int i = 4 * t; i < 4 * t + 4; i++) {
        int o = across[i];
        if (o != NONE && holds(o >> 2, point)) {
          continue;
        }
        if (rimCount == rim.length) {
          rim = Arrays.copyOf(rim, 2 * rimCount);
        }
        rim[rimCount++] = i;
      }
    }
  }

  private boolean holds(int t, int point) {
    if (mark[t] == stamp) {
      return true;
    }
    if (mark[t] == stamp + 1) {
      return false;
    }
    int c = 4 * t;
    boolean in =
        Predicates.inSphere(
                xyz,
                3 * corner[c],
                3 * corner[c + 1],
                3 * corner[c + 2],
                3 * corner[c + 3],
                3 * point)
            > 0;
    mark[t] = in ? stamp : stamp + 1;
    if (in) {
      if (insideCount == inside.length) {
        inside = Arrays.copyOf(inside, 2 * insideCount);
      }
      inside[insideCount++] = t;
    }
    return in;
  }

  private boolean starShaped(int point) {
    for (int k = 0; k < rimCount; k++) {
      if (orientWith(rim[k] >> 2, rim[k] & 3, point) <= 0) {
        return false;
      }
    }
    return true;
  }

  /** Replaces the collected tetrahedra by ones from the point to every facet around them. */
  private void fill(int point) {
    int firstOwn = -1;
    for (int k = 0; k < rimCount; k++) {
      int i = rim[k];
      int t = i >> 2;
      int n = allocate();
      firstOwn = n;
      System.arraycopy(corner, 4 * t, corner, 4 * n, 4);
      corner[4 * n + (i & 3)] = point;
      int o = across[i];
      Arrays.fill(across, 4 * n, 4 * n + 4, NONE);
      across[4 * n + (i & 3)] = o;
      if (o != NONE) {
        across[o] = 4 * n + (i & 3);
      }
      for (int j = 4 * n; j < 4 * n + 4; j++) {
        home[corner[j]] = n;
      }
      rim[k] = n;
      across[i] = -1 - n;
    }
    for (int k = 0; k < insideCount; k++) {
      int t = inside[k];
      for (int f = 0; f < 4; f++) {
        if (across[4 * t + f] < 0) {
          join(t, f, -1 - across[4 * t + f]);
        }
      }
    }
    for (int k = 0; k < insideCount; k++) {
      release(inside[k]);
    }
    last = firstOwn;
  }

  /** Links new tetrahedron n, made over facet f of old t, with its neighbours around the point. */
  private void join(int t, int f, int n) {
    for (int j = 0; j < 4; j++) {
      if (j == f || across[4 * n + j] != NONE) {
        continue;
      }
      // turn around the edge that is neither opposite f nor j, through the old tetrahedra
      int a = corner[4 * t + other(f, j, 0)];
      int b = corner[4 * t + other(f, j, 1)];
      int at = across[4 * t + j];
      int from = 4 * t + j;
      while (at >= 0) {
        int old = at >> 2;
        from = 4 * old + turn(old, at & 3, a, b);
        at = across[from];
      }
      int m = -1 - at;
      int back = thirdFacet(m, a, b, from & 3);
      across[4 * n + j] = 4 * m + back;
      across[4 * m + back] = 4 * n + j;
    }
  }

  /** The facet with edge a b by which a tetrahedron entered through another such facet is left. */
  private int turn(int t, int entered, int a, int b) {
    for (int i = 0; i < 4; i++) {
      int v = corner[4 * t + i];
      if (i != entered && v != a && v != b) {
        return i;
      }
    }
    throw new IllegalStateException("no way around an edge");
  }

  /** The facet of new tetrahedron m with the new point and edge a b; its old facet is `made`. */
  private int thirdFacet(int m, int a, int b, int made) {
    for (int i = 0; i < 4; i++) {
      int v = corner[4 * m + i];
      if (i != made && v != a && v != b) {
        return i;
      }
    }
    throw new IllegalStateException("no facet at an edge");
  }

  /** The k-th of the two indices 0..3 that are neither f nor j. */
  private static int other(int f, int j, int k) {
    int skip = k;
    for (int i = 0; i < 4; i++) {
      if (i != f && i != j && skip-- == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException();
  }

  private int allocate() {
    if (freeCount > 0) {
      return free[--freeCount];
    }
    if (4 * size == corner.length) {
      int more = (int) Math.min(Integer.MAX_VALUE - 64, 4L * (size + size / 2)) & ~3;
      corner = Arrays.copyOf(corner, more);
      across = Arrays.copyOf(across, more);
      mark = Arrays.copyOf(mark, more / 4);
    }
    return size++;
  }

  private void release(int t) {
    corner[4 * t] = -1;
    mark[t] = 0;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = t;
  }
}
