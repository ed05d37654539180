package org.e2e3d.engine.dense;

import java.util.Optional;
import org.e2e3d.engine.render.FaceBuffer;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;
import org.e2e3d.testing.PhotographedScene;

/** Rendered scenes as the sparse stage would hand them on: true cameras and exact sparse points. */
final class DenseScenes {
  private static final int SPACING = 16;
  private static final int MOST = 20_000;

  private DenseScenes() {}

  /**
   * The true model with points on a grid of every view, each seen by all views whose true depth
   * there agrees.
   */
  static SparseModel sparse(PhotographedScene scene) {
    SparseModel model = scene.trueModel();
    int n = scene.poses().size();
    FaceBuffer[] truth = new FaceBuffer[n];
    Camera c = scene.camera();
    Camera pinhole = Camera.pinhole(0, c.width(), c.height(), c.fx(), c.fy(), c.cx(), c.cy());
    for (int i = 0; i < n; i++) {
      truth[i] = scene.renderer().truth(pinhole, scene.poses().get(i));
    }
    double[] xyz = new double[3 * MOST];
    int[] start = new int[MOST + 1];
    int[] view = new int[MOST * n];
    int points = 0;
    int observations = 0;
    double[] p = new double[3];
    for (int i = 0; i < n; i++) {
      double[] r = scene.poses().get(i).rotation();
      double[] centre = scene.poses().get(i).centre();
      for (int y = SPACING / 2; y < c.height(); y += SPACING) {
        for (int x = SPACING / 2; x < c.width(); x += SPACING) {
          double z = truth[i].depth()[y * c.width() + x];
          if (z <= 0 || points == MOST) {
            continue;
          }
          double a = (x + 0.5 - c.cx()) / c.fx() * z;
          double b = (y + 0.5 - c.cy()) / c.fy() * z;
          for (int k = 0; k < 3; k++) {
            xyz[3 * points + k] = r[k] * a + r[3 + k] * b + r[6 + k] * z + centre[k];
          }
          int seen = 0;
          for (int j = 0; j < n; j++) {
            scene
                .poses()
                .get(j)
                .apply(xyz[3 * points], xyz[3 * points + 1], xyz[3 * points + 2], p);
            int u = (int) Math.floor(c.fx() * p[0] / p[2] + c.cx());
            int v = (int) Math.floor(c.fy() * p[1] / p[2] + c.cy());
            if (p[2] > 0 && u >= 0 && v >= 0 && u < c.width() && v < c.height()) {
              double there = truth[j].depth()[v * c.width() + u];
              if (Math.abs(there - p[2]) < 0.02 * p[2]) {
                view[observations + seen++] = j;
              }
            }
          }
          if (seen >= 2) {
            observations += seen;
            start[++points] = observations;
          }
        }
      }
    }
    return new SparseModel(
        model.cameras(),
        model.views(),
        new SparsePoints(
            java.util.Arrays.copyOf(xyz, 3 * points),
            new byte[3 * points],
            new float[points],
            java.util.Arrays.copyOf(start, points + 1),
            java.util.Arrays.copyOf(view, observations),
            new int[observations],
            new float[2 * observations]),
        Optional.empty());
  }

  /** The same with where each view sees the points, as a model that is given has it. */
  static SparseModel observed(PhotographedScene scene) {
    SparseModel model = sparse(scene);
    SparsePoints points = model.points();
    float[] xy = new float[2 * points.observations()];
    double[] p = new double[3];
    double[] pixel = new double[2];
    for (int i = 0; i < points.size(); i++) {
      for (int o = points.trackStart()[i]; o < points.trackStart()[i + 1]; o++) {
        View view = model.views().get(points.obsView()[o]);
        view.pose().apply(points.xyz()[3 * i], points.xyz()[3 * i + 1], points.xyz()[3 * i + 2], p);
        model.cameraOf(view).project(p[0], p[1], p[2], pixel);
        xy[2 * o] = (float) pixel[0];
        xy[2 * o + 1] = (float) pixel[1];
      }
    }
    return new SparseModel(
        model.cameras(),
        model.views(),
        new SparsePoints(
            points.xyz(),
            points.rgb(),
            points.error(),
            points.trackStart(),
            points.obsView(),
            points.obsFeature(),
            xy),
        Optional.empty());
  }

  /** A view as the dense stage has it, at the camera's own size. */
  static DenseView denseView(View view, Camera camera) {
    return new DenseView(view.id(), view.name(), camera, view.pose());
  }

  /** A pinhole camera of 64 x 48 pixels. */
  static Camera smallCamera() {
    return Camera.pinhole(0, 64, 48, 60, 60, 32, 24);
  }

  /** Looking along z from (x, 0, 0). */
  static Pose at(double x) {
    return new Pose(1, 0, 0, 0, -x, 0, 0);
  }
}
