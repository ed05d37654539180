package org.e2e3d.engine.surface.cut;

import java.util.Arrays;

/**
 * Gathers the points of all views into cells as large as the views resolve there: one point a cell,
 * the mean of what fell into it, and which views it came from. Memory is bounded: when there are
 * more cells than allowed, all become twice as large.
 *
 * <p>Cells have the edges 2^level; near views fill small ones, far views large ones.
 */
public final class PointCells {
  /** At most so many views are remembered a cell. */
  static final int VIEWS = 6;

  private static final int LEVELS = 64;
  private static final int REACH = 1 << 18;

  private final double scale;
  private final int most;
  private int coarser;

  private LongIntMap cells = new LongIntMap(1 << 11);

  private float[] sums;
  private int[] views;
  private float[] trusts;

  /**
   * @param scale least edge of a cell in footprints of the pixels that fall into it
   * @param most bound on the number of cells
   */
  public PointCells(double scale, int most) {
    this.scale = scale;
    this.most = most;
    grow(1 << 11);
  }

  /** How many cells hold a point. */
  public int size() {
    return cells.size();
  }

  /**
   * Adds a point.
   *
   * @param footprint size of its pixel, world units
   * @param trust its weight, above 0
   * @param view number of the view that measured it; a view's points come one after the other
   */
  public void add(double x, double y, double z, double footprint, double trust, int view) {
    int level = Math.getExponent(scale * footprint * Math.sqrt(2)) + coarser;
    double edge = Math.scalb(1.0, level);
    long cx = (long) Math.floor(x / edge);
    long cy = (long) Math.floor(y / edge);
    long cz = (long) Math.floor(z / edge);
    if (Math.max(Math.abs(cx), Math.max(Math.abs(cy), Math.abs(cz))) >= REACH) {
      return;
    }
    int cell = cell(key(level, cx, cy, cz));
    int s = 4 * cell;
    // sums relative to the cell's corner keep their digits
    sums[s] += (float) (trust * (x - cx * edge));
    sums[s + 1] += (float) (trust * (y - cy * edge));
    sums[s + 2] += (float) (trust * (z - cz * edge));
    sums[s + 3] += (float) trust;
    note(cell, view, (float) trust);
    if (cells.size() > most) {
      coarsen();
    }
  }

  private void note(int cell, int view, float trust) {
    for (int i = VIEWS * cell; i < VIEWS * (cell + 1); i++) {
      if (views[i] == view || views[i] < 0) {
        views[i] = view;
        trusts[i] = Math.max(trusts[i], trust);
        return;
      }
    }
  }

  private static long key(int level, long cx, long cy, long cz) {
    return (long) (level & LEVELS - 1) << 57
        | (cx + REACH) << 38
        | (cy + REACH) << 19
        | (cz + REACH);
  }

  private int cell(long key) {
    int known = cells.get(key);
    if (known >= 0) {
      return known;
    }
    int cell = cells.size();
    cells.put(key, cell);
    if (4 * (cell + 1) > sums.length) {
      grow(cell + cell / 2 + 1);
    }
    return cell;
  }

  private void grow(int capacity) {
    int old = sums == null ? 0 : views.length;
    sums = sums == null ? new float[4 * capacity] : Arrays.copyOf(sums, 4 * capacity);
    views = views == null ? new int[VIEWS * capacity] : Arrays.copyOf(views, VIEWS * capacity);
    trusts = trusts == null ? new float[VIEWS * capacity] : Arrays.copyOf(trusts, VIEWS * capacity);
    Arrays.fill(views, old, views.length, -1);
  }

  /** Joins cells eight by eight. */
  private void coarsen() {
    PointCells to = new PointCells(scale, Integer.MAX_VALUE);
    for (long key : cells.sortedKeys()) {
      int from = cells.get(key);
      int level = level(key);
      double edge = Math.scalb(1.0, level);
      long cx = coordinate(key, 38);
      long cy = coordinate(key, 19);
      long cz = coordinate(key, 0);
      int cell = to.cell(key(level + 1, cx >> 1, cy >> 1, cz >> 1));
      float w = sums[4 * from + 3];
      to.sums[4 * cell] += (float) (sums[4 * from] + w * (cx & 1) * edge);
      to.sums[4 * cell + 1] += (float) (sums[4 * from + 1] + w * (cy & 1) * edge);
      to.sums[4 * cell + 2] += (float) (sums[4 * from + 2] + w * (cz & 1) * edge);
      to.sums[4 * cell + 3] += w;
      for (int i = VIEWS * from; i < VIEWS * (from + 1) && views[i] >= 0; i++) {
        to.note(cell, views[i], trusts[i]);
      }
    }
    cells = to.cells;
    sums = to.sums;
    views = to.views;
    trusts = to.trusts;
    coarser++;
  }

  private static int level(long key) {
    int level = (int) (key >>> 57);
    return level >= LEVELS / 2 ? level - LEVELS : level;
  }

  private static long coordinate(long key, int shift) {
    return (key >>> shift & 2 * REACH - 1) - REACH;
  }

  /**
   * The points, neighbours near each other. A point of a large cell in which smaller cells hold
   * points is left out: what was seen from near by is better.
   */
  SeenPoints points() {
    long[] sorted = cells.sortedKeys();
    int count = cells.size();
    boolean[] refined = new boolean[count];
    for (long key : sorted) {
      int level = level(key);
      long cx = coordinate(key, 38);
      long cy = coordinate(key, 19);
      long cz = coordinate(key, 0);
      for (int up = 1; up <= 3; up++) {
        long parent = key(level + up, cx >> up, cy >> up, cz >> up);
        int cell = cells.get(parent);
        if (cell >= 0) {
          refined[cell] = true;
        }
      }
    }
    double[] xyz = new double[3 * count];
    float[] spacing = new float[count];
    int[] from = new int[count];
    int n = 0;
    for (long key : sorted) {
      int cell = cells.get(key);
      if (refined[cell]) {
        continue;
      }
      double edge = Math.scalb(1.0, level(key));
      float w = sums[4 * cell + 3];
      for (int k = 0; k < 3; k++) {
        xyz[3 * n + k] = coordinate(key, 38 - 19 * k) * edge + sums[4 * cell + k] / (double) w;
      }
      spacing[n] = (float) edge;
      from[n++] = cell;
    }
    return arranged(xyz, spacing, from, n);
  }

  private SeenPoints arranged(double[] xyz, float[] spacing, int[] from, int n) {
    int[] order = HilbertOrder.along(xyz, n);
    double[] sorted = new double[3 * n];
    float[] edges = new float[n];
    int[] seenBy = new int[VIEWS * n];
    float[] weights = new float[VIEWS * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(xyz, 3 * order[i], sorted, 3 * i, 3);
      edges[i] = spacing[order[i]];
      System.arraycopy(views, VIEWS * from[order[i]], seenBy, VIEWS * i, VIEWS);
      System.arraycopy(trusts, VIEWS * from[order[i]], weights, VIEWS * i, VIEWS);
    }
    return new SeenPoints(sorted, edges, seenBy, weights);
  }
}
