package org.e2e3d.engine.dense;

import java.util.function.IntFunction;
import org.e2e3d.engine.scene.DepthMap;

/**
 * Asks other views about a plane proposed for a plain area: each place of it is seen there at the
 * depth of what was measured or of a plane proposed in that view, is hidden by something nearer, or
 * is seen through.
 */
final class WallAgreement {
  /** Every so many pixels along x and y are asked about. */
  private static final int STRIDE = 3;

  /** Share of the places that enough views have to see. */
  private static final double SEEN = 0.5;

  /** Share of the places that may be seen through. */
  private static final double THROUGH = 0.05;

  private final double tolerance;
  private final int least;

  /**
   * @param tolerance relative difference of depths within one surface
   * @param least how many views have to see a place
   */
  WallAgreement(double tolerance, int least) {
    this.tolerance = tolerance;
    this.least = least;
  }

  /**
   * @param map the view
   * @param wall proposed in it
   * @param others how many other views
   * @param other their depth maps, completed by what is proposed in them
   */
  boolean agreed(DepthMap map, BlankWalls.Wall wall, int others, IntFunction<DepthMap> other) {
    int w = map.width();
    int[] pixels = wall.area().pixels();
    byte[] seen = new byte[pixels.length];
    byte[] through = new byte[pixels.length];
    for (int n = 0; n < others; n++) {
      DepthMap o = other.apply(n);
      RelativeView to = RelativeView.of(map.camera(), map.pose(), o.camera(), o.pose());
      for (int i = 0; i < pixels.length; i++) {
        int x = pixels[i] % w;
        int y = pixels[i] / w;
        if (x % STRIDE != 0 || y % STRIDE != 0) {
          continue;
        }
        ask(o, to, x, y, wall.plane().inverseAt(x, y), i, seen, through);
      }
    }
    int places = 0;
    int good = 0;
    int bad = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i] % w % STRIDE == 0 && pixels[i] / w % STRIDE == 0) {
        places++;
        good += seen[i] >= least ? 1 : 0;
        bad += through[i] > 0 && through[i] >= seen[i] ? 1 : 0;
      }
    }
    return places > 0 && good >= SEEN * places && bad <= THROUGH * places;
  }

  private void ask(
      DepthMap o,
      RelativeView to,
      int x,
      int y,
      double inverse,
      int i,
      byte[] seen,
      byte[] through) {
    double[] m = to.m();
    double[] b = to.b();
    double pw = m[6] * x + m[7] * y + m[8] + b[2] * inverse;
    if (!(pw > 0)) {
      return;
    }
    int u = (int) Math.floor((m[0] * x + m[1] * y + m[2] + b[0] * inverse) / pw + 0.5);
    int v = (int) Math.floor((m[3] * x + m[4] * y + m[5] + b[1] * inverse) / pw + 0.5);
    if (u < 0 || v < 0 || u >= o.width() || v >= o.height()) {
      return;
    }
    float there = o.depth()[v * o.width() + u];
    double z = pw / inverse;
    if (there <= 0) {
      return;
    }
    if (Math.abs(there - z) <= 1.5 * tolerance * z) {
      seen[i]++;
    } else if (there > z * (1 + 3 * tolerance)) {
      through[i]++;
    }
  }

  /** The map with the depths of walls where it has none. */
  static DepthMap completed(DepthMap map, Iterable<BlankWalls.Wall> walls, float confidence) {
    float[] depth = map.depth().clone();
    float[] normal = map.normal().clone();
    float[] sure = map.confidence().clone();
    int w = map.width();
    for (BlankWalls.Wall wall : walls) {
      WallPlane plane = wall.plane();
      for (int p : wall.area().pixels()) {
        if (depth[p] > 0) {
          continue;
        }
        depth[p] = (float) (1 / plane.inverseAt(p % w, p / w));
        sure[p] = confidence;
        // the plane is q . X = 1, as in DepthEstimator
        double qx = plane.slopeX() * map.camera().fx();
        double qy = plane.slopeY() * map.camera().fy();
        double qz =
            plane.inverse()
                + plane.slopeX() * (map.camera().cx() - 0.5)
                + plane.slopeY() * (map.camera().cy() - 0.5);
        double length = Math.sqrt(qx * qx + qy * qy + qz * qz);
        normal[3 * p] = (float) (-qx / length);
        normal[3 * p + 1] = (float) (-qy / length);
        normal[3 * p + 2] = (float) (-qz / length);
      }
    }
    return new DepthMap(map.viewId(), map.camera(), map.pose(), depth, normal, sure);
  }
}
