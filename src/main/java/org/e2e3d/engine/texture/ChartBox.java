package org.e2e3d.engine.texture;

/**
 * Where a chart lies in its photograph at the atlas's scale: whole texels, padding included.
 *
 * @param x left column
 * @param y upper row
 * @param width texels
 * @param height texels
 */
record ChartBox(int x, int y, int width, int height) {

  /**
   * @param sx texels a pixel of the photograph across
   * @param sy texels a pixel of the photograph down
   * @param padding texels added on each side
   */
  static ChartBox of(Charts charts, int chart, double sx, double sy, int padding) {
    float left = Float.POSITIVE_INFINITY;
    float top = Float.POSITIVE_INFINITY;
    float right = Float.NEGATIVE_INFINITY;
    float bottom = Float.NEGATIVE_INFINITY;
    for (int i = charts.start[chart]; i < charts.start[chart + 1]; i++) {
      int at = 6 * charts.faces[i];
      for (int k = at; k < at + 6; k += 2) {
        left = Math.min(left, charts.pixel[k]);
        right = Math.max(right, charts.pixel[k]);
        top = Math.min(top, charts.pixel[k + 1]);
        bottom = Math.max(bottom, charts.pixel[k + 1]);
      }
    }
    int x = (int) Math.floor(left * sx) - padding;
    int y = (int) Math.floor(top * sy) - padding;
    return new ChartBox(
        x,
        y,
        (int) Math.floor(right * sx) + 1 + padding - x,
        (int) Math.floor(bottom * sy) + 1 + padding - y);
  }
}
