package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.stage.Workers;

/**
 * Drops candidate views in which something else stood before the surface: their colour, blurred and
 * with exposure evened out, is far from the median of the face's views. Faces beside a dropped one
 * are judged more strictly in the same view, so that the rim of a passer-by goes too. The idea is
 * the photo-consistency check of Waechter et al. 2014, section 4.1, with medians in place of
 * mean-shift.
 */
final class OutlierViews {
  private static final double LEAST_DISTANCE = 42;
  private static final double SPREAD_FACTOR = 3.2;
  private static final double RIM_FACTOR = 0.45;

  /** Views that are all this near to each other are neither dropped nor part of a rim. */
  private static final double UNSUSPECTED = RIM_FACTOR * LEAST_DISTANCE;

  private static final int RIM_ROUNDS = 3;
  private static final int CHUNK = 1 << 13;

  private final FaceGraph graph;
  private final Candidates candidates;
  private final int threads;

  /** Distance of a slot's colour from the median, over what is tolerated there. */
  private final float[] excess;

  OutlierViews(FaceGraph graph, Candidates candidates, int threads) {
    this.graph = graph;
    this.candidates = candidates;
    this.threads = threads;
    this.excess = new float[candidates.view.length];
  }

  /** Removes outliers; every face keeps at least one view. Returns how many slots went. */
  int reject(double[] gains) {
    int n = candidates.faces();
    Workers.forEach(
        threads,
        (n + CHUNK - 1) / CHUNK,
        chunk -> {
          Scratch scratch = new Scratch(candidates.limit);
          for (int f = chunk * CHUNK; f < Math.min(n, (chunk + 1) * CHUNK); f++) {
            measure(f, gains, scratch);
          }
        });
    int[] dropped = new int[n];
    for (int f = 0; f < n; f++) {
      for (int k = 0; k < candidates.count[f]; k++) {
        dropped[f] |= excess[f * candidates.limit + k] > 1 ? 1 << k : 0;
      }
    }
    for (int round = 0; round < RIM_ROUNDS; round++) {
      dropped = withRim(dropped);
    }
    int total = 0;
    for (int f = 0; f < n; f++) {
      if (dropped[f] != 0 && Integer.bitCount(dropped[f]) < candidates.count[f]) {
        total += Integer.bitCount(dropped[f]);
        candidates.remove(f, dropped[f]);
      }
    }
    return total;
  }

  private void measure(int f, double[] gains, Scratch s) {
    int n = candidates.count[f];
    if (n < 3) {
      return;
    }
    int base = f * candidates.limit;
    double widest = 0;
    for (int channel = 0; channel < 3; channel++) {
      double least = Double.POSITIVE_INFINITY;
      double most = 0;
      for (int k = 0; k < n; k++) {
        int slot = base + k;
        double v =
            candidates.colour[3 * slot + channel] * gains[3 * candidates.view[slot] + channel];
        s.value[channel][k] = v;
        least = Math.min(least, v);
        most = Math.max(most, v);
      }
      widest += (most - least) * (most - least);
    }
    if (widest <= UNSUSPECTED * UNSUSPECTED) {
      return;
    }
    Arrays.fill(s.distance, 0, n, 0);
    for (double[] value : s.value) {
      double median = median(value, s.sorted, n);
      for (int k = 0; k < n; k++) {
        s.distance[k] += (value[k] - median) * (value[k] - median);
      }
    }
    for (int k = 0; k < n; k++) {
      s.distance[k] = Math.sqrt(s.distance[k]);
    }
    double tolerated = Math.max(LEAST_DISTANCE, SPREAD_FACTOR * median(s.distance, s.sorted, n));
    for (int k = 0; k < n; k++) {
      excess[base + k] = (float) (s.distance[k] / tolerated);
    }
  }

  private static double median(double[] values, double[] sorted, int n) {
    System.arraycopy(values, 0, sorted, 0, n);
    Arrays.sort(sorted, 0, n);
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  private int[] withRim(int[] dropped) {
    int[] wider = dropped.clone();
    for (int f = 0; f < dropped.length; f++) {
      for (int edge = 0; edge < 3; edge++) {
        int g = graph.across[3 * f + edge];
        if (g < 0 || dropped[g] == 0) {
          continue;
        }
        for (int k = 0; k < candidates.count[f]; k++) {
          int slot = f * candidates.limit + k;
          int theirs = candidates.slotOf(g, candidates.view[slot]);
          if (theirs >= 0 && (dropped[g] >> theirs & 1) != 0 && excess[slot] > RIM_FACTOR) {
            wider[f] |= 1 << k;
          }
        }
      }
    }
    return wider;
  }

  private static final class Scratch {
    /** By channel. */
    final double[][] value;

    final double[] sorted;
    final double[] distance;

    Scratch(int n) {
      value = new double[3][n];
      sorted = new double[n];
      distance = new double[n];
    }
  }
}
