package org.e2e3d.engine.sfm.map;

import org.e2e3d.engine.sfm.bundle.BundleProblem;
import org.e2e3d.engine.sfm.geometry.Lens;

/** What an adjustment may do to a lens, and what is expected of it. */
final class LensPriors {
  private static final double DISTORTION_SIGMA = 0.3; // of k1 and k2 about zero, very weak
  private static final double TANGENTIAL_SIGMA = 0.01;
  private static final double FISHEYE_SIGMA = 0.1; // of k3 and k4
  private static final double FOCAL_SIGMA = 0.2; // of the metadata's focal length: a weak prior
  private static final double CENTRE_SIGMA = 0.02; // of the longer side

  private final MapState s;

  LensPriors(MapState state) {
    this.s = state;
  }

  /**
   * Frees the parameters of lens g, and sets their priors.
   *
   * @param views how many registered views it has
   */
  void free(BundleProblem b, int g, int views, LensFreedom freedom) {
    int o = Lens.SIZE * g;
    LensChoice choice = s.choice;
    boolean fisheye = Lens.isFisheye(s.lens, o);
    b.lensFree[o + Lens.F] = views >= freedom.focalFrom();
    b.lensFree[o + Lens.K1] =
        views >= freedom.firstRadialFrom() && (fisheye || choice != LensChoice.PINHOLE);
    b.lensFree[o + Lens.K2] =
        b.lensFree[o + Lens.K1]
            && views >= freedom.secondRadialFrom()
            && (fisheye || choice != LensChoice.SIMPLE_RADIAL);
    b.lensFree[o + Lens.P1] = views >= freedom.extraFrom() && !s.extraHeld[g];
    b.lensFree[o + Lens.P2] = b.lensFree[o + Lens.P1];
    b.lensFree[o + Lens.CX] = views >= freedom.centreFrom() && !s.centreHeld[g];
    b.lensFree[o + Lens.CY] = b.lensFree[o + Lens.CX];
    if (s.focalPrior[g] > 0) {
      b.lensPrior[o + Lens.F] = s.focalPrior[g];
      b.lensSigma[o + Lens.F] = FOCAL_SIGMA * s.focalPrior[g];
    }
    b.lensSigma[o + Lens.K1] = DISTORTION_SIGMA;
    b.lensSigma[o + Lens.K2] = DISTORTION_SIGMA;
    b.lensSigma[o + Lens.P1] = fisheye ? FISHEYE_SIGMA : TANGENTIAL_SIGMA;
    b.lensSigma[o + Lens.P2] = b.lensSigma[o + Lens.P1];
    b.lensPrior[o + Lens.CX] = s.middleX(g);
    b.lensPrior[o + Lens.CY] = s.middleY(g);
    b.lensSigma[o + Lens.CX] = CENTRE_SIGMA * s.longerSide(g);
    b.lensSigma[o + Lens.CY] = b.lensSigma[o + Lens.CX];
  }
}
