package org.e2e3d.engine.texture;

import org.e2e3d.engine.scene.TriangleMesh;

/** Paints the squares of faces that no view sees, shaded smoothly between their vertex colours. */
final class UnseenPainter {
  private UnseenPainter() {}

  static void paint(TriangleMesh mesh, Charts charts, Atlas atlas, float[] vertexColour) {
    int n = AtlasLayout.UNSEEN_TEXELS;
    for (int f = 0; f < charts.chartOf.length; f++) {
      if (charts.chartOf[f] >= 0) {
        continue;
      }
      int[] t = mesh.triangles();
      byte[] page = atlas.pages.get(atlas.page[f]);
      int width = atlas.layout.widths()[atlas.page[f]];
      int left = (int) atlas.corner[6 * f];
      int top = (int) atlas.corner[6 * f + 1];
      byte[] painted = atlas.covered.get(atlas.page[f]);
      for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
          painted[(top + y) * width + left + x] = 1;
          double wb = (double) x / (n - 1);
          double wc = (double) y / (n - 1);
          for (int k = 0; k < 3; k++) {
            double value =
                (1 - wb - wc) * vertexColour[3 * t[3 * f] + k]
                    + wb * vertexColour[3 * t[3 * f + 1] + k]
                    + wc * vertexColour[3 * t[3 * f + 2] + k];
            page[3 * ((top + y) * width + left + x) + k] =
                (byte) Math.round(Math.max(0, Math.min(255, value)));
          }
        }
      }
    }
  }
}
