package org.e2e3d.engine.dense;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;

/**
 * What the first round found for a view: planes at a coarse pyramid level, and which of the views
 * it is checked against confirm them.
 *
 * @param view at full size
 * @param level the pyramid level
 * @param field the planes
 * @param confirmed a bit for each view checked against, in the order of the view's list; all 0
 *     while that is not known
 */
record CoarseView(DenseView view, int level, PlaneField field, int[] confirmed) {

  Camera camera() {
    return view.cameraAt(level);
  }

  /** Depths of planes that match well enough, without normals. */
  DepthMap depths(double maxCost) {
    float[] depth = new float[field.inverse.length];
    for (int i = 0; i < depth.length; i++) {
      depth[i] = field.cost[i] <= maxCost && field.inverse[i] > 0 ? 1 / field.inverse[i] : 0;
    }
    return new DepthMap(view.id(), camera(), view.pose(), depth, new float[0], new float[0]);
  }

  /** True if at least {@code least} other views confirm the plane of a pixel. */
  boolean isConfirmed(int pixel, int least) {
    return Integer.bitCount(confirmed[pixel]) >= least;
  }
}
