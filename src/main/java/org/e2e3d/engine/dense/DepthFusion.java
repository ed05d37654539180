package org.e2e3d.engine.dense;

import java.util.BitSet;
import org.e2e3d.engine.scene.DepthMap;

/**
 * Joins consistent depth maps into one cloud with one point a surface element.
 *
 * <p>Views are taken in turn. A pixel's point is moved along its ray to the mean of what it and the
 * agreeing views say (each agreeing pixel's tangent plane is cut with the ray), and the agreeing
 * pixels are marked as used. A pixel that is marked, or agrees with a marked pixel, adds no point:
 * that element stands already. Only two depth maps are needed at a time.
 */
final class DepthFusion {
  private static final float LEAST_COSINE = 0.2f;

  private final double depthTolerance;
  private final int stride;
  private final BitSet[] used;
  private final CloudBuilder cloud = new CloudBuilder();

  /**
   * @param views how many views there are
   * @param stride only every stride-th pixel along x and y makes a point
   */
  DepthFusion(int views, double depthTolerance, int stride) {
    this.depthTolerance = depthTolerance;
    this.stride = stride;
    used = new BitSet[views];
  }

  /** Gives access to filtered depth maps by index of view; null if the view has none. */
  interface Maps {
    DepthMap get(int view);
  }

  /**
   * Adds the points of one view.
   *
   * @param view its index
   * @param bgr its colours
   * @param others indices of the views that may agree
   */
  void add(int view, DepthMap map, byte[] bgr, int[] others, Maps maps) {
    int n = map.depth().length;
    float[] shift = new float[n]; // sum of weights times relative depth difference
    float[] weight = map.confidence().clone();
    byte[] count = new byte[n];
    BitSet mine = used(view, n);
    BitSet standing = new BitSet(n);
    standing.or(mine);
    for (int other : others) {
      DepthMap o = maps.get(other);
      if (o != null) {
        agree(map, o, used(other, o.depth().length), standing, shift, weight, count);
      }
    }
    emit(map, bgr, standing, shift, weight, count);
    for (int i = 0; i < n; i++) {
      if (map.depth()[i] > 0) {
        mine.set(i);
      }
    }
  }

  CloudBuilder cloud() {
    return cloud;
  }

  private BitSet used(int view, int pixels) {
    if (used[view] == null) {
      used[view] = new BitSet(pixels);
    }
    return used[view];
  }

  private void agree(
      DepthMap map,
      DepthMap o,
      BitSet theirs,
      BitSet standing,
      float[] shift,
      float[] weight,
      byte[] count) {
    RelativeView to = RelativeView.of(map.camera(), map.pose(), o.camera(), o.pose());
    double[] m = to.m();
    double[] b = to.b();
    int w = map.width();
    int ow = o.width();
    int oh = o.height();
    double fx = o.camera().fx();
    double fy = o.camera().fy();
    double cx = o.camera().cx() - 0.5;
    double cy = o.camera().cy() - 0.5;
    BitSet fresh = new BitSet();
    for (int i = 0; i < map.depth().length; i++) {
      float depth = map.depth()[i];
      if (depth <= 0 || standing.get(i)) {
        continue;
      }
      int x = i % w;
      int y = i / w;
      double inv = 1 / depth;
      double pw = m[6] * x + m[7] * y + m[8] + b[2] * inv;
      if (pw <= 0) {
        continue;
      }
      double pu = (m[0] * x + m[1] * y + m[2] + b[0] * inv) / pw;
      double pv = (m[3] * x + m[4] * y + m[5] + b[1] * inv) / pw;
      int u = (int) Math.floor(pu + 0.5);
      int v = (int) Math.floor(pv + 0.5);
      if (u < 0 || v < 0 || u >= ow || v >= oh) {
        continue;
      }
      int at = v * ow + u;
      float there = o.depth()[at];
      double z = pw * depth;
      if (there <= 0 || Math.abs(there - z) > depthTolerance * there) {
        continue;
      }
      // cut my ray with their plane, all in their frame: X = centre + s (P - centre)
      float nx = o.normal()[3 * at];
      float ny = o.normal()[3 * at + 1];
      float nz = o.normal()[3 * at + 2];
      double px = (pu - cx) / fx * z;
      double py = (pv - cy) / fy * z;
      double qx = (u - cx) / fx * there;
      double qy = (v - cy) / fy * there;
      // b is K t, where t is my centre in their frame
      double tz = b[2];
      double tx = (b[0] - cx * tz) / fx;
      double ty = (b[1] - cy * tz) / fy;
      double rx = px - tx;
      double ry = py - ty;
      double rz = z - tz;
      double along = nx * rx + ny * ry + nz * rz;
      double range = Math.sqrt(rx * rx + ry * ry + rz * rz);
      if (along > -LEAST_COSINE * range) {
        continue;
      }
      double s = (nx * (qx - tx) + ny * (qy - ty) + nz * (there - tz)) / along;
      if (!(Math.abs(s - 1) <= depthTolerance)) {
        continue;
      }
      if (theirs.get(at)) {
        standing.set(i);
        continue;
      }
      fresh.set(at);
      float c = o.confidence()[at];
      shift[i] += c * (float) (s - 1);
      weight[i] += c;
      count[i]++;
    }
    theirs.or(fresh);
  }

  private void emit(
      DepthMap map, byte[] bgr, BitSet standing, float[] shift, float[] weight, byte[] count) {
    int w = map.width();
    double[] r = map.pose().rotation();
    double[] centre = map.pose().centre();
    double fx = map.camera().fx();
    double fy = map.camera().fy();
    double cx = map.camera().cx() - 0.5;
    double cy = map.camera().cy() - 0.5;
    for (int y = stride / 2; y < map.height(); y += stride) {
      for (int x = stride / 2; x < w; x += stride) {
        int i = y * w + x;
        float depth = map.depth()[i];
        if (depth <= 0 || count[i] == 0 || standing.get(i)) {
          continue;
        }
        double z = depth * (1 + shift[i] / weight[i]);
        double px = (x - cx) / fx * z;
        double py = (y - cy) / fy * z;
        float[] n = map.normal();
        cloud.add(
            r[0] * px + r[3] * py + r[6] * z + centre[0],
            r[1] * px + r[4] * py + r[7] * z + centre[1],
            r[2] * px + r[5] * py + r[8] * z + centre[2],
            r[0] * n[3 * i] + r[3] * n[3 * i + 1] + r[6] * n[3 * i + 2],
            r[1] * n[3 * i] + r[4] * n[3 * i + 1] + r[7] * n[3 * i + 2],
            r[2] * n[3 * i] + r[5] * n[3 * i + 1] + r[8] * n[3 * i + 2],
            bgr[3 * i + 2],
            bgr[3 * i + 1],
            bgr[3 * i],
            weight[i]);
      }
    }
  }
}
