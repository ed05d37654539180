package org.e2e3d.engine.texture;

/**
 * Where a chart lies in its photograph at the atlas's scale: whole texels, padding included.
 *
 * @param x left column
 * @param y upper row
 * @param width texels
 * @param height texels
 */
record ChartBox(int x, int y, int width, int height) {

  /**
   * @param scale texels a photograph pixel
   * @param padding texels added on each side
   */
  static ChartBox of(Charts charts, int chart, double scale, int padding) {
    float left = Float.POSITIVE_INFINITY;
    float top = Float.POSITIVE_INFINITY;
    float right = Float.NEGATIVE_INFINITY;
    float bottom = Float.NEGATIVE_INFINITY;
    for (int i = charts.start[chart]; i < charts.start[chart + 1]; i++) {
      int at = 6 * charts.faces[i];
      for (int k = at; k < at + 6; k += 2) {
        left = Math.min(left, charts.pixel[k]);
        right = Math.max(right, charts.pixel[k]);
        top = Math.min(top, charts.pixel[k + 1]);
        bottom = Math.max(bottom, charts.pixel[k + 1]);
      }
    }
    int x = (int) Math.floor(left * scale) - padding;
    int y = (int) Math.floor(top * scale) - padding;
    return new ChartBox(
        x,
        y,
        (int) Math.floor(right * scale) + 1 + padding - x,
        (int) Math.floor(bottom * scale) + 1 + padding - y);
  }

  /**
   * The outline of a chart in cells, measured from the box's corner: every cell that a face or its
   * padding touches lies within.
   */
  ChartShape shape(Charts charts, FaceGraph graph, int chart, double scale, int padding, int cell) {
    int columns = (width + cell - 1) / cell;
    float[] low = new float[columns];
    float[] high = new float[columns];
    java.util.Arrays.fill(low, Float.POSITIVE_INFINITY);
    java.util.Arrays.fill(high, Float.NEGATIVE_INFINITY);
    for (int i = charts.start[chart]; i < charts.start[chart + 1]; i++) {
      int f = charts.faces[i];
      for (int k = 0; k < 3; k++) {
        int g = graph.across[3 * f + k];
        if (g < 0 || charts.chartOf[g] != chart) {
          int a = 6 * f + 2 * k;
          int b = 6 * f + 2 * ((k + 1) % 3);
          span(
              low,
              high,
              cell,
              padding + 1,
              charts.pixel[a] * scale - x,
              charts.pixel[a + 1] * scale - y,
              charts.pixel[b] * scale - x,
              charts.pixel[b + 1] * scale - y);
        }
      }
    }
    return cells(low, high, cell, padding + 1);
  }

  /** Widens the columns that an edge, grown by the reach on each side, passes through. */
  private static void span(
      float[] low, float[] high, int cell, int reach, double ax, double ay, double bx, double by) {
    double x0 = Math.min(ax, bx);
    double x1 = Math.max(ax, bx);
    int first = Math.max(0, (int) Math.floor((x0 - reach) / cell));
    int last = Math.min(low.length - 1, (int) Math.floor((x1 + reach) / cell));
    for (int c = first; c <= last; c++) {
      double from = Math.max(x0, Math.min(x1, c * cell - reach));
      double to = Math.max(x0, Math.min(x1, (c + 1) * cell + reach));
      double yf = ax == bx ? ay : ay + (by - ay) * (from - ax) / (bx - ax);
      double yt = ax == bx ? by : ay + (by - ay) * (to - ax) / (bx - ax);
      low[c] = (float) Math.min(low[c], Math.min(yf, yt));
      high[c] = (float) Math.max(high[c], Math.max(yf, yt));
    }
  }

  private ChartShape cells(float[] low, float[] high, int cell, int reach) {
    int rows = (height + cell - 1) / cell;
    int[] l = new int[low.length];
    int[] h = new int[low.length];
    for (int c = 0; c < l.length; c++) {
      if (low[c] > high[c]) {
        l[c] = 0;
        h[c] = rows;
      } else {
        l[c] = Math.max(0, Math.min(rows - 1, (int) Math.floor((low[c] - reach) / cell)));
        h[c] = Math.max(l[c] + 1, Math.min(rows, (int) Math.floor((high[c] + reach) / cell) + 1));
      }
    }
    return new ChartShape(l, h);
  }
}
