package org.e2e3d.engine.matching;

/** Points of an image in square cells, to be found along a line. */
final class PointGrid {
  private static final int POINTS_A_CELL = 3;
  private static final int MOST_CELLS_ALONG = 1024;

  private final double cell;
  private final int columns;
  private final int rows;
  private final int[] start;
  private final int[] members;
  private final float[] x;
  private final float[] y;

  /**
   * @param xy 2n coordinates, those below 0 may be missed; cells are made so large that they hold a
   *     few points on average
   */
  PointGrid(float[] xy) {
    int n = xy.length / 2;
    float maxX = 1;
    float maxY = 1;
    for (int i = 0; i < n; i++) {
      maxX = Math.max(maxX, xy[2 * i]);
      maxY = Math.max(maxY, xy[2 * i + 1]);
    }
    double wanted = Math.sqrt((double) maxX * maxY * POINTS_A_CELL / Math.max(1, n));
    cell = Math.max(wanted, Math.max(maxX, maxY) / MOST_CELLS_ALONG);
    columns = (int) (maxX / cell) + 1;
    rows = (int) (maxY / cell) + 1;
    start = new int[columns * rows + 1];
    members = new int[n];
    x = new float[n];
    y = new float[n];
    for (int i = 0; i < n; i++) {
      start[cellOf(xy, i) + 1]++;
    }
    for (int c = 0; c < columns * rows; c++) {
      start[c + 1] += start[c];
    }
    int[] next = start.clone();
    for (int i = 0; i < n; i++) {
      int at = next[cellOf(xy, i)]++;
      members[at] = i;
      x[at] = xy[2 * i];
      y[at] = xy[2 * i + 1];
    }
  }

  private int cellOf(float[] xy, int i) {
    int row = clamp(xy[2 * i + 1] / cell, rows - 1);
    return row * columns + clamp(xy[2 * i] / cell, columns - 1);
  }

  /**
   * The points within a band around a line.
   *
   * @param a line a x + b y + c = 0 with a^2 + b^2 = 1
   * @param band half width of the band in pixels
   * @param found receives the indices of the points; as long as there are points
   * @return how many
   */
  int alongLine(double a, double b, double c, double band, int[] found) {
    int n = 0;
    boolean flat = Math.abs(b) >= Math.abs(a);
    double slope = flat ? -a / b : -b / a;
    double origin = flat ? -c / b : -c / a;
    double reach = band / Math.max(Math.abs(a), Math.abs(b));
    int steps = flat ? columns : rows;
    int across = flat ? rows : columns;
    for (int k = 0; k < steps; k++) {
      double v0 = origin + slope * k * cell;
      double v1 = v0 + slope * cell;
      int from = clamp((Math.min(v0, v1) - reach) / cell, across);
      int to = clamp((Math.max(v0, v1) + reach) / cell + 1, across);
      for (int m = from; m < to; m++) {
        int at = flat ? m * columns + k : k * columns + m;
        for (int p = start[at]; p < start[at + 1]; p++) {
          if (Math.abs(a * x[p] + b * y[p] + c) <= band) {
            found[n++] = members[p];
          }
        }
      }
    }
    return n;
  }

  private static int clamp(double v, int most) {
    return v <= 0 ? 0 : (int) Math.min(v, most);
  }
}
