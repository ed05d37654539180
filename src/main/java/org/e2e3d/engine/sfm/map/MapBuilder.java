package org.e2e3d.engine.sfm.map;

import java.util.List;
import java.util.function.Supplier;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.stage.StageContext;

/**
 * Builds the best map it can of some photographs: tries the candidate lenses on a few views each,
 * grows the most consistent, and starts again elsewhere if much is left over.
 */
final class MapBuilder {
  private static final int TRIAL_VIEWS = 5;
  private static final int STARTS_A_FOCAL = 4;
  private static final int RESTARTS = 3;
  private static final double ENOUGH = 0.7;
  private static final double RESERVE_GAIN = 1.15; // of the support, for lenses in reserve
  private static final double CONSISTENT = 0.5; // share of tracks' observations that agree

  private final Supplier<MapState> blank;
  private final List<PairMatches> pairs;
  private final MapTolerances tolerances;
  private final StageContext context;
  private final MapProgress progress;

  /**
   * @param blank makes a map in which nothing is registered yet
   */
  MapBuilder(
      Supplier<MapState> blank,
      List<PairMatches> pairs,
      MapTolerances tolerances,
      StageContext context,
      MapProgress progress) {
    this.blank = blank;
    this.pairs = pairs;
    this.tolerances = tolerances;
    this.context = context;
    this.progress = progress;
  }

  /** A map, the mapper that made it, the lenses it began with, and how it stands. */
  record Growth(MapState state, IncrementalMapper mapper, int lenses, long support) {
    int views() {
      return state == null ? 0 : state.registeredCount();
    }
  }

  private static final Growth NOTHING = new Growth(null, null, 0, 0);

  /**
   * @param allowed which photographs may take part
   * @param goal how many photographs could be reached
   * @return the largest map found; state is null if no pair could be started from
   */
  Growth build(boolean[] allowed, int goal) {
    List<PairMatches> own = IncrementalMapper.within(pairs, allowed);
    LensCandidates lenses = new LensCandidates(blank.get(), own);
    Growth best = NOTHING;
    for (int k = 0; k < lenses.count(); k++) {
      best = better(best, trial(lenses, k, allowed, own, goal, TRIAL_VIEWS, null), 1);
    }
    if (isDoubtful(best)) {
      for (int k = 0; k < lenses.reserveCount(); k++) {
        Growth trial = trial(lenses, lenses.count() + k, allowed, own, goal, TRIAL_VIEWS, null);
        best = better(best, trial, RESERVE_GAIN);
      }
    }
    if (best.state() == null) {
      return best;
    }
    best.mapper().grow(goal, goal);
    for (int r = 0; r < RESTARTS && best.views() < ENOUGH * goal; r++) {
      Growth other = trial(lenses, best.lenses(), allowed, own, goal, goal, best.state());
      if (other.views() > best.views()) {
        best = other;
      } else {
        break;
      }
    }
    return best;
  }

  private static Growth better(Growth best, Growth trial, double gain) {
    return trial.support() > gain * best.support() ? trial : best;
  }

  /** Whether other lenses should be tried: the map is small, inconsistent, or disowns metadata. */
  private static boolean isDoubtful(Growth g) {
    if (g.state() == null || g.views() < 3) {
      return true;
    }
    MapState s = g.state();
    long seen = 0;
    long agree = 0;
    for (int t = 0; t < s.tracks(); t++) {
      int n = 0;
      for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
        n += s.registered[s.obsPhoto[o]] ? 1 : 0;
      }
      seen += n > 2 ? n : 0;
      agree += n > 2 && s.alive[t] ? s.support(t) : 0;
    }
    boolean disowned = false;
    for (int l = 0; l < s.lensKnown.length; l++) {
      disowned |=
          s.viewsOf(l) > 0 && LensCandidates.isFar(s.lens[Lens.SIZE * l + Lens.F], s.focalPrior[l]);
    }
    return agree < CONSISTENT * seen || disowned;
  }

  /** Starts from the best pair that works and grows to {@code most} views. */
  private Growth trial(
      LensCandidates lenses,
      int k,
      boolean[] allowed,
      List<PairMatches> own,
      int goal,
      int most,
      MapState avoid) {
    MapState ranked = blank.get();
    lenses.apply(ranked, k);
    Growth best = NOTHING;
    int tried = 0;
    for (InitialPair.Start start : new InitialPair(ranked, tolerances).rank(own, allowed)) {
      if (avoid != null && avoid.registered[start.a()] && avoid.registered[start.b()]) {
        continue;
      }
      if (tried++ == STARTS_A_FOCAL) {
        break;
      }
      MapState state = blank.get();
      lenses.apply(state, k);
      IncrementalMapper mapper =
          new IncrementalMapper(state, tolerances, allowed, context, progress);
      if (!mapper.start(start)) {
        continue;
      }
      mapper.grow(most, goal);
      long support = mapper.isPlausible() ? wellSupported(state) : 0;
      Growth growth = new Growth(state, mapper, k, support);
      if (support > best.support()) {
        best = growth;
      }
      if (best.views() >= Math.min(most, goal) * ENOUGH) {
        break;
      }
    }
    return best;
  }

  /** Observations of points that three or more photographs support. */
  private static long wellSupported(MapState s) {
    long sum = 0;
    for (int t = 0; t < s.tracks(); t++) {
      int n = s.alive[t] ? s.support(t) : 0;
      sum += n > 2 ? n : 0;
    }
    return sum + (s.registeredCount() >= 2 ? 1 : 0);
  }
}
