package org.e2e3d.engine.dense;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.warpPerspective;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_calib3d.StereoSGBM;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;

/**
 * The other method that was measured for depth maps (see the decision record): semi-global matching
 * by OpenCV on rectified pairs, joined by agreement between pairs.
 */
final class SgbmCandidate {
  private static final double AGREE = 0.01;

  private SgbmCandidate() {}

  /** Depths that at least two pairs agree on. */
  static DepthMap estimate(
      DenseView view, float[] grey, DenseView[] others, float[][] greys, SparsePrior prior) {
    int n = view.width() * view.height();
    float[][] pairs = new float[others.length][];
    for (int k = 0; k < others.length; k++) {
      pairs[k] = pair(view, grey, others[k], greys[k], prior);
    }
    float[] depth = new float[n];
    float[] confidence = new float[n];
    for (int i = 0; i < n; i++) {
      int best = 1;
      for (float[] candidate : pairs) {
        float sum = 0;
        int agree = 0;
        for (float[] p : pairs) {
          if (candidate[i] > 0 && Math.abs(p[i] - candidate[i]) < AGREE * candidate[i]) {
            sum += p[i];
            agree++;
          }
        }
        if (agree > best) {
          best = agree;
          depth[i] = sum / agree;
          confidence[i] = agree / (float) pairs.length;
        }
      }
    }
    return new DepthMap(view.id(), view.camera(), view.pose(), depth, new float[3 * n], confidence);
  }

  private static float[] pair(
      DenseView view, float[] grey, DenseView other, float[] otherGrey, SparsePrior prior) {
    double[] ca = view.pose().centre();
    double[] cb = other.pose().centre();
    double[] x = {cb[0] - ca[0], cb[1] - ca[1], cb[2] - ca[2]};
    double base = normalise(x);
    double[] ra = view.pose().rotation();
    double[] rb = other.pose().rotation();
    double[] mean = {ra[6] + rb[6], ra[7] + rb[7], ra[8] + rb[8]};
    double[] y = cross(mean, x);
    normalise(y);
    double[] z = cross(x, y);
    double[] rect = {x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]};
    double f = view.camera().fx();
    double[] ha = homography(view.camera(), ra, rect, f);
    double[] hb = homography(other.camera(), rb, rect, f);
    double[] box = bounds(ha, view.width(), view.height());
    double[] boxB = bounds(hb, other.width(), other.height());
    box[1] = Math.max(box[1], boxB[1]);
    box[3] = Math.min(box[3], boxB[3]);
    int least = (int) Math.floor(f * base * prior.minInverse() * 0.9);
    int count = (int) Math.ceil((f * base * prior.maxInverse() * 1.1 - least) / 16) * 16;
    box[0] -= count; // OpenCV leaves as many columns on the left without a disparity
    int w = (int) Math.ceil(box[2] - box[0]);
    int h = (int) Math.ceil(box[3] - box[1]);
    float[] depth = new float[view.width() * view.height()];
    if (w < 16 || h < 16 || w > 4 * view.width() || h > 4 * view.height()) {
      return depth;
    }
    // both have the same axes; left index u holds what right index u - disparity holds
    shift(ha, -box[0], -box[1]);
    shift(hb, -box[0] + least, -box[1]);
    try (Mat a = warped(grey, view, ha, w, h);
        Mat b = warped(otherGrey, other, hb, w, h);
        Mat disparity = new Mat();
        StereoSGBM sgbm =
            StereoSGBM.create(
                0, count, 5, 8 * 25, 32 * 25, 1, 31, 10, 100, 2, StereoSGBM.MODE_SGBM_3WAY)) {
      sgbm.compute(a, b, disparity);
      short[] d = new short[w * h];
      try (ShortPointer p = new ShortPointer(disparity.data())) {
        p.get(d);
      }
      double[] toRect = product(rect, transposed(ra)); // view camera frame -> rectified
      Camera c = view.camera();
      for (int i = 0; i < depth.length; i++) {
        int px = i % view.width();
        int py = i / view.width();
        double q = ha[6] * px + ha[7] * py + ha[8];
        int u = (int) Math.round((ha[0] * px + ha[1] * py + ha[2]) / q);
        int v = (int) Math.round((ha[3] * px + ha[4] * py + ha[5]) / q);
        if (u < 0 || v < 0 || u >= w || v >= h || d[v * w + u] <= 0) {
          continue;
        }
        double rectZ = f * base / (d[v * w + u] / 16.0 + least);
        double rx = (px + 0.5 - c.cx()) / c.fx();
        double ry = (py + 0.5 - c.cy()) / c.fy();
        depth[i] = (float) (rectZ / (toRect[6] * rx + toRect[7] * ry + toRect[8]));
      }
    }
    return depth;
  }

  private static Mat warped(float[] grey, DenseView view, double[] h, int width, int height) {
    byte[] bytes = new byte[grey.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) grey[i];
    }
    Mat out = new Mat();
    try (BytePointer p = new BytePointer(bytes);
        Mat in = new Mat(view.height(), view.width(), CV_8UC1, p);
        DoublePointer hp = new DoublePointer(h);
        Mat m = new Mat(3, 3, opencv_core.CV_64FC1, hp);
        Size size = new Size(width, height)) {
      warpPerspective(in, out, m, size, INTER_LINEAR, opencv_core.BORDER_CONSTANT, null);
    }
    return out;
  }

  /** Array indices of a view to those of the rectified plane with principal point 0. */
  private static double[] homography(Camera c, double[] r, double[] rect, double f) {
    double[] m = product(rect, transposed(r));
    double cx = c.cx() - 0.5;
    double cy = c.cy() - 0.5;
    double[] h = new double[9];
    for (int i = 0; i < 3; i++) {
      double s = i < 2 ? f : 1;
      h[3 * i] = s * m[3 * i] / c.fx();
      h[3 * i + 1] = s * m[3 * i + 1] / c.fy();
      h[3 * i + 2] = s * m[3 * i + 2] - h[3 * i] * cx - h[3 * i + 1] * cy;
    }
    return h;
  }

  private static void shift(double[] h, double dx, double dy) {
    for (int j = 0; j < 3; j++) {
      h[j] += dx * h[6 + j];
      h[3 + j] += dy * h[6 + j];
    }
  }

  private static double[] bounds(double[] h, int w, int ht) {
    double[] b = {1e9, 1e9, -1e9, -1e9};
    for (int k = 0; k < 4; k++) {
      double x = (k & 1) * w;
      double y = (k >> 1) * ht;
      double q = h[6] * x + h[7] * y + h[8];
      double u = (h[0] * x + h[1] * y + h[2]) / q;
      double v = (h[3] * x + h[4] * y + h[5]) / q;
      b[0] = Math.min(b[0], u);
      b[1] = Math.min(b[1], v);
      b[2] = Math.max(b[2], u);
      b[3] = Math.max(b[3], v);
    }
    return b;
  }

  private static double[] product(double[] a, double[] b) {
    double[] c = new double[9];
    for (int i = 0; i < 9; i++) {
      for (int k = 0; k < 3; k++) {
        c[i] += a[i / 3 * 3 + k] * b[3 * k + i % 3];
      }
    }
    return c;
  }

  private static double[] transposed(double[] a) {
    return new double[] {a[0], a[3], a[6], a[1], a[4], a[7], a[2], a[5], a[8]};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double normalise(double[] a) {
    double n = Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
    for (int i = 0; i < 3; i++) {
      a[i] /= n;
    }
    return n;
  }
}
