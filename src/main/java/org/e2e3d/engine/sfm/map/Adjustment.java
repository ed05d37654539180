package org.e2e3d.engine.sfm.map;

import java.util.Arrays;
import org.e2e3d.engine.sfm.bundle.BundleAdjuster;
import org.e2e3d.engine.sfm.bundle.BundleOptions;
import org.e2e3d.engine.sfm.bundle.BundleProblem;
import org.e2e3d.engine.sfm.bundle.BundleSummary;
import org.e2e3d.engine.sfm.geometry.Lens;

/** Bundle adjustments of a map: which views, lenses and points take part, and what may move. */
final class Adjustment {
  private static final double DISTORTION_SIGMA = 0.3; // of k1 and k2 about zero, very weak
  private static final double TANGENTIAL_SIGMA = 0.01;
  private static final double FOCAL_SIGMA = 0.2; // of the metadata's focal length: a weak prior
  private static final double CENTRE_SIGMA = 0.02; // of the longer side

  private final MapState s;
  private final BundleOptions options;

  Adjustment(MapState state, BundleOptions options) {
    this.s = state;
    this.options = options;
  }

  /**
   * Adjusts all registered views and all points.
   *
   * @param freedom what of a lens may move, by the number of its registered views
   */
  BundleSummary global(LensFreedom freedom) {
    return adjust(wholeMap(freedom), s.alive.clone());
  }

  /**
   * How well the data alone fix each lens's principal point: its posterior standard deviation as a
   * share of the longer side, the larger of the two coordinates; infinite where it is not free or
   * not determined.
   */
  double[] centreDeviations(LensFreedom freedom) {
    Built built = wholeMap(freedom);
    BundleProblem b = built.problem();
    for (int g = 0; g < s.lensKnown.length; g++) {
      b.lensSigma[Lens.SIZE * g + Lens.CX] = Double.POSITIVE_INFINITY;
      b.lensSigma[Lens.SIZE * g + Lens.CY] = Double.POSITIVE_INFINITY;
    }
    double[] all = BundleAdjuster.lensDeviations(b, options);
    double[] out = new double[s.lensKnown.length];
    for (int g = 0; g < out.length; g++) {
      out[g] =
          Math.max(all[Lens.SIZE * g + Lens.CX], all[Lens.SIZE * g + Lens.CY]) / s.longerSide(g);
    }
    return out;
  }

  private Built wholeMap(LensFreedom freedom) {
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
    return build(s.registered.clone(), s.alive.clone(), freedom, first, second);
  }

  /**
   * Adjusts some views and the points that the photographs in {@code seen} support; other views
   * that see them are held.
   */
  BundleSummary local(boolean[] movable, LensFreedom freedom) {
    boolean[] tracks = new boolean[s.tracks()];
    for (int p = 0; p < s.size(); p++) {
      for (int k = s.photoStart[p]; movable[p] && k < s.photoStart[p + 1]; k++) {
        int o = s.photoObs[k];
        tracks[s.obsTrack[o]] |= s.obsOn[o];
      }
    }
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
          if (viewOf[s.obsPhoto[o]] < 0) {
            viewOf[s.obsPhoto[o]] = views++;
          }
        }
      }
    }
    views = 0;
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
    for (int g = 0; g < lensViews.length; g++) {
      free(b, g, lensViews[g], freedom);
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

  private void free(BundleProblem b, int g, int views, LensFreedom freedom) {
    int o = Lens.SIZE * g;
    double side = s.longerSide(g);
    b.lensFree[o + Lens.F] = views >= freedom.focalFrom();
    b.lensFree[o + Lens.K1] = views >= freedom.firstRadialFrom();
    b.lensFree[o + Lens.K2] = views >= freedom.secondRadialFrom();
    b.lensFree[o + Lens.P1] = views >= freedom.tangentialFrom();
    b.lensFree[o + Lens.P2] = views >= freedom.tangentialFrom();
    b.lensFree[o + Lens.CX] = views >= freedom.centreFrom() && !s.centreHeld[g];
    b.lensFree[o + Lens.CY] = b.lensFree[o + Lens.CX];
    if (s.focalPrior[g] > 0) {
      b.lensPrior[o + Lens.F] = s.focalPrior[g];
      b.lensSigma[o + Lens.F] = FOCAL_SIGMA * s.focalPrior[g];
    }
    b.lensSigma[o + Lens.K1] = DISTORTION_SIGMA;
    b.lensSigma[o + Lens.K2] = DISTORTION_SIGMA;
    b.lensSigma[o + Lens.P1] = TANGENTIAL_SIGMA;
    b.lensSigma[o + Lens.P2] = TANGENTIAL_SIGMA;
    b.lensPrior[o + Lens.CX] = middle(g, true);
    b.lensPrior[o + Lens.CY] = middle(g, false);
    b.lensSigma[o + Lens.CX] = CENTRE_SIGMA * side;
    b.lensSigma[o + Lens.CY] = CENTRE_SIGMA * side;
  }

  private double middle(int g, boolean alongX) {
    for (int p = 0; p < s.size(); p++) {
      if (s.lensOf[p] == g) {
        return (alongX ? s.photos.get(p).width() : s.photos.get(p).height()) / 2.0;
      }
    }
    return 0;
  }
}
