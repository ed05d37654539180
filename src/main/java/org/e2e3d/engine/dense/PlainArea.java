package org.e2e3d.engine.dense;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Connected pixels without texture whose grey value changes at most gradually: the image of a blank
 * wall, a table top, the sky.
 *
 * @param pixels row-major indices, ascending
 */
record PlainArea(int[] pixels) {
  /** Neighbours whose levels differ by more belong to different areas. */
  private static final float STEP = 2f;

  /**
   * The areas of an image.
   *
   * @param least smaller ones are left out, pixels
   */
  static List<PlainArea> of(PlainPixels image, int width, int height, int least) {
    int n = width * height;
    boolean[] taken = new boolean[n];
    int[] queue = new int[n];
    List<PlainArea> areas = new ArrayList<>();
    for (int start = 0; start < n; start++) {
      if (taken[start] || !image.plain(start)) {
        continue;
      }
      int tail = 0;
      queue[tail++] = start;
      taken[start] = true;
      for (int head = 0; head < tail; head++) {
        int at = queue[head];
        int x = at % width;
        for (int k = 0; k < 4; k++) {
          int to = neighbour(at, k, x, width, n);
          if (to >= 0
              && !taken[to]
              && image.plain(to)
              && Math.abs(image.level()[to] - image.level()[at]) <= STEP) {
            taken[to] = true;
            queue[tail++] = to;
          }
        }
      }
      if (tail >= least) {
        int[] pixels = Arrays.copyOf(queue, tail);
        Arrays.sort(pixels);
        areas.add(new PlainArea(pixels));
      }
    }
    return areas;
  }

  /** One of a pixel's four neighbours, or -1 beyond the image's edge. */
  static int neighbour(int at, int side, int x, int width, int size) {
    return switch (side) {
      case 0 -> x > 0 ? at - 1 : -1;
      case 1 -> x < width - 1 ? at + 1 : -1;
      case 2 -> at - width;
      default -> at + width < size ? at + width : -1;
    };
  }

  /** The pixels that have a neighbour outside the area, ascending. */
  int[] rim(int width, int height) {
    boolean[] inside = new boolean[width * height];
    for (int p : pixels) {
      inside[p] = true;
    }
    return Arrays.stream(pixels)
        .filter(
            p -> {
              for (int k = 0; k < 4; k++) {
                int to = neighbour(p, k, p % width, width, inside.length);
                if (to < 0 || !inside[to]) {
                  return true;
                }
              }
              return false;
            })
        .toArray();
  }

  /**
   * Mean colour.
   *
   * @param bgr three bytes a pixel
   */
  double[] colour(byte[] bgr) {
    double[] sum = new double[3];
    for (int p : pixels) {
      for (int k = 0; k < 3; k++) {
        sum[k] += bgr[3 * p + k] & 0xff;
      }
    }
    return Arrays.stream(sum).map(s -> s / pixels.length).toArray();
  }
}
