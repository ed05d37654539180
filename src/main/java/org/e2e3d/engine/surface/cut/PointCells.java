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

  private long[] keys;
  private int[] slots;
  private int count;

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
    int capacity = 1 << 12;
    keys = new long[capacity];
    slots = new int[capacity];
    Arrays.fill(keys, -1);
    grow(capacity / 2);
  }

  /** How many cells hold a point. */
  public int size() {
    return count;
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
    if (count > most) {
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
    int i = slot(key);
    if (keys[i] == key) {
      return slots[i];
    }
    if (2 * (count + 1) > keys.length) {
      rehash();
      i = slot(key);
    }
    keys[i] = key;
    slots[i] = count;
    if (4 * (count + 1) > sums.length) {
      grow(count + count / 2 + 1);
    }
    return count++;
  }

  private int slot(long key) {
    long h = key * 0x9E3779B97F4A7C15L;
    int i = (int) (h ^ h >>> 32) & keys.length - 1;
    while (keys[i] >= 0 && keys[i] != key) {
      i = i + 1 & keys.length - 1;
    }
    return i;
  }

  private void rehash() {
    long[] oldKeys = keys;
    int[] oldSlots = slots;
    keys = new long[2 * oldKeys.length];
    slots = new int[keys.length];
    Arrays.fill(keys, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] >= 0) {
        int at = slot(oldKeys[i]);
        keys[at] = oldKeys[i];
        slots[at] = oldSlots[i];
      }
    }
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
    long[] oldKeys = sortedKeys();
    PointCells to = new PointCells(scale, Integer.MAX_VALUE);
    for (long key : oldKeys) {
      int from = slots[slot(key)];
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
    keys = to.keys;
    slots = to.slots;
    count = to.count;
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

  private long[] sortedKeys() {
    long[] out = new long[count];
    int n = 0;
    for (long key : keys) {
      if (key >= 0) {
        out[n++] = key;
      }
    }
    Arrays.sort(out);
    return out;
  }

  /**
   * The points, neighbours near each other. A point of a large cell in which smaller cells hold
   * points is left out: what was seen from near by is better.
   */
  SeenPoints points() {
    long[] sorted = sortedKeys();
    boolean[] refined = new boolean[count];
    for (long key : sorted) {
      int level = level(key);
      long cx = coordinate(key, 38);
      long cy = coordinate(key, 19);
      long cz = coordinate(key, 0);
      for (int up = 1; up <= 3; up++) {
        long parent = key(level + up, cx >> up, cy >> up, cz >> up);
        int at = slot(parent);
        if (keys[at] == parent) {
          refined[slots[at]] = true;
        }
      }
    }
    double[] xyz = new double[3 * count];
    float[] spacing = new float[count];
    int[] from = new int[count];
    int n = 0;
    for (long key : sorted) {
      int cell = slots[slot(key)];
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
