package org.e2e3d.engine.sfm.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.sfm.bundle.BundleOptions;
import org.e2e3d.engine.sfm.bundle.RobustLoss;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.stage.StageContext;

/**
 * Grows one map: from an initial pair, photograph by photograph, with local adjustment after each
 * and global adjustment whenever the map has grown by a share.
 */
final class IncrementalMapper {
  private static final double GLOBAL_GROWTH = 1.2;
  private static final int ALWAYS_GLOBAL = 6;
  private static final int LOCAL_VIEWS = 6;
  private static final int MAX_DROPS = 2;
  private static final int MIN_SUPPORT = 10;
  private static final int REFINEMENTS = 5;
  private static final int REVISIONS = 1;
  private static final double SETTLED = 0.002; // change of the number of observations
  private static final int SAMPLE = 400; // points a photograph in global adjustments on the way
  private static final double WORTH_A_TRY = 1.3; // growth of the points seen since a refusal

  private final MapState s;
  private final MapTolerances tolerances;
  private final StageContext context;
  private final MapProgress progress;
  private final boolean[] allowed;
  private final PointKeeper keeper;
  private final NextViews next;
  private final ViewRegistration registration;
  private final Map<Integer, ViewRegistration.Outcome> refused = new HashMap<>();
  private final int[] drops;
  private int lastGlobal;
  private LensFreedom reached = LensFreedom.NONE;

  /**
   * @param allowed which photographs may take part
   */
  IncrementalMapper(
      MapState state,
      MapTolerances tolerances,
      boolean[] allowed,
      StageContext context,
      MapProgress progress) {
    this.s = state;
    this.progress = progress;
    this.tolerances = tolerances;
    this.allowed = allowed;
    this.context = context;
    keeper = new PointKeeper(state, tolerances, context.threads());
    next = new NextViews(state);
    registration = new ViewRegistration(state, tolerances, context.seed());
    drops = new int[state.size()];
  }

  /** Why photographs that were tried are not registered: the inliers they reached. */
  Map<Integer, ViewRegistration.Outcome> refused() {
    return refused;
  }

  /** Starts from the first of the given pairs that yields enough points; false if none does. */
  boolean start(InitialPair.Start pair) {
    double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
    s.register(pair.a(), identity);
    double[] pose = new double[12];
    System.arraycopy(pair.rotation(), 0, pose, 0, 9);
    System.arraycopy(pair.translation(), 0, pose, 9, 3);
    s.register(pair.b(), pose);
    keeper.extend(pair.a());
    global(LensFreedom.NONE, 20, 1e-4);
    keeper.extend(pair.a());
    lastGlobal = 2;
    return s.points() >= tolerances.minInitialInliers() / 2;
  }

  /**
   * Registers photographs until none is left that can be, or the map has {@code most}.
   *
   * @param goal how many photographs might be reached, for the progress report
   */
  void grow(int most, int goal) {
    boolean retried = false;
    while (s.registeredCount() < most) {
      progress.report(
          0.1 + 0.7 * Math.min(1, s.registeredCount() / (double) Math.max(1, goal)),
          s.registeredCount() + " of " + goal + " cameras");
      if (registerNext(retried)) {
        retried = false;
      } else if (retried) {
        break;
      } else {
        retried = true; // a better map may take what the present one refused
        global(LensFreedom.GROWING, 25, 1e-5);
        keeper.extendAll();
        lastGlobal = s.registeredCount();
      }
    }
  }

  private boolean registerNext(boolean again) {
    for (NextViews.Candidate c : next.rank(allowed, tolerances.minPoseInliers())) {
      ViewRegistration.Outcome before = refused.get(c.photo());
      if (drops[c.photo()] >= MAX_DROPS
          || !again && before != null && c.points() < WORTH_A_TRY * before.points()) {
        continue;
      }
      ViewRegistration.Outcome outcome = registration.register(c.photo());
      if (!outcome.registered()) {
        refused.put(c.photo(), outcome);
        continue;
      }
      refused.remove(c.photo());
      keeper.extend(c.photo());
      int count = s.registeredCount();
      if (count <= ALWAYS_GLOBAL || count >= GLOBAL_GROWTH * lastGlobal) {
        global(LensFreedom.GROWING, 15, 1e-4);
        keeper.extendAll();
        lastGlobal = s.registeredCount();
      } else {
        local(c.photo());
      }
      keeper.extend(c.photo());
      return true;
    }
    return false;
  }

  /** Adjusts all views by a share of the points, moves the others after, and filters. */
  private int global(LensFreedom freedom, int iterations, double tolerance) {
    boolean[] sample = keeper.sample(s.registered, SAMPLE);
    new Adjustment(s, bundle(iterations, tolerance)).global(freedom, sample);
    keeper.settle(s.registered, sample);
    return clean();
  }

  private int clean() {
    int dropped = keeper.filter(tolerances.filterError());
    dropViews();
    return dropped;
  }

