package org.e2e3d.engine.dense;

import java.util.function.IntFunction;
import org.e2e3d.engine.scene.DepthMap;

/**
 * Keeps a view's depth only where enough other views' depth maps confirm it: the point falls on a
 * pixel of the other view whose own depth is nearly the same and which falls back onto nearly the
 * same pixel.
 */
final class GeometricFilter {
  private final double depthTolerance;
  private final double pixelTolerance;

  GeometricFilter(double depthTolerance, double pixelTolerance) {
    this.depthTolerance = depthTolerance;
    this.pixelTolerance = pixelTolerance;
  }

  /**
   * Which other views confirm each pixel's depth.
   *
   * @param near a bit for each view, in their order, that agrees within the tolerances
   * @param close the same within half of them
   */
  record Confirmed(int[] near, int[] close) {}

  /**
   * Finds, for each pixel with a depth, the other views that confirm it.
   *
   * @param others how many, at most 32
   * @param other loads one, or null where a view has none; used one after another, so that only one
   *     needs to be in memory
   */
  Confirmed confirm(DepthMap map, int others, IntFunction<DepthMap> other) {
    int pixels = map.depth().length;
    Confirmed confirmed = new Confirmed(new int[pixels], new int[pixels]);
    for (int n = 0; n < others; n++) {
      DepthMap o = other.apply(n);
      if (o != null) {
        RelativeView to = RelativeView.of(map.camera(), map.pose(), o.camera(), o.pose());
        RelativeView back = RelativeView.of(o.camera(), o.pose(), map.camera(), map.pose());
        mark(map, o, to, back, 1 << n, confirmed);
      }
    }
    return confirmed;
  }

  private void mark(
      DepthMap map, DepthMap o, RelativeView to, RelativeView back, int bit, Confirmed confirmed) {
    double[] m = to.m();
    double[] b = to.b();
    double[] rm = back.m();
    double[] rb = back.b();
    int w = map.width();
    int h = map.height();
    int ow = o.width();
    int oh = o.height();
    double pixel2 = pixelTolerance * pixelTolerance;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        float depth = map.depth()[i];
        if (depth <= 0) {
          continue;
        }
        double inv = 1 / depth;
        double pw = m[6] * x + m[7] * y + m[8] + b[2] * inv;
        if (pw <= 0) {
          continue;
        }
        int u = (int) Math.floor((m[0] * x + m[1] * y + m[2] + b[0] * inv) / pw + 0.5);
        int v = (int) Math.floor((m[3] * x + m[4] * y + m[5] + b[1] * inv) / pw + 0.5);
        if (u < 0 || v < 0 || u >= ow || v >= oh) {
          continue;
        }
        float there = o.depth()[v * ow + u];
        double off = Math.abs(there - pw * depth);
        if (there <= 0 || off > depthTolerance * there) {
          continue;
        }
        double rinv = 1 / there;
        double rw = rm[6] * u + rm[7] * v + rm[8] + rb[2] * rinv;
        double ex = (rm[0] * u + rm[1] * v + rm[2] + rb[0] * rinv) / rw - x;
        double ey = (rm[3] * u + rm[4] * v + rm[5] + rb[1] * rinv) / rw - y;
        double e2 = ex * ex + ey * ey;
        if (e2 <= pixel2) {
          confirmed.near()[i] |= bit;
          if (4 * e2 <= pixel2 && 2 * off <= depthTolerance * there) {
            confirmed.close()[i] |= bit;
          }
        }
      }
    }
  }
}
