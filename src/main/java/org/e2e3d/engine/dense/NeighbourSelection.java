package org.e2e3d.engine.dense;

import java.util.Arrays;
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
  private static final double LEAST_SCALE = 0.7;

  /** What is left of a point's say once a chosen neighbour covers it well. */
  private static final double COVERED = 0.7;

  private static final int LEAST_SHARED = 5;

  private final List<DenseView> views;
  private final SparsePoints points;
  private final double[][] centres;
  private final int[] viewOfObservation;
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
    viewOfObservation = new int[points.observations()];
    for (int o = 0; o < viewOfObservation.length; o++) {
      viewOfObservation[o] = indexOf.getOrDefault(points.obsView()[o], -1);
      if (viewOfObservation[o] >= 0) {
        counts[viewOfObservation[o]]++;
      }
    }
    seen = new int[views.size()][];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = new int[counts[i]];
    }
    for (int p = points.size() - 1; p >= 0; p--) {
      for (int o = points.trackStart()[p]; o < points.trackStart()[p + 1]; o++) {
        int v = viewOfObservation[o];
        if (v >= 0) {
          seen[v][--counts[v]] = p;
        }
      }
    }
  }

  /** Indices of the sparse points a view (by index) observes, ascending. */
  int[] pointsOf(int view) {
    return seen[view].clone();
  }

  /** At most {@code count} indices of views, best first; those with hardly a point are left out. */
  int[] neighboursOf(int view, int count) {
    float[][] weights = new float[views.size()][];
    int[] shared = new int[views.size()];
    for (int k = 0; k < seen[view].length; k++) {
      int p = seen[view][k];
      for (int o = points.trackStart()[p]; o < points.trackStart()[p + 1]; o++) {
        int n = viewOfObservation[o];
        if (n < 0 || n == view) {
          continue;
        }
        if (weights[n] == null) {
          weights[n] = new float[seen[view].length];
        }
        weights[n][k] = (float) weight(view, n, p);
        shared[n]++;
      }
    }
    float[] left = new float[seen[view].length];
    Arrays.fill(left, 1);
    int[] chosen = new int[Math.min(count, views.size())];
    int size = 0;
    while (size < chosen.length) {
      int best = -1;
      double bestGain = 0;
      for (int n = 0; n < weights.length; n++) {
        if (weights[n] == null || shared[n] < LEAST_SHARED) {
          continue;
        }
        double gain = 0;
        for (int k = 0; k < left.length; k++) {
          gain += weights[n][k] * left[k];
        }
        if (gain > bestGain) {
          bestGain = gain;
          best = n;
        }
      }
      if (best < 0) {
        break;
      }
      chosen[size++] = best;
      for (int k = 0; k < left.length; k++) {
        left[k] *= (float) (1 - (1 - COVERED) * weights[best][k]);
      }
      weights[best] = null;
    }
    return Arrays.copyOf(chosen, size);
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
    return Math.exp(-off * off / (2 * sigma * sigma)) * Math.min(1, ratio / LEAST_SCALE);
  }
}