  private BundleOptions bundle(int iterations, double tolerance) {
    return new BundleOptions(iterations, tolerance, RobustLoss.CAUCHY, 1.0, context.threads());
  }

  private void local(int photo) {
    boolean[] movable = new boolean[s.size()];
    movable[photo] = true;
    int[] shared = new int[s.size()];
    for (int k = s.photoStart[photo]; k < s.photoStart[photo + 1]; k++) {
      int t = s.obsTrack[s.photoObs[k]];
      for (int o = s.trackStart[t]; s.obsOn[s.photoObs[k]] && o < s.trackStart[t + 1]; o++) {
        shared[s.obsPhoto[o]] += s.obsOn[o] ? 1 : 0;
      }
    }
    List<Integer> others = new ArrayList<>();
    for (int p = 0; p < s.size(); p++) {
      if (p != photo && shared[p] > 0) {
        others.add(p);
      }
    }
    others.sort(Comparator.comparingInt((Integer p) -> -shared[p]).thenComparingInt(p -> p));
    for (int p : others.subList(0, Math.min(LOCAL_VIEWS - 1, others.size()))) {
      movable[p] = true;
    }
    int lensViews = 0;
    for (int p = 0; p < s.size(); p++) {
      lensViews += s.registered[p] && s.lensOf[p] == s.lensOf[photo] ? 1 : 0;
    }
    // a lens that was just met moves at once; the others wait for the global adjustment
    LensFreedom freedom = lensViews <= 2 ? LensFreedom.FOCAL : LensFreedom.NONE;
    boolean[] sample = keeper.sample(movable, SAMPLE);
    new Adjustment(s, bundle(10, 1e-4)).local(movable, freedom, sample);
    keeper.settle(movable, sample);
    keeper.filter(movable, tolerances.filterError());
  }

  /** Takes photographs out again that few of the points they should see support. */
  private void dropViews() {
    if (s.registeredCount() <= 3) {
      return;
    }
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p]) {
        int support = s.supportOf(p);
        if (support < MIN_SUPPORT || support < tolerances.minPoseShare() / 2 * s.visibleIn(p)) {
          refused.put(p, new ViewRegistration.Outcome(false, support, s.visibleIn(p)));
          s.unregister(p);
          drops[p]++;
          keeper.filter(tolerances.filterError());
        }
      }
    }
  }

  /**
   * Alternates global adjustment with retriangulation, revision of the tracks and filtering until
   * little changes.
   *
   * @param pairs the verified pairs, for the revision of tracks
   */
  void finish(LensFreedom freedom, List<PairMatches> pairs) {
    reached = freedom;
    int before = 0;
    for (int round = 0; round < REFINEMENTS; round++) {
      progress.report(0.8 + 0.15 * round / REFINEMENTS, "final adjustment " + (round + 1));
      keeper.extendAll();
      if (round < REVISIONS) {
        TrackRevision.apply(s, pairs, tolerances);
        keeper.extendAll();
      }
      if (round == 0) {
        global(freedom, 30, 1e-5); // far steps are cheaper with few points
        keeper.extendAll();
      }
      new Adjustment(s, bundle(20, 1e-5)).global(freedom, s.alive.clone());
      clean();
      int now = observations();
      // observations near the limit come and go for ever: their number tells when all is settled
      if (Math.abs(now - before) < SETTLED * now) {
        break;
      }
      before = now;
    }
  }

  /**
   * Lets the principal point of a lens, and then its tangential terms (a fisheye's k3, k4), move
   * where the data fix them well enough, and adjusts once more; holds them otherwise.
   */
  void refineLenses(boolean centre, List<PairMatches> pairs) {
    LensSelection selection = new LensSelection(s, bundle(1, 1e-6));
    if (centre && selection.freeCentres()) {
      finish(LensFreedom.CENTRED, pairs);
    }
    if (selection.freeExtras()) {
      finish(LensFreedom.CENTRED, pairs);
    }
    new Adjustment(s, bundle(25, 1e-7)).global(reached, s.alive.clone());
    clean();
  }

  int observations() {
    int n = 0;
    for (boolean on : s.obsOn) {
      n += on ? 1 : 0;
    }
    return n;
  }

  /** How plausible the lenses are: false if one in use has run away. */
  boolean isPlausible() {
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p]) {
        int o = s.lensOffset(p);
        double f = s.lens[o + Lens.F] / s.longerSide(s.lensOf[p]);
        if (!(f > 0.25 && f < 15) || Math.abs(s.lens[o + Lens.K1]) > 1.5) {
          return false;
        }
      }
    }
    return true;
  }

  /** The verified pairs that connect allowed photographs. */
  static List<PairMatches> within(List<PairMatches> pairs, boolean[] allowed) {
    return pairs.stream().filter(p -> allowed[p.a()] && allowed[p.b()]).toList();
  }
}
