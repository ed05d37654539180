package org.e2e3d.engine.sfm.map;

import org.e2e3d.engine.sfm.bundle.BundleOptions;
import org.e2e3d.engine.sfm.bundle.LensOutlook;
import org.e2e3d.engine.sfm.geometry.Lens;

/**
 * Which parameters of its lenses a map's data support. Each is judged by its posterior standard
 * deviation with all others free and without priors (a score test: one linear step from the optimum
 * without it), so a layout that cannot tell it from the rest, such as one direction of view, never
 * moves it.
 */
final class LensSelection {
  /** Largest deviation of a principal point that is freed, of the longer side. */
  private static final double CENTRE_DEVIATION = 0.0015;

  /**
   * The same where the extra terms are free beside it: these two imitate each other, and a lens
   * without tangential terms must not be given some to explain its principal point.
   */
  private static final double EXTRA_DEVIATION = 0.0008;

  /** Least deviations that the extra terms must differ from zero by. */
  private static final double SIGNIFICANT = 15;

  /** Least shift in pixels at the corner of the picture for which extra terms matter. */
  private static final double MATTERS = 1;

  private final MapState s;
  private final BundleOptions options;

  LensSelection(MapState state, BundleOptions options) {
    this.s = state;
    this.options = options;
  }

  /** Frees the principal points that are well determined; true if there are any. */
  boolean freeCentres() {
    double[] deviation = outlook().deviation();
    boolean any = false;
    for (int g = 0; g < s.centreHeld.length; g++) {
      s.centreHeld[g] = !isCentreFixed(deviation, g, CENTRE_DEVIATION);
      any |= !s.centreHeld[g];
    }
    return any;
  }

  /**
   * Frees the tangential terms (a fisheye's k3, k4) of lenses whose principal point is free, where
   * they matter and leave it well determined; true if there are any.
   */
  boolean freeExtras() {
    if (s.choice != LensChoice.AUTO && s.choice != LensChoice.FISHEYE) {
      return false;
    }
    boolean[] asked = new boolean[s.extraHeld.length];
    boolean any = false;
    for (int g = 0; g < asked.length; g++) {
      asked[g] = s.extraHeld[g] && !s.centreHeld[g] && s.viewsOf(g) > 0;
      s.extraHeld[g] &= !asked[g];
      any |= asked[g];
    }
    if (!any) {
      return false;
    }
    LensOutlook outlook = outlook();
    any = false;
    for (int g = 0; g < asked.length; g++) {
      if (asked[g]) {
        s.extraHeld[g] =
            !(isCentreFixed(outlook.deviation(), g, EXTRA_DEVIATION) && matters(outlook, g));
        any |= !s.extraHeld[g];
      }
    }
    return any;
  }

  private LensOutlook outlook() {
    return new Adjustment(s, options).outlook(LensFreedom.CENTRED);
  }

  private boolean isCentreFixed(double[] deviation, int g, double limit) {
    double x = deviation[Lens.SIZE * g + Lens.CX];
    double y = deviation[Lens.SIZE * g + Lens.CY];
    return x > 0 && y > 0 && Math.max(x, y) < limit * s.longerSide(g);
  }

  private boolean matters(LensOutlook outlook, int g) {
    int o = Lens.SIZE * g;
    double f = s.lens[o + Lens.F];
    double r = Math.hypot(s.middleX(g), s.middleY(g)) / f;
    boolean fisheye = Lens.isFisheye(s.lens, o);
    double shift = 0;
    boolean significant = false;
    for (int j = Lens.P1; j <= Lens.P2; j++) {
      double step = Math.abs(outlook.step()[o + j]);
      double power = fisheye ? Math.pow(r, j == Lens.K3 ? 7 : 9) : r * r;
      shift = Math.max(shift, f * step * power);
      significant |= step > SIGNIFICANT * outlook.deviation()[o + j];
    }
    return significant && shift > MATTERS;
  }
}
