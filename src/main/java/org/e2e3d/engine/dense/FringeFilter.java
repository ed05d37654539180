package org.e2e3d.engine.dense;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;

/**
 * Drops the fringe that foreground leaves on plain background: beside an outline, a window on the
 * plain side is matched by the outline alone and takes the foreground's depth, in every view alike,
 * so that consistency does not find it out.
 *
 * <p>A pixel whose like-coloured surroundings are plain has no depth of its own. It keeps the one
 * it got only where textured pixels on two opposite sides lie on the same surface (lettering on a
 * wall), not where it hangs on one side (sky beside a roof).
 */
final class FringeFilter {
  private static final int RADIUS = 4;
  private static final int STEP = 2;

  /** Grey values further apart belong to different things. */
  private static final float LIKE = 8f;

  /** Below this variance (grey levels squared) there is nothing but noise. */
  private static final float PLAIN = 3f;

  private final float[] grey;
  private final int width;
  private final int height;
  private final int reach;
  private final double tolerance;

  /**
   * @param grey the view's grey values, row-major; 0 where there is nothing
   * @param reach how far the other side may be, pixels
   * @param tolerance relative depth difference within one surface
   */
  FringeFilter(float[] grey, int width, int height, int reach, double tolerance) {
    this.grey = grey;
    this.width = width;
    this.height = height;
    this.reach = reach;
    this.tolerance = tolerance;
  }

  /**
   * Sets the depths of fringes to 0.
   *
   * @param depth the depths to change, some of the map's
   */
  void apply(float[] depth, DepthMap map) {
    boolean[] plain = plain(depth);
    boolean[] drop = new boolean[depth.length];
    for (int i = 0; i < depth.length; i++) {
      drop[i] = plain[i] && !isBetween(i, depth, plain, map);
    }
    for (int i = 0; i < depth.length; i++) {
      if (drop[i]) {
        depth[i] = 0;
      }
    }
  }

  private boolean isBetween(int at, float[] depth, boolean[] plain, DepthMap map) {
    return isOn(at, 1, 0, depth, plain, map) && isOn(at, -1, 0, depth, plain, map)
        || isOn(at, 0, 1, depth, plain, map) && isOn(at, 0, -1, depth, plain, map)
        || isOn(at, 1, 1, depth, plain, map) && isOn(at, -1, -1, depth, plain, map)
        || isOn(at, 1, -1, depth, plain, map) && isOn(at, -1, 1, depth, plain, map);
  }

  /** True if the first textured pixel that way lies on a plane through this one's depth. */
  private boolean isOn(int at, int dx, int dy, float[] depth, boolean[] plain, DepthMap map) {
    int x = at % width;
    int y = at / width;
    for (int k = 0; k < reach; k++) {
      x += dx;
      y += dy;
      if (x < 0 || y < 0 || x >= width || y >= height) {
        return false;
      }
      int to = y * width + x;
      if (depth[to] > 0 && !plain[to]) {
        double here = planeDepth(map, depth[to], to, at);
        return Math.abs(here - depth[at]) <= tolerance * depth[at];
      }
    }
    return false;
  }

  /** The depth at one pixel of the tangent plane at another. */
  private double planeDepth(DepthMap map, float z, int of, int at) {
    Camera c = map.camera();
    float[] n = map.normal();
    double ox = (of % width + 0.5 - c.cx()) / c.fx();
    double oy = (of / width + 0.5 - c.cy()) / c.fy();
    double ax = (at % width + 0.5 - c.cx()) / c.fx();
    double ay = (at / width + 0.5 - c.cy()) / c.fy();
    return z
        * (n[3 * of] * ox + n[3 * of + 1] * oy + n[3 * of + 2])
        / (n[3 * of] * ax + n[3 * of + 1] * ay + n[3 * of + 2]);
  }

  /** Where there is a depth and the like-coloured surroundings are plain. */
  private boolean[] plain(float[] depth) {
    float[] weight = new float[256];
    for (int d = 0; d < 256; d++) {
      weight[d] = (float) Math.exp(-d * d / (2.0 * LIKE * LIKE));
    }
    boolean[] plain = new boolean[depth.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        if (depth[at] <= 0) {
          continue;
        }
        float middle = grey[at];
        float sum = 0;
        float mean = 0;
        float square = 0;
        for (int dy = -RADIUS; dy <= RADIUS; dy += STEP) {
          int row = Math.max(0, Math.min(height - 1, y + dy)) * width;
          for (int dx = -RADIUS; dx <= RADIUS; dx += STEP) {
            float d = grey[row + Math.max(0, Math.min(width - 1, x + dx))] - middle;
            float w = weight[(int) Math.abs(d)];
            sum += w;
            mean += w * d;
            square += w * d * d;
          }
        }
        plain[at] = square / sum - mean * mean / (sum * sum) < PLAIN;
      }
    }
    return plain;
  }
}
