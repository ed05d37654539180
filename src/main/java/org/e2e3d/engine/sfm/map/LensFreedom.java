package org.e2e3d.engine.sfm.map;

/**
 * From how many registered views of a lens on each of its parameters is adjusted.
 *
 * @param focalFrom focal length
 * @param firstRadialFrom k1
 * @param secondRadialFrom k2
 * @param tangentialFrom p1, p2
 * @param centreFrom principal point
 */
record LensFreedom(
    int focalFrom, int firstRadialFrom, int secondRadialFrom, int tangentialFrom, int centreFrom) {
  static final int NEVER = Integer.MAX_VALUE;

  /** Nothing moves. */
  static final LensFreedom NONE = new LensFreedom(NEVER, NEVER, NEVER, NEVER, NEVER);

  /** While the map grows. */
  static final LensFreedom GROWING = new LensFreedom(3, 4, 8, NEVER, NEVER);

  /** When it is complete. */
  static final LensFreedom COMPLETE = new LensFreedom(2, 3, 4, NEVER, NEVER);

  /** At the very end: the principal point too, within its prior. */
  static final LensFreedom CENTRED = new LensFreedom(2, 3, 4, NEVER, 6);
}
