package org.e2e3d.engine.sfm;

import java.util.Arrays;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.geometry.Rotations;
import org.e2e3d.engine.sfm.geometry.Similarity;
import org.e2e3d.testing.SyntheticScene;

/**
 * How far a model's cameras are from the truth after the best similarity.
 *
 * @param medianCentre in the truth's units
 * @param maxCentre in the truth's units
 * @param maxRotation degrees
 */
record ModelErrors(double medianCentre, double maxCentre, double maxRotation) {

  static ModelErrors of(SparseModel model, SyntheticScene scene) {
    int n = model.views().size();
    double[] found = new double[3 * n];
    double[] truth = new double[3 * n];
    for (int i = 0; i < n; i++) {
      View v = model.views().get(i);
      System.arraycopy(v.pose().centre(), 0, found, 3 * i, 3);
      System.arraycopy(scene.poses().get(v.id()).centre(), 0, truth, 3 * i, 3);
    }
    double[] one = new double[n];
    Arrays.fill(one, 1);
    Similarity s = Similarity.fit(found, truth, one);
    double[] errors = new double[n];
    double rotation = 0;
    for (int i = 0; i < n; i++) {
      View v = model.views().get(i);
      s.apply(found, 3 * i);
      for (int j = 0; j < 3; j++) {
        errors[i] += Math.pow(found[3 * i + j] - truth[3 * i + j], 2);
      }
      errors[i] = Math.sqrt(errors[i]);
      double[] aligned = Rotations.multiply(v.pose().rotation(), Rotations.transpose(s.rotation()));
      double[] between =
          Rotations.multiply(aligned, Rotations.transpose(scene.poses().get(v.id()).rotation()));
      rotation = Math.max(rotation, Math.toDegrees(Rotations.angle(between)));
    }
    Arrays.sort(errors);
    return new ModelErrors(errors[n / 2], errors[n - 1], rotation);
  }
}
