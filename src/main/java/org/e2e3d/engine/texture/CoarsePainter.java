package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Paints charts of a simplified mesh with what the full mesh shows: its faces are drawn onto the
 * chart's plane, the one nearest to the simplified surface wins, and several samples of its texture
 * are taken where that is finer. Texels that nothing reaches get the colours of the vertices.
 */
final class CoarsePainter {
  private static final int MOST_SAMPLES = 4;
  private static final int NONE = -1;

  private final TexturedMesh full;
  private final TriangleMesh coarse;
  private final CoarseCharts cut;
  private final Atlas atlas;

  CoarsePainter(TexturedMesh full, TriangleMesh coarse, CoarseCharts cut, Atlas atlas) {
    this.full = full;
    this.coarse = coarse;
    this.cut = cut;
    this.atlas = atlas;
  }

  /** Corners of a face on a chart's plane, in texels of its box, with their heights over it. */
  private static final class Corners {
    final double[] x = new double[3];
    final double[] y = new double[3];
    final double[] z = new double[3];
    double det;

    /** Sets weights of the corners at a point; they sum to 1. */
    void weights(double px, double py, double[] w) {
      w[1] = ((px - x[0]) * (y[2] - y[0]) - (py - y[0]) * (x[2] - x[0])) / det;
      w[2] = ((x[1] - x[0]) * (py - y[0]) - (y[1] - y[0]) * (px - x[0])) / det;
      w[0] = 1 - w[1] - w[2];
    }
  }

  private static void set(
      Corners c, TriangleMesh mesh, int f, double[] frame, double scale, ChartBox box) {
    float[] p = mesh.xyz();
    for (int k = 0; k < 3; k++) {
      int v = 3 * mesh.triangles()[3 * f + k];
      c.x[k] = scale * (frame[0] * p[v] + frame[1] * p[v + 1] + frame[2] * p[v + 2]) - box.x();
      c.y[k] = scale * (frame[3] * p[v] + frame[4] * p[v + 1] + frame[5] * p[v + 2]) - box.y();
      c.z[k] = scale * (frame[6] * p[v] + frame[7] * p[v + 1] + frame[8] * p[v + 2]);
    }
    c.det = (c.x[1] - c.x[0]) * (c.y[2] - c.y[0]) - (c.y[1] - c.y[0]) * (c.x[2] - c.x[0]);
  }

  /**
   * Paints one chart; charts may be painted side by side.
   *
   * @param shown faces of the full mesh that can show in it
   */
  void paint(int chart, int[] shown) {
    double s = atlas.layout.scale();
    ChartBox box = atlas.layout.boxes().get(chart);
    ChartRaster raster = atlas.layout.rasters()[chart];
    double[] frame = cut.frame(cut.charts().view[chart]);
    double scale = s * cut.scale();
    float[] height = heights(raster, box, frame, scale);
    int[] nearest = draw(shown, box, frame, scale, height);
    MaskPacker.Place place = atlas.layout.places()[chart];
    byte[] page = atlas.pages.get(place.page());
    byte[] painted = atlas.covered.get(place.page());
    int samples = (int) Math.max(1, Math.min(MOST_SAMPLES, Math.round(1 / s)));
    Corners corners = new Corners();
    double[] w = new double[3];
    double[] rgb = new double[3];
    for (int i = 0; i < raster.size(); i++) {
      int y = raster.y(i);
      for (int x = raster.x(i); x < raster.x(i) + raster.length(i); x++) {
        int f = nearest[y * box.width() + x];
        Arrays.fill(rgb, 0);
        if (f != NONE) {
          set(corners, full.mesh(), f, frame, scale, box);
          sample(corners, f, x, y, samples, w, rgb);
        } else {
          set(corners, coarse, raster.face(i), frame, scale, box);
          vertexColour(corners, raster.face(i), x, y, w, rgb);
        }
        int o = atlas.offset(place, x, y);
        painted[o / 3] = 1;
        for (int c = 0; c < 3; c++) {
          page[o + c] = (byte) (int) Math.max(0, Math.min(255, rgb[c] + 0.5));
        }
      }
    }
  }

