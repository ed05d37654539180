package org.e2e3d.engine.surface;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.geometry.ViewFocus;

/**
 * What lies far behind the thing that was photographed: beyond a multiple of the distance of what
 * the cameras look at. Its surface is measured coarsely and in scraps, and its extent would cost
 * the subject its detail. Where the cameras look at nothing in common (aerial photographs,
 * panoramas) there is no background.
 */
final class Background {
  private final Map<Integer, Double> limits = new HashMap<>();
  private long seen;
  private long left;

  /**
   * @param model the cameras, and the points by which a subject before the focus is told
   * @param farLimit the multiple; 0 for no background
   */
  Background(SparseModel model, double farLimit) {
    List<Pose> poses = model.views().stream().map(View::pose).toList();
    if (farLimit <= 0) {
      return;
    }
    ViewFocus.of(poses)
        .ifPresent(
            focus -> {
              Map<Integer, Double> near = nearDepths(model);
              for (View view : model.views()) {
                double subject = Math.max(focus.distance(), near.getOrDefault(view.id(), 0.0));
                limits.put(view.id(), farLimit * subject);
              }
            });
  }

  /** The depth beyond which a view sees only background; infinite if it has none. */
  double limit(int viewId) {
    return limits.getOrDefault(viewId, Double.POSITIVE_INFINITY);
  }

  /** The map without the depths beyond its view's limit. */
  DepthMap without(DepthMap map) {
    Double limit = limits.get(map.viewId());
    if (limit == null) {
      return map;
    }
    float[] depth = map.depth().clone();
    for (int i = 0; i < depth.length; i++) {
      seen += depth[i] > 0 ? 1 : 0;
      if (depth[i] > limit) {
        depth[i] = 0;
        left++;
      }
    }
    return new DepthMap(
        map.viewId(), map.camera(), map.pose(), depth, map.normal(), map.confidence());
  }

  /** Share of the depths seen so far that was background, 0 to 1. */
  double share() {
    return seen == 0 ? 0 : (double) left / seen;
  }

  /** The lower quartile of each view's point depths: at least that far the subject reaches. */
  private static Map<Integer, Double> nearDepths(SparseModel model) {
    Map<Integer, Pose> poses = new HashMap<>();
    model.views().forEach(v -> poses.put(v.id(), v.pose()));
    SparsePoints points = model.points();
    Map<Integer, double[]> depths = new HashMap<>();
    Map<Integer, Integer> counts = new HashMap<>();
    for (int view : points.obsView()) {
      counts.merge(view, 1, Integer::sum);
    }
    counts.forEach((view, n) -> depths.put(view, new double[n]));
    Map<Integer, Integer> filled = new HashMap<>();
    double[] p = new double[3];
    for (int i = 0; i < points.size(); i++) {
      for (int k = points.trackStart()[i]; k < points.trackStart()[i + 1]; k++) {
        int view = points.obsView()[k];
        poses
            .get(view)
            .apply(points.xyz()[3 * i], points.xyz()[3 * i + 1], points.xyz()[3 * i + 2], p);
        depths.get(view)[filled.merge(view, 1, Integer::sum) - 1] = p[2];
      }
    }
    Map<Integer, Double> near = new HashMap<>();
    depths.forEach(
        (view, z) -> {
          Arrays.sort(z);
          near.put(view, z[z.length / 4]);
        });
    return near;
  }
}
