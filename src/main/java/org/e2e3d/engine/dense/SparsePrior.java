package org.e2e3d.engine.dense;

import java.util.Arrays;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparsePoints;

/**
 * What the sparse points say about one view's depths before any dense matching.
 *
 * @param x array indices (full depth map size) of the points, n
 * @param y the same, n
 * @param inverse their inverse depths, n
 * @param minInverse the smallest inverse depth to search
 * @param maxInverse the largest
 */
record SparsePrior(float[] x, float[] y, float[] inverse, double minInverse, double maxInverse) {
  private static final double QUANTILE = 0.005;
  private static final double MARGIN = 1.25;

  /** True if enough points are in front of the view to tell its depth range. */
  boolean isUsable() {
    return inverse.length >= 5;
  }

  /**
   * @param observed indices of the sparse points the view observes
   */
  static SparsePrior of(DenseView view, SparsePoints points, int[] observed) {
    Camera c = view.camera();
    float[] x = new float[observed.length];
    float[] y = new float[observed.length];
    float[] inverse = new float[observed.length];
    double[] r = view.pose().rotation();
    double[] xyz = points.xyz();
    int n = 0;
    for (int p : observed) {
      double px = xyz[3 * p];
      double py = xyz[3 * p + 1];
      double pz = xyz[3 * p + 2];
      double z = r[6] * px + r[7] * py + r[8] * pz + view.pose().tz();
      if (!(z > 0)) {
        continue;
      }
      double u = (r[0] * px + r[1] * py + r[2] * pz + view.pose().tx()) / z;
      double v = (r[3] * px + r[4] * py + r[5] * pz + view.pose().ty()) / z;
      x[n] = (float) (c.fx() * u + c.cx() - 0.5);
      y[n] = (float) (c.fy() * v + c.cy() - 0.5);
      inverse[n] = (float) (1 / z);
      n++;
    }
    inverse = Arrays.copyOf(inverse, n);
    if (n == 0) {
      return new SparsePrior(new float[0], new float[0], inverse, 0, 0);
    }
    float[] sorted = inverse.clone();
    Arrays.sort(sorted);
    int cut = (int) (n * QUANTILE);
    return new SparsePrior(
        Arrays.copyOf(x, n),
        Arrays.copyOf(y, n),
        inverse,
        sorted[cut] / MARGIN,
        sorted[n - 1 - cut] * MARGIN);
  }

  /** Fills the field with fronto-parallel planes at the inverse depth of the nearest point. */
  void fill(PlaneField field, double scale) {
    int w = field.width;
    int h = field.height;
    int[] queue = new int[w * h];
    boolean[] done = new boolean[w * h];
    int tail = 0;
    for (int i = 0; i < inverse.length; i++) {
      int px = (int) Math.floor((x[i] + 0.5) * scale);
      int py = (int) Math.floor((y[i] + 0.5) * scale);
      if (px < 0 || py < 0 || px >= w || py >= h) {
        continue;
      }
      int at = py * w + px;
      field.inverse[at] = inverse[i];
      if (!done[at]) {
        done[at] = true;
        queue[tail++] = at;
      }
    }
    if (tail == 0) {
      Arrays.fill(field.inverse, (float) ((minInverse + maxInverse) / 2));
      return;
    }
    for (int head = 0; head < tail; head++) {
      int at = queue[head];
      int px = at % w;
      int py = at / w;
      for (int k = 0; k < 4; k++) {
        int nx = px + (k == 0 ? 1 : k == 1 ? -1 : 0);
        int ny = py + (k == 2 ? 1 : k == 3 ? -1 : 0);
        if (nx >= 0 && ny >= 0 && nx < w && ny < h && !done[ny * w + nx]) {
          done[ny * w + nx] = true;
          field.inverse[ny * w + nx] = field.inverse[at];
          queue[tail++] = ny * w + nx;
        }
      }
    }
  }
}