  /** How high the simplified surface is over the chart's plane at each texel; NaN beside it. */
  private float[] heights(ChartRaster raster, ChartBox box, double[] frame, double scale) {
    float[] height = new float[box.width() * box.height()];
    Arrays.fill(height, Float.NaN);
    Corners c = new Corners();
    double[] w = new double[3];
    for (int i = 0; i < raster.size(); i++) {
      set(c, coarse, raster.face(i), frame, scale, box);
      int y = raster.y(i);
      for (int x = raster.x(i); x < raster.x(i) + raster.length(i); x++) {
        weights(c, x + 0.5, y + 0.5, w);
        height[y * box.width() + x] = (float) (w[0] * c.z[0] + w[1] * c.z[1] + w[2] * c.z[2]);
      }
    }
    return height;
  }

  /** The same, never far beyond the face, whatever its shape. */
  private static void weights(Corners c, double x, double y, double[] w) {
    if (Math.abs(c.det) < 1e-9) {
      Arrays.fill(w, 1.0 / 3);
      return;
    }
    c.weights(x, y, w);
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      w[k] = Math.max(0, w[k]);
      sum += w[k];
    }
    for (int k = 0; k < 3; k++) {
      w[k] /= sum;
    }
  }

  /** The face of the full mesh at each texel that is nearest to the simplified surface. */
  private int[] draw(int[] shown, ChartBox box, double[] frame, double scale, float[] height) {
    int[] nearest = new int[height.length];
    Arrays.fill(nearest, NONE);
    float[] gap = new float[height.length];
    Corners c = new Corners();
    double[] w = new double[3];
    for (int f : shown) {
      set(c, full.mesh(), f, frame, scale, box);
      if (!(c.det > 0)) {
        continue;
      }
      int x0 = (int) Math.max(0, Math.ceil(least(c.x) - 0.5));
      int x1 = (int) Math.min(box.width() - 1, Math.floor(most(c.x) - 0.5));
      int y0 = (int) Math.max(0, Math.ceil(least(c.y) - 0.5));
      int y1 = (int) Math.min(box.height() - 1, Math.floor(most(c.y) - 0.5));
      for (int y = y0; y <= y1; y++) {
        for (int x = x0; x <= x1; x++) {
          int i = y * box.width() + x;
          c.weights(x + 0.5, y + 0.5, w);
          if (Float.isNaN(height[i]) || w[0] < 0 || w[1] < 0 || w[2] < 0) {
            continue;
          }
          double z = w[0] * c.z[0] + w[1] * c.z[1] + w[2] * c.z[2];
          float g = (float) Math.abs(z - height[i]);
          if (nearest[i] == NONE || g < gap[i]) {
            nearest[i] = f;
            gap[i] = g;
          }
        }
      }
    }
    return nearest;
  }

  private static double least(double[] v) {
    return Math.min(v[0], Math.min(v[1], v[2]));
  }

  private static double most(double[] v) {
    return Math.max(v[0], Math.max(v[1], v[2]));
  }

  private void sample(Corners c, int f, int x, int y, int samples, double[] w, double[] rgb) {
    TexturePage page = full.pages().get(full.page()[f]);
    float[] uv = full.uv();
    double weight = 1.0 / (samples * samples);
    for (int i = 0; i < samples * samples; i++) {
      double px = x + (i % samples + 0.5) / samples;
      double py = y + (i / samples + 0.5) / samples;
      weights(c, px, py, w);
      double u = w[0] * uv[6 * f] + w[1] * uv[6 * f + 2] + w[2] * uv[6 * f + 4];
      double v = w[0] * uv[6 * f + 1] + w[1] * uv[6 * f + 3] + w[2] * uv[6 * f + 5];
      PageSampler.add(
          page.rgb(),
          page.width(),
          page.height(),
          u * page.width(),
          v * page.height(),
          weight,
          rgb);
    }
  }

  private void vertexColour(Corners c, int f, int x, int y, double[] w, double[] rgb) {
    weights(c, x + 0.5, y + 0.5, w);
    for (int k = 0; k < 3 && coarse.hasColours(); k++) {
      int v = 3 * coarse.triangles()[3 * f + k];
      for (int i = 0; i < 3; i++) {
        rgb[i] += w[k] * (coarse.rgb()[v + i] & 255);
      }
    }
  }
}
