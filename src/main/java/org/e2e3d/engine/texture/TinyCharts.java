package org.e2e3d.engine.texture;

/**
 * Gives up charts of a few texels. Each would cost more texels of padding than it shows, a place to
 * be found, and seams all around; at that size colours at the vertices show as much, and a face
 * gets a square of three texels for them like a face that no view sees.
 */
final class TinyCharts {
  /** Texels that are spent on a chart at least. */
  private static final double LEAST_TEXELS = 64;

  /** More faces than this would need more texels one by one. */
  private static final int MOST_FACES = 24;

  /** Share of the atlas that charts can be hoped to fill. */
  private static final double FILL = 0.6;

  private TinyCharts() {}

  /**
   * Takes tiny charts out.
   *
   * @param label view of each face; becomes -1 in tiny charts
   * @param largest texels a pixel at most
   * @param texels how many all pages have
   * @return the charts that are left
   */
  static Charts drop(FaceGraph graph, int[] label, Charts charts, double largest, double texels) {
    double area = 0;
    for (double a : charts.area) {
      area += a;
    }
    double scale = Math.min(largest * largest, FILL * texels / Math.max(1, area));
    boolean any = false;
    for (int c = 0; c < charts.size(); c++) {
      int faces = charts.start[c + 1] - charts.start[c];
      if (faces <= MOST_FACES && charts.area[c] * scale < LEAST_TEXELS) {
        any = true;
        for (int i = charts.start[c]; i < charts.start[c + 1]; i++) {
          label[charts.faces[i]] = -1;
        }
      }
    }
    return any ? Charts.of(graph, label, charts.pixel) : charts;
  }
}
