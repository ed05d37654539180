package org.e2e3d.engine.dense;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.scene.SparsePoints;

/**
 * Chooses, for each view, the other views its depths are computed from and checked against.
 *
 * <p>A shared sparse point speaks for a neighbour the more, the closer the angle between its two
 * rays is to one that gives both depth precision and similar looks (as in Yao et al., MVSNet, ECCV
 * 2018, section 4.1), and the closer the two scales are. Neighbours are taken greedily, and a point
 * that chosen neighbours already cover counts less, so that they surround the view instead of
 * lining up on the side with most points.
 */
final class NeighbourSelection {
  private static final double BEST_ANGLE = Math.toRadians(10);
  private static final double NARROW_SIGMA = Math.toRadians(4);
  private static final double WIDE_SIGMA = Math.toRadians(12);
  private static final double COVERED = 0.7;

  private final List<DenseView> views;
  private final SparsePoints points;
  private final double[][] centres;
  private final int[][] seen;

  NeighbourSelection(List<DenseView> views, SparsePoints points) {
    this.views = views;
    this.points = points;
    Map<Integer, Integer> indexOf = new HashMap<>();
    centres = new double[views.size()][];
    for (int i = 0; i < views.size(); i++) {
      indexOf.put(views.get(i).id(), i);
      centres[i] = views.get(i).pose().centre();
    }
    int[] counts = new int[views.size()];
    seen = new int[views.size()][];
    for (int pass = 0; pass < 2; pass++) {
      if (pass == 1) {
        for (int i = 0; i < counts.length; i++) {
          seen[i] = new int[counts[i]];
          counts[i] = 0;
        }
      }
      for (int p = 0; p < points.size(); p++) {
        for (int k = points.trackStart()[p]; k < points.trackStart()[p + 1]; k++) {
          Integer v = indexOf.get(points.obsView()[k]);
          if (v == null) {
            continue;
          }
          if (pass == 1) {
            seen[v][counts[v]] = p;
          }
          counts[v]++;
        }
      }
    }
  }

  /** Indices of the sparse points a view (by index) observes. */
  int[] pointsOf(int view) {
    return seen[view];
  }

  /** At most {@code count} indices of views, best first; those with hardly a point are left out. */
  int[] neighboursOf(int view, int count) {
    Map<Integer, List<double[]>> candidates = new HashMap<>();
    for (int k = 0; k < seen[view].length; k++) {
      int p = seen[view][k];
      for (int o = points.trackStart()[p]; o < points.trackStart()[p + 1]; o++) {
        int id = points.obsView()[o];
        if (id != views.get(view).id()) {
          candidates.computeIfAbsent(id, x -> new ArrayList<>()).add(new double[] {k, p});
        }
      }
    }
    List<int[]> pointLists = new ArrayList<>();
    List<double[]> weights = new ArrayList<>();
    List<Integer> indices = new ArrayList<>();
    for (int n = 0; n < views.size(); n++) {
      List<double[]> shared = candidates.get(views.get(n).id());
      if (shared == null || shared.size() < 5) {
        continue;
      }
      int[] slots = new int[shared.size()];
      double[] w = new double[shared.size()];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = (int) shared.get(i)[0];
        w[i] = weight(view, n, (int) shared.get(i)[1]);
      }
      indices.add(n);
      pointLists.add(slots);
      weights.add(w);
    }
    double[] left = new double[seen[view].length];
    java.util.Arrays.fill(left, 1);
    boolean[] taken = new boolean[indices.size()];
    int[] chosen = new int[Math.min(count, indices.size())];
    int size = 0;
    while (size < chosen.length) {
      int best = -1;
      double bestGain = 0;
      for (int c = 0; c < taken.length; c++) {
        if (taken[c]) {
          continue;
        }
        double gain = 0;
        for (int i = 0; i < weights.get(c).length; i++) {
          gain += weights.get(c)[i] * left[pointLists.get(c)[i]];
        }
        if (gain > bestGain) {
          bestGain = gain;
          best = c;
        }
      }
      if (best < 0) {
        break;
      }
      taken[best] = true;
      chosen[size++] = indices.get(best);
      for (int i = 0; i < weights.get(best).length; i++) {
        left[pointLists.get(best)[i]] *= 1 - (1 - COVERED) * weights.get(best)[i];
      }
    }
    return java.util.Arrays.copyOf(chosen, size);
  }

  private double weight(int a, int b, int p) {
    double[] ca = centres[a];
    double[] cb = centres[b];
    double dot = 0;
    double la = 0;
    double lb = 0;
    for (int i = 0; i < 3; i++) {
      double x = points.xyz()[3 * p + i];
      dot += (x - ca[i]) * (x - cb[i]);
      la += (x - ca[i]) * (x - ca[i]);
      lb += (x - cb[i]) * (x - cb[i]);
    }
    double angle = Math.acos(Math.max(-1, Math.min(1, dot / Math.sqrt(la * lb))));
    double off = angle - BEST_ANGLE;
    double sigma = off < 0 ? NARROW_SIGMA : WIDE_SIGMA;
    // pixels per world unit in each view
    double scale =
        Math.sqrt(la) / views.get(a).camera().fx() * views.get(b).camera().fx() / Math.sqrt(lb);
    double ratio = Math.min(scale, 1 / scale);
    return Math.exp(-off * off / (2 * sigma * sigma)) * Math.min(1, ratio / 0.7);
  }
}
