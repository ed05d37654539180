package org.e2e3d.engine.surface.cut;

/**
 * Points and the views that measured them, in flat arrays.
 *
 * @param xyz world coordinates, three a point
 * @param spacing distance of neighbouring points at each, world units
 * @param views {@link PointCells#VIEWS} numbers of views a point, -1 after the last
 * @param trusts how much each of these is to be believed, above 0
 */
record SeenPoints(double[] xyz, float[] spacing, int[] views, float[] trusts) {
  int size() {
    return spacing.length;
  }
}
