package org.e2e3d.engine.sfm.bundle;

import org.e2e3d.engine.sfm.geometry.Lens;

/**
 * A bundle adjustment in flat arrays: views, lenses, points and their observations. The adjuster
 * changes {@link #rotation}, {@link #centre}, {@link #lens} and {@link #xyz} in place. A view with
 * rotation R and centre C maps a world point X to {@code R (X - C)} in its camera frame.
 */
public final class BundleProblem {
  /** 9 entries a view: row-major world-to-camera rotations. */
  public final double[] rotation;

  /** 3 entries a view: camera centres. */
  public final double[] centre;

  /** The lens each view uses. */
  public final int[] viewLens;

  /** 6 flags a view (three of rotation, three of centre): true holds the parameter fixed. */
  public final boolean[] viewFixed;

  /** {@link Lens#SIZE} entries a lens. */
  public final double[] lens;

  /** {@link Lens#SIZE} flags a lens: true lets the parameter move. */
  public final boolean[] lensFree;

  /** Expected values of the lens parameters, read where {@link #lensSigma} is finite. */
  public final double[] lensPrior;

  /** Standard deviations of the lens parameters about the priors; infinite for no prior. */
  public final double[] lensSigma;

  /** 3 entries a view: expected centres, read where {@link #centreSigma} is finite. */
  public final double[] centrePrior;

  /** 3 entries a view: standard deviations of the centres; infinite for no prior. */
  public final double[] centreSigma;

  /** 3 entries a point: world coordinates. */
  public final double[] xyz;

  /** Offsets of each point's observations, and their number at the end. */
  public final int[] pointStart;

  /** The view of each observation; at most one observation a view and point. */
  public final int[] obsView;

  /** 2 entries an observation: the pixel seen. */
  public final double[] obsXy;

  /** One entry an observation: one over its standard deviation in pixels. */
  public final double[] obsWeight;

  /** Makes an empty problem of the given size: all views movable, all lenses held, no priors. */
  public BundleProblem(int views, int lenses, int points, int observations) {
    rotation = new double[9 * views];
    centre = new double[3 * views];
    viewLens = new int[views];
    viewFixed = new boolean[6 * views];
    lens = new double[Lens.SIZE * lenses];
    lensFree = new boolean[Lens.SIZE * lenses];
    lensPrior = new double[Lens.SIZE * lenses];
    lensSigma = new double[Lens.SIZE * lenses];
    centrePrior = new double[3 * views];
    centreSigma = new double[3 * views];
    java.util.Arrays.fill(lensSigma, Double.POSITIVE_INFINITY);
    java.util.Arrays.fill(centreSigma, Double.POSITIVE_INFINITY);
    xyz = new double[3 * points];
    pointStart = new int[points + 1];
    obsView = new int[observations];
    obsXy = new double[2 * observations];
    obsWeight = new double[observations];
    java.util.Arrays.fill(obsWeight, 1);
  }

  public int views() {
    return viewLens.length;
  }

  public int points() {
    return pointStart.length - 1;
  }

  public int observations() {
    return obsView.length;
  }

  int lensOffset(int view) {
    return Lens.SIZE * viewLens[view];
  }

  /** Holds a whole view fixed. */
  public void fixView(int view) {
    java.util.Arrays.fill(viewFixed, 6 * view, 6 * view + 6, true);
  }

  /**
   * Fixes the seven freedoms of the world frame: the first view's pose, and of the second view's
   * centre the coordinate in which the two are furthest apart.
   */
  public void fixGauge(int first, int second) {
    fixView(first);
    int axis = 0;
    double most = -1;
    for (int j = 0; j < 3; j++) {
      double d = Math.abs(centre[3 * second + j] - centre[3 * first + j]);
      if (d > most) {
        most = d;
        axis = j;
      }
    }
    viewFixed[6 * second + 3 + axis] = true;
  }
}
