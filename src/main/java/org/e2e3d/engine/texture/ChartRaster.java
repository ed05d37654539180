package org.e2e3d.engine.texture;

import java.util.Arrays;

/**
 * Which face each texel of a chart's box belongs to, in the photograph's orientation: the face that
 * covers its centre, or in the padding the nearest one's. Kept as runs of texels of one row and one
 * face, in reading order, since the boxes of sprawling charts are mostly empty.
 */
final class ChartRaster {
  private static final int FIELDS = 4;

  private final int width;
  private final int height;

  /** One more than the face of each texel of the box; 0 for none. Dropped once runs are made. */
  private int[] cell;

  /** The used columns of each row: from left[y] to right[y] - 1. */
  private final int[] left;

  private final int[] right;

  /** x, y, length and face of each run. */
  private int[] run = new int[64];

  private int runs;

  /** How many texel centres faces cover. */
  final int covered;

  /**
   * @param sx texels a pixel of the photograph across
   * @param sy texels a pixel of the photograph down
   * @param padding texels to add on each side
   */
  ChartRaster(Charts charts, int chart, ChartBox box, double sx, double sy, int padding) {
    width = box.width();
    height = box.height();
    cell = new int[width * height];
    left = new int[height];
    right = new int[height];
    Arrays.fill(left, width);
    int n = 0;
    for (int i = charts.start[chart]; i < charts.start[chart + 1]; i++) {
      n += draw(charts.faces[i], charts.pixel, sx, sy, box);
    }
    covered = n;
    int[] rim = padding > 0 ? rim() : new int[0];
    for (int round = 0; round < padding; round++) {
      rim = dilate(rim, round + 1 < padding);
    }
    gatherRuns();
    cell = new int[0];
  }

  /** How many runs there are. */
  int size() {
    return runs;
  }

  int x(int i) {
    return run[FIELDS * i];
  }

  int y(int i) {
    return run[FIELDS * i + 1];
  }

  int length(int i) {
    return run[FIELDS * i + 2];
  }

  int face(int i) {
    return run[FIELDS * i + 3];
  }

  private int draw(int f, float[] pixel, double sx, double sy, ChartBox box) {
    int at = 6 * f;
    double ax = pixel[at] * sx - box.x();
    double ay = pixel[at + 1] * sy - box.y();
    double bx = pixel[at + 2] * sx - box.x();
    double by = pixel[at + 3] * sy - box.y();
    double cx = pixel[at + 4] * sx - box.x();
    double cy = pixel[at + 5] * sy - box.y();
    double det = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    double sign = det < 0 ? -1 : 1;
    int x0 = (int) Math.ceil(Math.min(ax, Math.min(bx, cx)) - 0.5);
    int x1 = (int) Math.floor(Math.max(ax, Math.max(bx, cx)) - 0.5);
    int y0 = (int) Math.ceil(Math.min(ay, Math.min(by, cy)) - 0.5);
    int y1 = (int) Math.floor(Math.max(ay, Math.max(by, cy)) - 0.5);
    int n = 0;
    for (int y = y0; y <= y1; y++) {
      double py = y + 0.5;
      for (int x = x0; x <= x1; x++) {
        double px = x + 0.5;
        if (sign * ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) >= 0
            && sign * ((cx - bx) * (py - by) - (cy - by) * (px - bx)) >= 0
            && sign * ((ax - cx) * (py - cy) - (ay - cy) * (px - cx)) >= 0) {
          n += set(f, x, y);
        }
      }
    }
    // A face that covers no texel centre still needs the texel it lies in.
    return n == 0 ? set(f, (int) ((ax + bx + cx) / 3), (int) ((ay + by + cy) / 3)) : n;
  }

  private int set(int f, int x, int y) {
    int i = y * width + x;
    if (cell[i] != 0) {
      return 0;
    }
    cell[i] = f + 1;
    left[y] = Math.min(left[y], x);
    right[y] = Math.max(right[y], x + 1);
    return 1;
  }

  /** The empty texels beside which a face lies. */
  private int[] rim() {
    int[] found = new int[256];
    int n = 0;
    for (int y = 0; y < height; y++) {
      int from = width;
      int to = 0;
      for (int j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++) {
        from = Math.min(from, left[j]);
        to = Math.max(to, right[j]);
      }
      from = Math.max(0, from - 1);
      to = Math.min(width, to + 1);
      int before = 0;
      int here = from < to ? column(from, y) : 0;
      for (int x = from; x < to; x++) {
        int next = x + 1 < width ? column(x + 1, y) : 0;
        if (cell[y * width + x] == 0 && (before | here | next) != 0) {
          if (n == found.length) {
            found = Arrays.copyOf(found, 2 * n);
          }
          found[n++] = y * width + x;
        }
        before = here;
        here = next;
      }
    }
    return Arrays.copyOf(found, n);
  }

  /** Not 0 if a texel of the column is taken in this row, the one above or the one below. */
  private int column(int x, int y) {
    int i = y * width + x;
    int any = cell[i];
    any |= y > 0 ? cell[i - width] : 0;
    return y + 1 < height ? any | cell[i + width] : any;
  }

  /**
   * Gives each texel of the rim the face of a neighbour.
   *
   * @return the next rim, if it is wanted
   */
  private int[] dilate(int[] rim, boolean further) {
    int[] given = new int[rim.length];
    for (int k = 0; k < rim.length; k++) {
      given[k] = neighbour(rim[k] % width, rim[k] / width);
    }
    for (int k = 0; k < rim.length; k++) {
      set(given[k] - 1, rim[k] % width, rim[k] / width);
    }
    if (!further) {
      return rim;
    }
    int[] next = new int[8 * rim.length];
    int n = 0;
    for (int at : rim) {
      int x = at % width;
      int y = at / width;
      for (int j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++) {
        for (int i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
          if (cell[j * width + i] == 0) {
            cell[j * width + i] = -1;
            next[n++] = j * width + i;
          }
        }
      }
    }
    for (int k = 0; k < n; k++) {
      cell[next[k]] = 0;
    }
    return Arrays.copyOf(next, n);
  }

  /** One more than the face of the neighbour that comes first: beside, above, below, diagonal. */
  private int neighbour(int x, int y) {
    int i = y * width + x;
    if (x > 0 && cell[i - 1] != 0) {
      return cell[i - 1];
    }
    if (x + 1 < width && cell[i + 1] != 0) {
      return cell[i + 1];
    }
    if (y > 0 && cell[i - width] != 0) {
      return cell[i - width];
    }
    if (y + 1 < height && cell[i + width] != 0) {
      return cell[i + width];
    }
    for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        if (cell[v * width + u] != 0) {
          return cell[v * width + u];
        }
      }
    }
    return 0;
  }

  private void gatherRuns() {
    for (int y = 0; y < height; y++) {
      int x = left[y];
      while (x < right[y]) {
        int face = cell[y * width + x];
        int from = x++;
        while (x < right[y] && cell[y * width + x] == face) {
          x++;
        }
        if (face != 0) {
          add(from, y, x - from, face - 1);
        }
      }
    }
    run = Arrays.copyOf(run, FIELDS * runs);
  }

  private void add(int x, int y, int length, int face) {
    int at = FIELDS * runs++;
    if (at == run.length) {
      run = Arrays.copyOf(run, 2 * at);
    }
    run[at] = x;
    run[at + 1] = y;
    run[at + 2] = length;
    run[at + 3] = face;
  }
}
