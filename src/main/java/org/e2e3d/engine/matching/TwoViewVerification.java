package org.e2e3d.engine.matching;

import static org.bytedeco.opencv.global.opencv_calib3d.LOCAL_OPTIM_SIGMA;
import static org.bytedeco.opencv.global.opencv_calib3d.MAGSAC;
import static org.bytedeco.opencv.global.opencv_calib3d.SAMPLING_PROSAC;
import static org.bytedeco.opencv.global.opencv_calib3d.SCORE_METHOD_MAGSAC;
import static org.bytedeco.opencv.global.opencv_calib3d.findFundamentalMat;
import static org.bytedeco.opencv.global.opencv_calib3d.findHomography;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC2;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_calib3d.UsacParams;
import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.features.FeatureSet;

/** Robust two-view geometry of putative matches by OpenCV's USAC framework with MAGSAC++ scores. */
final class TwoViewVerification {
  private TwoViewVerification() {}

  /**
   * A model and the matches it explains.
   *
   * @param matrix row-major 3x3
   * @param inlier one flag a match
   */
  record Fit(double[] matrix, boolean[] inlier, int count) {
    static final Fit NONE = new Fit(new double[9], new boolean[0], 0);
  }

  /** The fundamental matrix, x_b^T F x_a = 0; NONE if there is none. */
  static Fit fundamental(
      FeatureSet a, FeatureSet b, int[] pairs, double threshold, int iterations, long seed) {
    return fit(a, b, pairs, threshold, iterations, seed, true);
  }

  /** The homography from a to b; NONE if there is none. */
  static Fit homography(
      FeatureSet a, FeatureSet b, int[] pairs, double threshold, int iterations, long seed) {
    return fit(a, b, pairs, threshold, iterations, seed, false);
  }

  private static Fit fit(
      FeatureSet a,
      FeatureSet b,
      int[] pairs,
      double threshold,
      int iterations,
      long seed,
      boolean epipolar) {
    int n = pairs.length / 2;
    if (n < 8) {
      return Fit.NONE;
    }
    try (UsacParams params = params(threshold, iterations, seed);
        FloatPointer pa = positions(a, pairs, 0);
        FloatPointer pb = positions(b, pairs, 1);
        Mat ma = new Mat(n, 1, CV_32FC2, pa);
        Mat mb = new Mat(n, 1, CV_32FC2, pb);
        Mat mask = new Mat();
        Mat model =
            epipolar
                ? findFundamentalMat(ma, mb, mask, params)
                : findHomography(ma, mb, mask, params)) {
      if (model.rows() != 3 || model.cols() != 3 || mask.total() != n) {
        return Fit.NONE;
      }
      double[] matrix = new double[9];
      try (DoublePointer values = new DoublePointer(model.data())) {
        values.get(matrix);
      }
      byte[] flags = new byte[n];
      try (BytePointer data = mask.data()) {
        data.get(flags);
      }
      boolean[] inlier = new boolean[n];
      int count = 0;
      for (int i = 0; i < n; i++) {
        inlier[i] = flags[i] != 0;
        count += inlier[i] ? 1 : 0;
      }
      return new Fit(matrix, inlier, count);
    } catch (RuntimeException e) {
      // OpenCV asserts on layouts it cannot fit, such as all points on one spot.
      return Fit.NONE;
    }
  }

  private static UsacParams params(double threshold, int iterations, long seed) {
    return new UsacParams()
        .confidence(0.9999)
        .isParallel(false)
        .loIterations(10)
        .loMethod(LOCAL_OPTIM_SIGMA)
        .loSampleSize(30)
        .maxIterations(iterations)
        .randomGeneratorState((int) (seed & 0x7FFFFFFF))
        .sampler(SAMPLING_PROSAC)
        .score(SCORE_METHOD_MAGSAC)
        .final_polisher(MAGSAC)
        .final_polisher_iterations(3)
        .threshold(threshold);
  }

  private static FloatPointer positions(FeatureSet set, int[] pairs, int side) {
    float[] xy = new float[pairs.length];
    for (int i = 0; i < pairs.length / 2; i++) {
      int f = pairs[2 * i + side];
      xy[2 * i] = set.xy()[2 * f];
      xy[2 * i + 1] = set.xy()[2 * f + 1];
    }
    return new FloatPointer(xy);
  }

  /** Keeps the pairs that are flagged. */
  static int[] keep(int[] pairs, boolean[] flags) {
    int[] kept = new int[pairs.length];
    int n = 0;
    for (int i = 0; i < flags.length; i++) {
      if (flags[i]) {
        kept[n++] = pairs[2 * i];
        kept[n++] = pairs[2 * i + 1];
      }
    }
    return Arrays.copyOf(kept, n);
  }
}
