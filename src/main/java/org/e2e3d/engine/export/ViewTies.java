package org.e2e3d.engine.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;

/** The graph of views that see points in common. */
final class ViewTies {
  private ViewTies() {}

  /**
   * Two views.
   *
   * @param first position in the model's list of views
   * @param second position of the other, larger
   * @param points how many points both see
   */
  record Tie(int first, int second, int points) {}

  /** All pairs with a point in common, the strongest first. */
  static List<Tie> of(SparseModel model) {
    Map<Integer, Integer> position = new HashMap<>();
    for (int i = 0; i < model.views().size(); i++) {
      position.put(model.views().get(i).id(), i);
    }
    SparsePoints points = model.points();
    Map<Long, Integer> common = new HashMap<>();
    for (int p = 0; p < points.size(); p++) {
      for (int a = points.trackStart()[p]; a < points.trackStart()[p + 1]; a++) {
        for (int b = points.trackStart()[p]; b < a; b++) {
          long v = position.get(points.obsView()[a]);
          long w = position.get(points.obsView()[b]);
          common.merge(Math.min(v, w) << 32 | Math.max(v, w), 1, Integer::sum);
        }
      }
    }
    List<Tie> ties = new ArrayList<>();
    common.forEach((k, n) -> ties.add(new Tie((int) (k >> 32), k.intValue(), n)));
    ties.sort(
        Comparator.comparingInt((Tie t) -> -t.points())
            .thenComparingInt(Tie::first)
            .thenComparingInt(Tie::second));
    return ties;
  }
}
