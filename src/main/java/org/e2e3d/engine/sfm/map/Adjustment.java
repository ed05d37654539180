package org.e2e3d.engine.sfm.map;

import java.util.Arrays;
import org.e2e3d.engine.sfm.bundle.BundleAdjuster;
import org.e2e3d.engine.sfm.bundle.BundleOptions;
import org.e2e3d.engine.sfm.bundle.BundleProblem;
import org.e2e3d.engine.sfm.bundle.BundleSummary;
import org.e2e3d.engine.sfm.bundle.LensOutlook;
import org.e2e3d.engine.sfm.geometry.Lens;

/** Bundle adjustments of a map: which views, lenses and points take part. */
final class Adjustment {
  private final MapState s;
  private final BundleOptions options;

  Adjustment(MapState state, BundleOptions options) {
    this.s = state;
    this.options = options;
  }

  /**
   * Adjusts all registered views and some or all points.
   *
   * @param freedom what of a lens may move, by the number of its registered views
   * @param tracks which points take part; alive ones only
   */
  BundleSummary global(LensFreedom freedom, boolean[] tracks) {
    return adjust(wholeMap(freedom, tracks), tracks);
  }

  /**
   * How well the data would fix the lenses with this freedom, without priors on the principal point
   * and the extra terms.
   */
  LensOutlook outlook(LensFreedom freedom) {
    BundleProblem b = wholeMap(freedom, s.alive.clone()).problem();
    for (int g = 0; g < s.lensKnown.length; g++) {
      for (int j : new int[] {Lens.CX, Lens.CY, Lens.P1, Lens.P2}) {
        b.lensSigma[Lens.SIZE * g + j] = Double.POSITIVE_INFINITY;
      }
    }
    return BundleAdjuster.outlook(b, options);
  }

  private Built wholeMap(LensFreedom freedom, boolean[] tracks) {
    int first = -1;
    int second = -1;
    double furthest = -1;
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p] && first < 0) {
        first = p;
      }
    }
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p] && p != first) {
        double d = 0;
        for (int j = 0; j < 3; j++) {
          double e = s.centre[3 * p + j] - s.centre[3 * first + j];
          d += e * e;
        }
        if (d > furthest) {
          furthest = d;
          second = p;
        }
      }
    }
    return build(s.registered.clone(), tracks, freedom, first, second);
  }

  /**
   * Adjusts some views and some of their points; other views that see these are held.
   *
   * @param movable which views move
   * @param tracks which points take part; alive ones only
   */
  BundleSummary local(boolean[] movable, LensFreedom freedom, boolean[] tracks) {
    return adjust(build(movable, tracks, freedom, -1, -1), tracks);
  }

  /** A problem and the view of each photograph in it, or -1. */
  private record Built(BundleProblem problem, int[] viewOf) {}

  private Built build(
      boolean[] movable, boolean[] tracks, LensFreedom freedom, int first, int second) {
    int[] viewOf = new int[s.size()];
    Arrays.fill(viewOf, -1);
    int points = 0;
    int observations = 0;
    int views = 0;
    for (int t = 0; t < tracks.length; t++) {
      if (!tracks[t]) {
        continue;
      }
      points++;
      for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
        if (s.obsOn[o]) {
          observations++;
          viewOf[s.obsPhoto[o]] = 0;
        }
      }
    }
    for (int p = 0; p < viewOf.length; p++) {
      viewOf[p] = viewOf[p] < 0 ? -1 : views++;
    }
    BundleProblem b = new BundleProblem(views, s.lensKnown.length, points, observations);
    int[] lensViews = new int[s.lensKnown.length];
    for (int p = 0; p < viewOf.length; p++) {
      if (viewOf[p] >= 0) {
        int v = viewOf[p];
        System.arraycopy(s.rotation, 9 * p, b.rotation, 9 * v, 9);
        System.arraycopy(s.centre, 3 * p, b.centre, 3 * v, 3);
        b.viewLens[v] = s.lensOf[p];
        lensViews[s.lensOf[p]]++;
        if (!movable[p]) {
          b.fixView(v);
        }
      }
    }
    System.arraycopy(s.lens, 0, b.lens, 0, s.lens.length);
    LensPriors priors = new LensPriors(s);
    for (int g = 0; g < lensViews.length; g++) {
      priors.free(b, g, lensViews[g], freedom);
    }
    if (first >= 0 && viewOf[first] >= 0 && second >= 0 && viewOf[second] >= 0) {
      b.fixGauge(viewOf[first], viewOf[second]);
    }
    fill(b, tracks, viewOf);
    return new Built(b, viewOf);
  }

  private BundleSummary adjust(Built built, boolean[] tracks) {
    BundleProblem b = built.problem();
    int[] viewOf = built.viewOf();
    BundleSummary summary = BundleAdjuster.adjust(b, options);
    for (int p = 0; p < viewOf.length; p++) {
      if (viewOf[p] >= 0) {
        System.arraycopy(b.rotation, 9 * viewOf[p], s.rotation, 9 * p, 9);
        System.arraycopy(b.centre, 3 * viewOf[p], s.centre, 3 * p, 3);
      }
    }
    System.arraycopy(b.lens, 0, s.lens, 0, s.lens.length);
    int i = 0;
    for (int t = 0; t < tracks.length; t++) {
      if (tracks[t]) {
        System.arraycopy(b.xyz, 3 * i++, s.xyz, 3 * t, 3);
      }
    }
    return summary;
  }

  private void fill(BundleProblem b, boolean[] tracks, int[] viewOf) {
    int i = 0;
    int k = 0;
    for (int t = 0; t < tracks.length; t++) {
      if (!tracks[t]) {
        continue;
      }
      System.arraycopy(s.xyz, 3 * t, b.xyz, 3 * i, 3);
      for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
        if (s.obsOn[o]) {
          b.obsView[k] = viewOf[s.obsPhoto[o]];
          b.obsXy[2 * k] = s.obsXy[2 * o];
          b.obsXy[2 * k + 1] = s.obsXy[2 * o + 1];
          b.obsWeight[k] = s.obsWeight[o];
          k++;
        }
      }
      b.pointStart[++i] = k;
    }
  }
}
