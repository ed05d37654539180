package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Copies the texels of charts out of a photograph at the atlas's scale, pixel by pixel. Where a
 * face is so large that perspective or the lens bends its image off the affine map by more than a
 * fraction of a texel, each of its texels is projected by itself.
 */
final class ChartPainter {
  private static final double TOLERATED_BEND = 0.25;
  private static final byte STRAIGHT = 1;
  private static final byte BENT = 2;

  private final TriangleMesh mesh;
  private final Charts charts;
  private final Atlas atlas;

  /** Of each face; 0 until it is known. */
  private final byte[] bend;

  ChartPainter(TriangleMesh mesh, Charts charts, Atlas atlas) {
    this.mesh = mesh;
    this.charts = charts;
    this.atlas = atlas;
    this.bend = new byte[mesh.faceCount()];
  }

  /**
   * Paints one chart; charts may be painted side by side.
   *
   * @param image the photograph at the atlas's scale, with its exposure evened
   * @return texels covered by faces
   */
  int paint(int chart, PixelImage image, ViewProjection view) {
    AtlasLayout layout = atlas.layout;
    ChartBox box = layout.boxes().get(chart);
    double sx = layout.scaleX(charts.view[chart]);
    double sy = layout.scaleY(charts.view[chart]);
    ChartRaster raster = layout.rasters()[chart];
    MaskPacker.Place place = layout.places()[chart];
    byte[] page = atlas.pages.get(place.page());
    byte[] painted = atlas.covered.get(place.page());
    int step = atlas.step(place);
    double[] pixel = new double[2];
    double[] weights = new double[3];
    double[] rgb = new double[3];
    for (int i = 0; i < raster.size(); i++) {
      int f = raster.face(i);
      int n = raster.length(i);
      int o = atlas.offset(place, raster.x(i), raster.y(i));
      mark(painted, o / 3, step / 3, n);
      int x = box.x() + raster.x(i);
      int y = box.y() + raster.y(i);
      if (bend[f] == 0) {
        bend[f] = bends(f, Math.max(sx, sy), view, pixel) ? BENT : STRAIGHT;
      }
      if (bend[f] == STRAIGHT) {
        image.copy(x, y, n, page, o, step);
        continue;
      }
      for (int k = 0; k < n; k++, o += step) {
        Barycentric.weights(charts.pixel, 6 * f, (x + k + 0.5) / sx, (y + 0.5) / sy, weights);
        project(f, weights, view, pixel);
        image.sample(pixel[0] * sx, pixel[1] * sy, rgb);
        for (int c = 0; c < 3; c++) {
          page[o + c] = (byte) (int) (rgb[c] + 0.5);
        }
      }
    }
    return raster.covered;
  }

  private static void mark(byte[] painted, int from, int step, int n) {
    if (step == 1) {
      Arrays.fill(painted, from, from + n, (byte) 1);
      return;
    }
    for (int k = 0; k < n; k++) {
      painted[from + k * step] = 1;
    }
  }

  private boolean bends(int f, double scale, ViewProjection view, double[] pixel) {
    double worst = 0;
    double[] w = new double[3];
    for (int k = 0; k < 4; k++) {
      Arrays.fill(w, k == 3 ? 1.0 / 3 : 0.5);
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
