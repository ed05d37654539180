package org.e2e3d.engine.sfm.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ranks unregistered photographs by how many points they see and how evenly these cover the image:
 * the pyramid score of Schönberger and Frahm, "Structure-from-Motion Revisited" (CVPR 2016),
 * section 4.2.
 */
final class NextViews {
  private static final int LEVELS = 6;

  private final MapState s;

  NextViews(MapState state) {
    this.s = state;
  }

  /**
   * A photograph that could be registered.
   *
   * @param photo its index
   * @param points how many points it should see
   * @param score coverage
   */
  record Candidate(int photo, int points, long score) {}

  /** Candidates with at least {@code minPoints} points, best first. */
  List<Candidate> rank(boolean[] allowed, int minPoints) {
    List<Candidate> out = new ArrayList<>();
    for (int p = 0; p < s.size(); p++) {
      if (allowed[p] && !s.registered[p]) {
        Candidate c = score(p);
        if (c.points() >= minPoints) {
          out.add(c);
        }
      }
    }
    out.sort(
        Comparator.comparingLong((Candidate c) -> -c.score()).thenComparingInt(Candidate::photo));
    return out;
  }

  private Candidate score(int p) {
    int side = 1 << LEVELS;
    boolean[] cell = new boolean[side * side];
    double w = s.photos.get(p).width();
    double h = s.photos.get(p).height();
    int points = 0;
    for (int k = s.photoStart[p]; k < s.photoStart[p + 1]; k++) {
      int o = s.photoObs[k];
      if (s.alive[s.obsTrack[o]]) {
        points++;
        int x = Math.max(0, Math.min(side - 1, (int) (s.obsXy[2 * o] / w * side)));
        int y = Math.max(0, Math.min(side - 1, (int) (s.obsXy[2 * o + 1] / h * side)));
        cell[y * side + x] = true;
      }
    }
    long score = 0;
    for (int level = LEVELS; level >= 1; level--) {
      int n = 1 << level;
      int filled = 0;
      boolean[] coarser = new boolean[n * n / 4];
      for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
          if (cell[y * n + x]) {
            filled++;
            coarser[y / 2 * (n / 2) + x / 2] = true;
          }
        }
      }
      score += (long) filled * n * n;
      cell = coarser;
    }
    return new Candidate(p, points, score);
  }
}
