package org.e2e3d.engine.sfm.given;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;

/** How far the points of a model lie from where its views saw them. */
final class Reprojection {
  private Reprojection() {}

  /** Per observation, in pixels; infinite where a point is behind its view. */
  static double[] errors(SparseModel model) {
    Map<Integer, View> views = new HashMap<>();
    Map<Integer, Camera> cameras = new HashMap<>();
    for (View v : model.views()) {
      views.put(v.id(), v);
      cameras.put(v.id(), model.cameraOf(v));
    }
    SparsePoints p = model.points();
    double[] errors = new double[p.observations()];
    double[] x = new double[3];
    double[] pixel = new double[2];
    for (int i = 0; i < p.size(); i++) {
      for (int k = p.trackStart()[i]; k < p.trackStart()[i + 1]; k++) {
        Camera c = cameras.get(p.obsView()[k]);
        views
            .get(p.obsView()[k])
            .pose()
            .apply(p.xyz()[3 * i], p.xyz()[3 * i + 1], p.xyz()[3 * i + 2], x);
        errors[k] =
            c.project(x[0], x[1], x[2], pixel)
                ? Math.hypot(pixel[0] - p.obsXy()[2 * k], pixel[1] - p.obsXy()[2 * k + 1])
                : Double.POSITIVE_INFINITY;
      }
    }
    return errors;
  }

  /** 0 without observations. */
  static double median(SparseModel model) {
    double[] sorted = errors(model);
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /** The same model with each point's mean error; COLMAP may leave them out. */
  static SparseModel withErrors(SparseModel model) {
    double[] errors = errors(model);
    SparsePoints p = model.points();
    float[] mean = new float[p.size()];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (int k = p.trackStart()[i]; k < p.trackStart()[i + 1]; k++) {
        sum += Math.min(errors[k], model.cameras().get(0).width());
      }
      mean[i] = (float) (sum / Math.max(1, p.trackLength(i)));
    }
    return new SparseModel(
        model.cameras(),
        model.views(),
        new SparsePoints(
            p.xyz(), p.rgb(), mean, p.trackStart(), p.obsView(), p.obsFeature(), p.obsXy()),
        model.geoReference());
  }
}
