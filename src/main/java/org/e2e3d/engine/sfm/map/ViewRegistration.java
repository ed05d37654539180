package org.e2e3d.engine.sfm.map;

import java.util.Arrays;
import org.e2e3d.engine.sfm.estimate.AbsolutePose;
import org.e2e3d.engine.sfm.geometry.Lens;

/** Poses one photograph against the points it sees, finding its focal length too if unknown. */
final class ViewRegistration {
  private static final int TRIALS = 4000;
  private static final int SWEEP_TRIALS = 300;
  private static final double[] FOCALS = {
    1.2, 1.0, 0.85, 0.72, 0.6, 0.5, 0.42, 1.4, 1.65, 2.0, 2.4, 2.9, 3.5
  };

  private final MapState s;
  private final MapTolerances tolerances;
  private final long seed;

  ViewRegistration(MapState state, MapTolerances tolerances, long seed) {
    this.s = state;
    this.tolerances = tolerances;
    this.seed = seed;
  }

  /**
   * How it went.
   *
   * @param registered whether the photograph is now posed
   * @param inliers points that agree
   * @param points points it should see
   */
  record Outcome(boolean registered, int inliers, int points) {}

  /** Registers a photograph if enough points agree. */
  Outcome register(int photo) {
    int[] seen = new int[s.photoStart[photo + 1] - s.photoStart[photo]];
    int n = 0;
    for (int k = s.photoStart[photo]; k < s.photoStart[photo + 1]; k++) {
      if (s.alive[s.obsTrack[s.photoObs[k]]]) {
        seen[n++] = s.photoObs[k];
      }
    }
    double[] points = new double[3 * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(s.xyz, 3 * s.obsTrack[seen[i]], points, 3 * i, 3);
    }
    int lensIndex = s.lensOf[photo];
    int o = Lens.SIZE * lensIndex;
    double kept = s.lens[o + Lens.F];
    AbsolutePose.Result best = pose(photo, seen, n, points, TRIALS);
    if (!isLensInUse(lensIndex) && (!s.lensKnown[lensIndex] || !accept(best, n))) {
      double bestFocal = kept;
      for (double factor : FOCALS) {
        s.lens[o + Lens.F] = factor * s.longerSide(lensIndex);
        AbsolutePose.Result r = pose(photo, seen, n, points, SWEEP_TRIALS);
        if (r.score() < best.score()) {
          best = r;
          bestFocal = s.lens[o + Lens.F];
        }
      }
      s.lens[o + Lens.F] = accept(best, n) ? bestFocal : kept;
    }
    if (!accept(best, n)) {
      return new Outcome(false, best.inlierCount(), n);
    }
    s.register(photo, best.pose());
    return new Outcome(true, best.inlierCount(), n);
  }

  private boolean accept(AbsolutePose.Result r, int n) {
    return r.inlierCount() >= tolerances.minPoseInliers()
        && r.inlierCount() >= tolerances.minPoseShare() * n;
  }

  private boolean isLensInUse(int lensIndex) {
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p] && s.lensOf[p] == lensIndex) {
        return true;
      }
    }
    return false;
  }

  private AbsolutePose.Result pose(int photo, int[] seen, int n, double[] points, int trials) {
    double[] xy = new double[2 * n];
    for (int i = 0; i < n; i++) {
      xy[2 * i] = s.obsXy[2 * seen[i]];
      xy[2 * i + 1] = s.obsXy[2 * seen[i] + 1];
    }
    int o = s.lensOffset(photo);
    double[] lens = Arrays.copyOfRange(s.lens, o, o + Lens.SIZE);
    return AbsolutePose.estimate(
        new AbsolutePose.Matches(points, xy, lens),
        tolerances.poseError() * s.pixelUnit[photo],
        trials,
        seed * 31 + photo);
  }
}
