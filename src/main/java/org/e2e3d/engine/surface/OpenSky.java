package org.e2e3d.engine.surface;

/**
 * Where a depth map is unknown as far as the edge of the image: sky and backdrop, of which nothing
 * can be told. Unknown pixels that known ones surround belong to something that was not measured.
 */
final class OpenSky {
  /** Openings narrower than this share of the image's width do not count as ways to its edge. */
  private static final double NARROW = 0.01;

  private OpenSky() {}

  /**
   * The pixels from which the edge is reached over unknown ones.
   *
   * @param depth row by row; 0 where unknown
   */
  static boolean[] of(float[] depth, int width, int height) {
    int radius = (int) Math.max(1, Math.round(NARROW * width / 2));
    boolean[] known = new boolean[depth.length];
    for (int i = 0; i < depth.length; i++) {
      known[i] = depth[i] > 0;
    }
    boolean[] barred = grown(known, width, height, radius);
    boolean[] sky = grown(flooded(barred, width, height), width, height, radius);
    for (int i = 0; i < depth.length; i++) {
      sky[i] &= !known[i];
    }
    return sky;
  }

  private static boolean[] flooded(boolean[] barred, int width, int height) {
    boolean[] reached = new boolean[barred.length];
    int[] stack = new int[barred.length];
    int size = 0;
    for (int i = 0; i < barred.length; i++) {
      int x = i % width;
      int y = i / width;
      if ((x == 0 || y == 0 || x == width - 1 || y == height - 1) && !barred[i]) {
        reached[i] = true;
        stack[size++] = i;
      }
    }
    while (size > 0) {
      int i = stack[--size];
      int x = i % width;
      int[] around = {
        x > 0 ? i - 1 : i,
        x < width - 1 ? i + 1 : i,
        i >= width ? i - width : i,
        i + width < barred.length ? i + width : i
      };
      for (int j : around) {
        if (!barred[j] && !reached[j]) {
          reached[j] = true;
          stack[size++] = j;
        }
      }
    }
    return reached;
  }

  /** True where a true pixel lies within a square of the given radius. */
  private static boolean[] grown(boolean[] set, int width, int height, int radius) {
    boolean[] rows = new boolean[set.length];
    for (int y = 0; y < height; y++) {
      spread(set, rows, y * width, 1, width, radius);
    }
    boolean[] out = new boolean[set.length];
    for (int x = 0; x < width; x++) {
      spread(rows, out, x, width, height, radius);
    }
    return out;
  }

  private static void spread(
      boolean[] from, boolean[] to, int start, int step, int count, int radius) {
    int last = -radius - 1;
    int next = -1;
    for (int i = 0; i < count; i++) {
      if (from[start + i * step]) {
        last = i;
      }
      if (next < i) {
        next = i;
        while (next < count && !from[start + next * step]) {
          next++;
        }
      }
      to[start + i * step] = i - last <= radius || next < count && next - i <= radius;
    }
  }
}
