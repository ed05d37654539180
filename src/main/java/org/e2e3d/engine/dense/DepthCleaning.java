package org.e2e3d.engine.dense;

import java.util.List;
import org.e2e3d.engine.scene.DepthMap;

/**
 * What of a view's depth map stands: depths that other views confirm, without fringes and islands;
 * and what its plain areas may be.
 */
final class DepthCleaning {
  /** Plain areas of a smaller share of the image are left to the surface stage to close. */
  private static final double LEAST_AREA = 0.0005;

  private final DenseOptions options;
  private final long seed;

  DepthCleaning(DenseOptions options, long seed) {
    this.options = options;
    this.seed = seed;
  }

  /**
   * A cleaned map.
   *
   * @param map depths, normals and confidences of what is left
   * @param size how many depths are left
   * @param walls planes proposed for areas without any
   */
  record Cleaned(DepthMap map, int size, List<BlankWalls.Wall> walls) {}

  /**
   * @param map as it was matched
   * @param confirmed by which other views
   * @param others how many other views it was compared with
   * @param grey the photograph
   * @param bgr its colours
   */
  Cleaned clean(
      DepthMap map, GeometricFilter.Confirmed confirmed, int others, float[] grey, byte[] bgr) {
    int w = map.width();
    int h = map.height();
    double tolerance = options.depthTolerance();
    int least = Math.min(options.minAgreeing(), Math.max(1, others - 1));
    float[] depth = map.depth().clone();
    Hysteresis.apply(depth, confirmed, w, h, least, tolerance);
    PlainPixels pixels = PlainPixels.of(grey, bgr, w, h);
    // before fringes go: at a wall's own outline they are what its plane is told by
    List<BlankWalls.Wall> walls =
        new BlankWalls(w, h, tolerance, seed * 1_000_003 + map.viewId())
            .propose(
                PlainArea.of(pixels, w, h, (int) Math.ceil(LEAST_AREA * w * h)), depth, grey, bgr);
    new FringeFilter(pixels, w, h, w / 16, 1.5 * tolerance).apply(depth, map);
    double area = w * (double) w / 1e6;
    SpeckleFilter.apply(depth, w, h, (int) (options.speckleSize() * area), 2 * tolerance);
    float[] normal = map.normal().clone();
    float[] confidence = map.confidence().clone();
    int left = 0;
    for (int p = 0; p < depth.length; p++) {
      if (depth[p] > 0) {
        left++;
      } else {
        normal[3 * p] = 0;
        normal[3 * p + 1] = 0;
        normal[3 * p + 2] = 0;
        confidence[p] = 0;
      }
    }
    return new Cleaned(
        new DepthMap(map.viewId(), map.camera(), map.pose(), depth, normal, confidence),
        left,
        walls);
  }
}
