package org.e2e3d.engine.sfm.map;

/**
 * From how many registered views of a lens on each of its parameters is adjusted.
 *
 * @param focalFrom focal length
 * @param firstRadialFrom k1
 * @param secondRadialFrom k2
 * @param extraFrom p1, p2, or a fisheye's k3, k4
 * @param centreFrom principal point
 */
record LensFreedom(
    int focalFrom, int firstRadialFrom, int secondRadialFrom, int extraFrom, int centreFrom) {
  static final int NEVER = Integer.MAX_VALUE;

  /** Nothing moves. */
  static final LensFreedom NONE = new LensFreedom(NEVER, NEVER, NEVER, NEVER, NEVER);

  /** The focal length of a lens that was just met. */
  static final LensFreedom FOCAL = new LensFreedom(1, NEVER, NEVER, NEVER, NEVER);

  /** While the map grows. */
  static final LensFreedom GROWING = new LensFreedom(3, 4, 8, NEVER, NEVER);

  /** When it is complete; extras are held unless they were asked for. */
  static final LensFreedom COMPLETE = new LensFreedom(2, 3, 4, 6, NEVER);

  /** At the very end, for the lenses whose data support it: the principal point and the extras. */
  static final LensFreedom CENTRED = new LensFreedom(2, 3, 4, 6, 6);
}
