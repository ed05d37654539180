package org.e2e3d.engine.texture;

import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSource;
import org.e2e3d.engine.render.Rendering;
import org.e2e3d.engine.scene.Camera;

/**
 * How like a rendering is to a photograph, over the pixels where the mesh is seen.
 *
 * @param psnr peak signal-to-noise ratio over red, green and blue, dB
 * @param psnrEvened the same after one factor a channel has taken out the photograph's exposure
 * @param ssim mean structural similarity of grey values, 8x8 windows that lie wholly on the mesh
 * @param pixels how many pixels were compared
 */
public record PhotoMatch(double psnr, double psnrEvened, double ssim, int pixels) {
  private static final int WINDOW = 8;
  private static final double C1 = 6.5025;
  private static final double C2 = 58.5225;

  /**
   * Compares.
   *
   * @param drawn rendered through a pinhole camera with the lens's focal length and size
   * @param camera the photograph's lens, at the photograph's size or a smaller one; the photograph
   *     is reduced to that
   */
  public static PhotoMatch of(Rendering drawn, PhotoSource source, Photo photo, Camera camera) {
    int w = camera.width();
    int h = camera.height();
    byte[] bgr = new byte[3 * w * h];
    try (Mat image = source.readBgr(photo, Math.max(w, h))) {
      image.data().get(bgr);
    }
    float[] model = new float[3 * w * h];
    boolean[] seen = new boolean[w * h];
    resample(drawn, camera, model, seen);
    double[] gain = gains(model, bgr, seen);
    double plain = 0;
    double evened = 0;
    int n = 0;
    for (int i = 0; i < w * h; i++) {
      if (!seen[i]) {
        continue;
      }
      n++;
      for (int c = 0; c < 3; c++) {
        double truth = bgr[3 * i + 2 - c] & 255;
        plain += Math.pow(model[3 * i + c] - truth, 2);
        evened += Math.pow(model[3 * i + c] * gain[c] - truth, 2);
      }
    }
    return new PhotoMatch(
        psnr(plain / (3.0 * n)), psnr(evened / (3.0 * n)), ssim(model, bgr, seen, w, h), n);
  }

  /** The pinhole camera to render through for a lens. */
  public static Camera plane(Camera lens) {
    return Camera.pinhole(
        0, lens.width(), lens.height(), lens.fx(), lens.fy(), lens.cx(), lens.cy());
  }

  private static double psnr(double meanSquare) {
    return 10 * Math.log10(255 * 255 / Math.max(1e-9, meanSquare));
  }

  private static void resample(Rendering drawn, Camera lens, float[] model, boolean[] seen) {
    Camera plane = drawn.buffer().camera();
    double[] ray = new double[2];
    for (int y = 0; y < lens.height(); y++) {
      for (int x = 0; x < lens.width(); x++) {
        lens.unproject(x + 0.5, y + 0.5, ray);
        double u = ray[0] * plane.fx() + plane.cx() - 0.5;
        double v = ray[1] * plane.fy() + plane.cy() - 0.5;
        int x0 = (int) Math.floor(u + 1e-6);
        int y0 = (int) Math.floor(v + 1e-6);
        if (x0 < 0 || y0 < 0 || x0 + 1 >= plane.width() || y0 + 1 >= plane.height()) {
          continue;
        }
        int at = y0 * plane.width() + x0;
        int[] face = drawn.buffer().face();
        if (face[at] < 0
            || face[at + 1] < 0
            || face[at + plane.width()] < 0
            || face[at + plane.width() + 1] < 0) {
          continue;
        }
        int i = y * lens.width() + x;
        seen[i] = true;
        double fx = Math.max(0, u - x0);
        double fy = Math.max(0, v - y0);
        for (int c = 0; c < 3; c++) {
          double upper =
              drawn.picture().at(x0, y0, c) * (1 - fx) + drawn.picture().at(x0 + 1, y0, c) * fx;
          double lower =
              drawn.picture().at(x0, y0 + 1, c) * (1 - fx)
                  + drawn.picture().at(x0 + 1, y0 + 1, c) * fx;
          model[3 * i + c] = (float) (upper * (1 - fy) + lower * fy);
        }
      }
    }
  }

  private static double[] gains(float[] model, byte[] bgr, boolean[] seen) {
    double[] gain = new double[3];
    for (int c = 0; c < 3; c++) {
      double cross = 0;
      double square = 1e-9;
      for (int i = 0; i < seen.length; i++) {
        if (seen[i]) {
          cross += model[3 * i + c] * (bgr[3 * i + 2 - c] & 255);
          square += model[3 * i + c] * model[3 * i + c];
        }
      }
      gain[c] = cross / square;
    }
    return gain;
  }

  private static double ssim(float[] model, byte[] bgr, boolean[] seen, int w, int h) {
    double sum = 0;
    int windows = 0;
    for (int y = 0; y + WINDOW <= h; y += WINDOW / 2) {
      for (int x = 0; x + WINDOW <= w; x += WINDOW / 2) {
        double s = window(model, bgr, seen, w, x, y);
        if (!Double.isNaN(s)) {
          sum += s;
          windows++;
        }
      }
    }
    return sum / Math.max(1, windows);
  }

  private static double window(
      float[] model, byte[] bgr, boolean[] seen, int w, int left, int top) {
    double a = 0;
    double b = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int y = top; y < top + WINDOW; y++) {
      for (int x = left; x < left + WINDOW; x++) {
        int i = y * w + x;
        if (!seen[i]) {
          return Double.NaN;
        }
        double m = 0.299 * model[3 * i] + 0.587 * model[3 * i + 1] + 0.114 * model[3 * i + 2];
        double p =
            0.299 * (bgr[3 * i + 2] & 255)
                + 0.587 * (bgr[3 * i + 1] & 255)
                + 0.114 * (bgr[3 * i] & 255);
        a += m;
        b += p;
        aa += m * m;
        bb += p * p;
        ab += m * p;
      }
    }
    double n = WINDOW * WINDOW;
    double ma = a / n;
    double mb = b / n;
    double va = aa / n - ma * ma;
    double vb = bb / n - mb * mb;
    double cov = ab / n - ma * mb;
    return (2 * ma * mb + C1) * (2 * cov + C2) / ((ma * ma + mb * mb + C1) * (va + vb + C2));
  }
}
