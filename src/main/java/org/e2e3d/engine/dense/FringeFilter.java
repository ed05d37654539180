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
  private final PlainPixels pixels;
  private final int width;
  private final int height;
  private final int reach;
  private final double tolerance;

  /**
   * @param pixels which of the view's have texture
   * @param reach how far the other side may be, pixels
   * @param tolerance relative depth difference within one surface
   */
  FringeFilter(PlainPixels pixels, int width, int height, int reach, double tolerance) {
    this.pixels = pixels;
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
    boolean[] drop = new boolean[depth.length];
    for (int i = 0; i < depth.length; i++) {
      drop[i] = depth[i] > 0 && pixels.plain(i) && !isBetween(i, depth, map);
    }
    for (int i = 0; i < depth.length; i++) {
      if (drop[i]) {
        depth[i] = 0;
      }
    }
  }

  private boolean isBetween(int at, float[] depth, DepthMap map) {
    return isOn(at, 1, 0, depth, map) && isOn(at, -1, 0, depth, map)
        || isOn(at, 0, 1, depth, map) && isOn(at, 0, -1, depth, map)
        || isOn(at, 1, 1, depth, map) && isOn(at, -1, -1, depth, map)
        || isOn(at, 1, -1, depth, map) && isOn(at, -1, 1, depth, map);
  }

  /** True if the first textured pixel that way lies on a plane through this one's depth. */
  private boolean isOn(int at, int dx, int dy, float[] depth, DepthMap map) {
    int x = at % width;
    int y = at / width;
    for (int k = 0; k < reach; k++) {
      x += dx;
      y += dy;
      if (x < 0 || y < 0 || x >= width || y >= height) {
        return false;
      }
      int to = y * width + x;
      if (depth[to] > 0 && pixels.textured(to)) {
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
}
