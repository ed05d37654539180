package org.e2e3d.engine.matching;

import java.util.function.IntConsumer;

/** Points of an image in square cells, to be found along a line or around a place. */
final class PointGrid {
  private static final int MOST_CELLS_ALONG = 1024;

  private final double cell;
  private final int columns;
  private final int rows;
  private final int[] start;
  private final int[] members;

  /**
   * @param xy 2n coordinates of at least 0
   * @param cell wanted cell size in pixels; larger where the grid would have too many
   */
  PointGrid(float[] xy, double cell) {
    int n = xy.length / 2;
    float maxX = 1;
    float maxY = 1;
    for (int i = 0; i < n; i++) {
      maxX = Math.max(maxX, xy[2 * i]);
      maxY = Math.max(maxY, xy[2 * i + 1]);
    }
    this.cell = Math.max(cell, Math.max(maxX, maxY) / MOST_CELLS_ALONG);
    columns = (int) (maxX / this.cell) + 1;
    rows = (int) (maxY / this.cell) + 1;
    start = new int[columns * rows + 1];
    members = new int[n];
    for (int i = 0; i < n; i++) {
      start[cellOf(xy, i) + 1]++;
    }
    for (int c = 0; c < columns * rows; c++) {
      start[c + 1] += start[c];
    }
    int[] next = start.clone();
    for (int i = 0; i < n; i++) {
      members[next[cellOf(xy, i)]++] = i;
    }
  }

  private int cellOf(float[] xy, int i) {
    int row = (int) (xy[2 * i + 1] / cell);
    return row * columns + (int) (xy[2 * i] / cell);
  }

  /**
   * Visits the points of all cells that the band around a line touches, each once.
   *
   * @param a line a x + b y + c = 0 with a^2 + b^2 = 1
   * @param band half width of the band in pixels
   */
  void alongLine(double a, double b, double c, double band, IntConsumer visit) {
    if (Math.abs(b) >= Math.abs(a)) {
      double reach = band / Math.abs(b);
      for (int column = 0; column < columns; column++) {
        double y0 = -(a * column * cell + c) / b;
        double y1 = -(a * (column + 1) * cell + c) / b;
        int from = clamp((Math.min(y0, y1) - reach) / cell, rows);
        int to = clamp((Math.max(y0, y1) + reach) / cell + 1, rows);
        for (int row = from; row < to; row++) {
          visitCell(row * columns + column, visit);
        }
      }
    } else {
      double reach = band / Math.abs(a);
      for (int row = 0; row < rows; row++) {
        double x0 = -(b * row * cell + c) / a;
        double x1 = -(b * (row + 1) * cell + c) / a;
        int from = clamp((Math.min(x0, x1) - reach) / cell, columns);
        int to = clamp((Math.max(x0, x1) + reach) / cell + 1, columns);
        for (int column = from; column < to; column++) {
          visitCell(row * columns + column, visit);
        }
      }
    }
  }

  /** Visits the points of all cells that the square around a place touches, each once. */
  void around(double x, double y, double radius, IntConsumer visit) {
    int fromColumn = clamp((x - radius) / cell, columns);
    int toColumn = clamp((x + radius) / cell + 1, columns);
    int fromRow = clamp((y - radius) / cell, rows);
    int toRow = clamp((y + radius) / cell + 1, rows);
    for (int row = fromRow; row < toRow; row++) {
      for (int column = fromColumn; column < toColumn; column++) {
        visitCell(row * columns + column, visit);
      }
    }
  }

  private void visitCell(int c, IntConsumer visit) {
    for (int k = start[c]; k < start[c + 1]; k++) {
      visit.accept(members[k]);
    }
  }

  private static int clamp(double v, int most) {
    return v <= 0 ? 0 : (int) Math.min(v, most);
  }
}
