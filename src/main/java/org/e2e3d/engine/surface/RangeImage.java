package org.e2e3d.engine.surface;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.surface.cut.PointCells;

/**
 * A depth map made ready for fusion: per pixel the inverse depth, how far along the surface normal
 * one unit of depth is, and how much the pixel is to be believed.
 */
final class RangeImage {
  /**
   * Neighbours whose depths differ by more pixel footprints than this lie on different surfaces.
   */
  private static final float STEP = 8f;

  /** Below this cosine of the viewing angle a surface is seen too obliquely to be measured. */
  private static final float GRAZING = 0.1f;

  final int width;
  final int height;
  final double fx;
  final double fy;
  final double cx;
  final double cy;
  final double[] rotation;
  final double[] translation;

  /** 1/z, 0 where nothing is known. */
  final float[] inverse;

  /** |n . r| for the pixel's ray r = (x/z, y/z, 1): distance to the tangent plane per depth. */
  final float[] slope;

  /** Confidence times cosine of the viewing angle, 0 where nothing is known. */
  final float[] trust;

  /** True if the pixel and its right, lower and lower right neighbours lie on one surface. */
  final boolean[] smooth;

  RangeImage(DepthMap map) {
    Camera c = map.camera();
    width = c.width();
    height = c.height();
    fx = c.fx();
    fy = c.fy();
    cx = c.cx();
    cy = c.cy();
    rotation = map.pose().rotation();
    translation = new double[] {map.pose().tx(), map.pose().ty(), map.pose().tz()};
    int n = width * height;
    inverse = new float[n];
    slope = new float[n];
    trust = new float[n];
    smooth = new boolean[n];
    for (int i = 0; i < n; i++) {
      float z = map.depth()[i];
      inverse[i] = z > 0 && z < Float.MAX_VALUE && map.confidence()[i] > 0 ? 1 / z : 0;
    }
    findSurfaces(map.depth());
    measure(map);
  }

  private void findSurfaces(float[] z) {
    float footprint = (float) (1 / Math.min(fx, fy));
    for (int y = 0; y + 1 < height; y++) {
      for (int x = 0; x + 1 < width; x++) {
        int i = y * width + x;
        if (inverse[i] > 0
            && inverse[i + 1] > 0
            && inverse[i + width] > 0
            && inverse[i + width + 1] > 0) {
          float lo = Math.min(Math.min(z[i], z[i + 1]), Math.min(z[i + width], z[i + width + 1]));
          float hi = Math.max(Math.max(z[i], z[i + 1]), Math.max(z[i + width], z[i + width + 1]));
          smooth[i] = hi - lo < STEP * footprint * lo;
        }
      }
    }
  }

  private void measure(DepthMap map) {
    boolean given = map.normal().length == 3 * width * height;
    float[] n = new float[3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (inverse[i] == 0) {
          continue;
        }
        double rx = (x + 0.5 - cx) / fx;
        double ry = (y + 0.5 - cy) / fy;
        double cosine;
        double s;
        double length = Math.sqrt(rx * rx + ry * ry + 1);
        if (given && map.normal()[3 * i + 2] != 0) {
          s = -(map.normal()[3 * i] * rx + map.normal()[3 * i + 1] * ry + map.normal()[3 * i + 2]);
        } else if (normal(map.depth(), x, y, n)) {
          s = Math.abs(n[0] * rx + n[1] * ry + n[2]);
        } else {
          s = 0.5 * length;
        }
        cosine = s / length;
        if (!(cosine > GRAZING)) {
          cosine = GRAZING;
          s = GRAZING * length;
        }
        slope[i] = (float) s;
        trust[i] = (float) (map.confidence()[i] * cosine);
      }
    }
  }

  /**
   * The normal of the surface through a pixel and its neighbours; false if they do not allow it.
   */
  private boolean normal(float[] z, int x, int y, float[] n) {
    int left = x > 0 && joined(z, x, y, x - 1, y) ? x - 1 : x;
    int right = x + 1 < width && joined(z, x, y, x + 1, y) ? x + 1 : x;
    int up = y > 0 && joined(z, x, y, x, y - 1) ? y - 1 : y;
    int down = y + 1 < height && joined(z, x, y, x, y + 1) ? y + 1 : y;
    if (left == right || up == down) {
      return false;
    }
    float zl = z[y * width + left];
    float zr = z[y * width + right];
    float zu = z[up * width + x];
    float zd = z[down * width + x];
    double ax = ((right + 0.5 - cx) * zr - (left + 0.5 - cx) * zl) / fx;
    double ay = (y + 0.5 - cy) * (zr - zl) / fy;
    double az = zr - zl;
    double bx = (x + 0.5 - cx) * (zd - zu) / fx;
    double by = ((down + 0.5 - cy) * zd - (up + 0.5 - cy) * zu) / fy;
    double bz = zd - zu;
    double nx = ay * bz - az * by;
    double ny = az * bx - ax * bz;
    double nz = ax * by - ay * bx;
    double length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (!(length > 0)) {
      return false;
    }
    n[0] = (float) (nx / length);
    n[1] = (float) (ny / length);
    n[2] = (float) (nz / length);
    return true;
  }

  private boolean joined(float[] z, int x, int y, int x2, int y2) {
    int i = y * width + x;
    int j = y2 * width + x2;
    return inverse[j] > 0 && Math.abs(z[i] - z[j]) < STEP * Math.min(z[i], z[j]) / Math.min(fx, fy);
  }

  /**
   * Adds every stride-th pixel's point along x and y to cells.
   *
   * @param view the number to add them under
   * @param limit depth beyond which points are left out
   */
  void addTo(PointCells cells, int view, int stride, double limit) {
    double[] r = rotation;
    double[] t = translation;
    for (int y = stride / 2; y < height; y += stride) {
      for (int x = stride / 2; x < width; x += stride) {
        int i = y * width + x;
        if (inverse[i] == 0) {
          continue;
        }
        double z = 1 / inverse[i];
        if (z > limit) {
          continue;
        }
        double px = (x + 0.5 - cx) / fx * z - t[0];
        double py = (y + 0.5 - cy) / fy * z - t[1];
        double pz = z - t[2];
        cells.add(
            r[0] * px + r[3] * py + r[6] * pz,
            r[1] * px + r[4] * py + r[7] * pz,
            r[2] * px + r[5] * py + r[8] * pz,
            footprint() * z,
            trust[i],
            view);
      }
    }
  }

  /** The size of a pixel on a surface facing the camera at depth 1. */
  double footprint() {
    return 2 / (fx + fy);
  }
}
