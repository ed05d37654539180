package org.e2e3d.engine.sfm.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.sfm.estimate.RelativePose;
import org.e2e3d.engine.sfm.estimate.Triangulation;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.sfm.geometry.Rotations;

/**
 * Finds the two photographs to start from: many points that other photographs see too, under a wide
 * angle, and not explained by a plane or a rotation.
 */
final class InitialPair {
  private static final int TRIED = 24;
  private static final int SAMPLE = 500;
  private static final double FULL_ANGLE = Math.toRadians(14);

  private static final double WIDEST = 1.5; // tangent of the angle to the axis

  private final MapState s;
  private final MapTolerances tolerances;
  private final int[][] trackOf;

  InitialPair(MapState state, MapTolerances tolerances) {
    this.s = state;
    this.tolerances = tolerances;
    trackOf = new int[state.size()][];
    for (int p = 0; p < state.size(); p++) {
      int most = -1;
      for (int k = state.photoStart[p]; k < state.photoStart[p + 1]; k++) {
        most = Math.max(most, state.obsFeature[state.photoObs[k]]);
      }
      trackOf[p] = new int[most + 1];
      java.util.Arrays.fill(trackOf[p], -1);
      for (int k = state.photoStart[p]; k < state.photoStart[p + 1]; k++) {
        int o = state.photoObs[k];
        trackOf[p][state.obsFeature[o]] = state.obsTrack[o];
      }
    }
  }

  /**
   * A pair to start from.
   *
   * @param a first photograph, at the origin
   * @param b second photograph
   * @param rotation of b: {@code x_b = R x_a + t}
   * @param translation of b, of length 1
   * @param angle median angle of the rays, radians
   * @param inliers points in front of both
   * @param score larger is better
   */
  record Start(
      int a,
      int b,
      double[] rotation,
      double[] translation,
      double angle,
      int inliers,
      double score) {}

  /**
   * The pairs that can be started from, best first, with the map's present lenses; pairs that a
   * plane explains only if there are no others, since two poses explain a plane about as well.
   */
  List<Start> rank(List<PairMatches> pairs, boolean[] allowed) {
    List<Start> starts = rank(pairs, allowed, PairMatches.Kind.GENERAL);
    return starts.isEmpty() ? rank(pairs, allowed, PairMatches.Kind.PLANAR) : starts;
  }

  private List<Start> rank(List<PairMatches> pairs, boolean[] allowed, PairMatches.Kind kind) {
    List<PairMatches> usable = new ArrayList<>();
    for (PairMatches p : pairs) {
      if (p.kind() == kind
          && allowed[p.a()]
          && allowed[p.b()]
          && p.size() >= tolerances.minInitialInliers()) {
        usable.add(p);
      }
    }
    usable.sort(Comparator.comparingInt((PairMatches p) -> -linked(p)));
    List<Start> starts = new ArrayList<>();
    for (PairMatches p : usable.subList(0, Math.min(TRIED, usable.size()))) {
      Start start = evaluate(p);
      if (start.inliers() >= tolerances.minInitialInliers()
          && start.angle() >= tolerances.minInitialAngle()) {
        starts.add(start);
      }
    }
    starts.sort(Comparator.comparingDouble(start -> -start.score()));
    return starts;
  }

  /** Matches on tracks that a third photograph sees count in full, others a quarter. */
  private int linked(PairMatches p) {
    int full = 0;
    for (int f : p.featureA()) {
      int t = f < trackOf[p.a()].length ? trackOf[p.a()][f] : -1;
      full += t >= 0 && s.trackStart[t + 1] - s.trackStart[t] > 2 ? 4 : 1;
    }
    return full / 4;
  }

  private Start evaluate(PairMatches p) {
    int n = Math.min(SAMPLE, p.size());
    double[] a = new double[2 * n];
    double[] b = new double[2 * n];
    double[] ray = new double[2];
    int used = 0;
    for (int k = 0; k < n; k++) {
      int i = (int) ((long) k * p.size() / n);
      int fa = p.featureA()[i];
      int fb = p.featureB()[i];
      int ta = fa < trackOf[p.a()].length ? trackOf[p.a()][fa] : -1;
      int tb = fb < trackOf[p.b()].length ? trackOf[p.b()][fb] : -1;
      if (ta < 0 || ta != tb) {
        continue;
      }
      unproject(p.a(), ta, ray);
      a[2 * used] = ray[0];
      a[2 * used + 1] = ray[1];
      unproject(p.b(), ta, ray);
      b[2 * used] = ray[0];
      b[2 * used + 1] = ray[1];
      used += isCentral(a, 2 * used) && isCentral(b, 2 * used) ? 1 : 0;
    }
    a = java.util.Arrays.copyOf(a, 2 * used);
    b = java.util.Arrays.copyOf(b, 2 * used);
    double pixel = Math.max(s.pixelUnit[p.a()], s.pixelUnit[p.b()]);
    double focal =
        Math.min(s.lens[s.lensOffset(p.a()) + Lens.F], s.lens[s.lensOffset(p.b()) + Lens.F]);
    RelativePose.Result pose = RelativePose.estimate(a, b, 1.5 * pixel / focal);
    double angle = medianAngle(a, b, pose);
    double inliers = (double) pose.inlierCount() / Math.max(1, used);
    double score = inliers * inliers * Math.min(linked(p), 2000) * Math.min(1, angle / FULL_ANGLE);
    return new Start(
        p.a(),
        p.b(),
        pose.rotation(),
        pose.translation(),
        angle,
        (int) Math.round(inliers * p.size()),
        score);
  }

  /** Errors on the plane z = 1 mean little far from the axis, as fisheyes see. */
  private static boolean isCentral(double[] rays, int o) {
    return rays[o] * rays[o] + rays[o + 1] * rays[o + 1] < WIDEST * WIDEST;
  }

  private void unproject(int photo, int track, double[] ray) {
    for (int o = s.trackStart[track]; o < s.trackStart[track + 1]; o++) {
      if (s.obsPhoto[o] == photo) {
        Lens.unproject(s.lens, s.lensOffset(photo), s.obsXy[2 * o], s.obsXy[2 * o + 1], ray);
        return;
      }
    }
  }

  /** The median angle between the two rays of each inlier, after undoing the rotation. */
  private static double medianAngle(double[] a, double[] b, RelativePose.Result pose) {
    if (pose.inlierCount() == 0) {
      return 0;
    }
    double[] r = Rotations.transpose(pose.rotation());
    double[] angles = new double[pose.inlierCount()];
    int n = 0;
    double[] origin = new double[3];
    for (int i = 0; i < pose.inliers().length; i++) {
      if (pose.inliers()[i]) {
        double[] d = {a[2 * i], a[2 * i + 1], 1};
        double[] e = {
          r[0] * b[2 * i] + r[1] * b[2 * i + 1] + r[2],
          r[3] * b[2 * i] + r[4] * b[2 * i + 1] + r[5],
          r[6] * b[2 * i] + r[7] * b[2 * i + 1] + r[8]
        };
        double c = Triangulation.cosine(d, 0, e, 0, origin, 0);
        angles[n++] = Math.acos(Math.max(-1, Math.min(1, c)));
      }
    }
    java.util.Arrays.sort(angles);
    return angles[n / 2];
  }
}
