package org.e2e3d.engine.texture;

import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Copies the texels of charts out of a photograph at the atlas's scale. Where a face is so large
 * that perspective or the lens bends its image off the affine map by more than a fraction of a
 * texel, each of its texels is projected by itself.
 */
final class ChartPainter {
  private static final double TOLERATED_BEND = 0.25;

  private final TriangleMesh mesh;
  private final Charts charts;
  private final Atlas atlas;
  private final int padding;

  ChartPainter(TriangleMesh mesh, Charts charts, Atlas atlas, int padding) {
    this.mesh = mesh;
    this.charts = charts;
    this.atlas = atlas;
    this.padding = padding;
  }

  /**
   * Paints one chart.
   *
   * @param image the photograph at the atlas's scale
   * @param sx image pixels a pixel of the full-size photograph
   * @param gain factors for red, green, blue
   * @return texels covered by faces
   */
  int paint(int chart, PixelImage image, double sx, double sy, double[] gain, ViewProjection view) {
    AtlasLayout layout = atlas.layout;
    ChartBox box = layout.boxes().get(chart);
    ChartRaster raster = new ChartRaster(charts, chart, box, layout.scale(), padding);
    MaskPacker.Place place = layout.places()[chart];
    byte[] page = atlas.pages.get(place.page());
    byte[] painted = atlas.covered.get(place.page());
    double[] rgb = new double[3];
    double[] pixel = new double[2];
    double[] weights = new double[3];
    int bentFace = -1;
    boolean bent = false;
    for (int y = 0; y < box.height(); y++) {
      for (int x = 0; x < box.width(); x++) {
        int f = raster.face[y * box.width() + x];
        if (f < 0) {
          continue;
        }
        if (f != bentFace) {
          bentFace = f;
          bent = bends(f, layout.scale(), view, pixel);
        }
        double u = (box.x() + x + 0.5) / layout.scale();
        double v = (box.y() + y + 0.5) / layout.scale();
        if (bent) {
          Barycentric.weights(charts.pixel, 6 * f, u, v, weights);
          project(f, weights, view, pixel);
          u = pixel[0];
          v = pixel[1];
        }
        image.sample(u * sx, v * sy, rgb);
        int o = atlas.offset(place, x, y);
        painted[o / 3] = 1;
        for (int k = 0; k < 3; k++) {
          page[o + k] = (byte) (int) Math.min(255, rgb[k] * gain[k] + 0.5);
        }
      }
    }
    return raster.covered;
  }

  private boolean bends(int f, double scale, ViewProjection view, double[] pixel) {
    double worst = 0;
    double[] middle = {1.0 / 3, 1.0 / 3, 1.0 / 3};
    for (int k = 0; k < 4; k++) {
      double[] w = k == 3 ? middle : new double[] {0.5, 0.5, 0.5};
      if (k < 3) {
        w[k] = 0;
      }
      project(f, w, view, pixel);
      double u = 0;
      double v = 0;
      for (int c = 0; c < 3; c++) {
        u += w[c] * charts.pixel[6 * f + 2 * c];
        v += w[c] * charts.pixel[6 * f + 2 * c + 1];
      }
      double du = u - pixel[0];
      double dv = v - pixel[1];
      worst = Math.max(worst, du * du + dv * dv);
    }
    return Math.sqrt(worst) * scale > TOLERATED_BEND;
  }

  private void project(int f, double[] w, ViewProjection view, double[] pixel) {
    float[] p = mesh.xyz();
    double x = 0;
    double y = 0;
    double z = 0;
    for (int c = 0; c < 3; c++) {
      int v = 3 * mesh.triangles()[3 * f + c];
      x += w[c] * p[v];
      y += w[c] * p[v + 1];
      z += w[c] * p[v + 2];
    }
    view.project(x, y, z, pixel);
  }
}
