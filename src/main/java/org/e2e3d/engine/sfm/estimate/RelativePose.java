package org.e2e3d.engine.sfm.estimate;

import static org.bytedeco.opencv.global.opencv_calib3d.RANSAC;
import static org.bytedeco.opencv.global.opencv_calib3d.findEssentialMat;
import static org.bytedeco.opencv.global.opencv_calib3d.recoverPose;
import static org.bytedeco.opencv.global.opencv_core.CV_64F;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The relative pose of two calibrated views: Nistér's five-point method in RANSAC (OpenCV's), and
 * the one of its four decompositions that puts the points in front.
 */
public final class RelativePose {
  private static final double CONFIDENCE = 0.99999;
  private static final int MAX_TRIALS = 1000;

  private RelativePose() {}

  /**
   * What was found: {@code x_b = R x_a + t}, with |t| = 1.
   *
   * @param rotation row-major R
   * @param translation t
   * @param inliers which matches agree and lie in front of both views
   * @param inlierCount how many
   */
  public record Result(
      double[] rotation, double[] translation, boolean[] inliers, int inlierCount) {}

  /**
   * @param raysA plane z = 1 coordinates in view a, 2 a match
   * @param raysB the same in view b
   * @param threshold largest distance from the epipolar line, on the plane z = 1
   * @return the pose; inlierCount is 0 if there is none
   */
  public static Result estimate(double[] raysA, double[] raysB, double threshold) {
    int n = raysA.length / 2;
    boolean[] inliers = new boolean[n];
    if (n < 8) {
      return new Result(new double[9], new double[3], inliers, 0);
    }
    try (DoublePointer pa = new DoublePointer(raysA);
        DoublePointer pb = new DoublePointer(raysB);
        DoublePointer pk = new DoublePointer(1, 0, 0, 0, 1, 0, 0, 0, 1);
        Mat a = new Mat(n, 2, CV_64F, pa);
        Mat b = new Mat(n, 2, CV_64F, pb);
        Mat k = new Mat(3, 3, CV_64F, pk);
        Mat mask = new Mat();
        Mat r = new Mat();
        Mat t = new Mat();
        Mat e = findEssentialMat(a, b, k, RANSAC, CONFIDENCE, threshold, MAX_TRIALS, mask)) {
      if (e.rows() != 3 || e.cols() != 3) {
        return new Result(new double[9], new double[3], inliers, 0);
      }
      recoverPose(e, a, b, k, r, t, mask);
      return result(r, t, mask, inliers);
    }
  }

  /**
   * The pose that a known essential matrix stands for.
   *
   * @param essential row-major, {@code x_b^T E x_a = 0}
   * @param raysA plane z = 1 coordinates in view a of at least one match
   * @param raysB the same in view b
   * @return the decomposition that puts most of the points in front; inliers are those in front
   */
  public static Result decompose(double[] essential, double[] raysA, double[] raysB) {
    int n = raysA.length / 2;
    try (DoublePointer pe = new DoublePointer(essential);
        DoublePointer pa = new DoublePointer(raysA);
        DoublePointer pb = new DoublePointer(raysB);
        DoublePointer pk = new DoublePointer(1, 0, 0, 0, 1, 0, 0, 0, 1);
        Mat e = new Mat(3, 3, CV_64F, pe);
        Mat a = new Mat(n, 2, CV_64F, pa);
        Mat b = new Mat(n, 2, CV_64F, pb);
        Mat k = new Mat(3, 3, CV_64F, pk);
        Mat mask = new Mat();
        Mat r = new Mat();
        Mat t = new Mat()) {
      recoverPose(e, a, b, k, r, t, mask);
      return result(r, t, mask, new boolean[n]);
    }
  }

  private static Result result(Mat r, Mat t, Mat mask, boolean[] inliers) {
    double[] rotation = new double[9];
    double[] translation = new double[3];
    try (DoublePointer rp = new DoublePointer(r.data());
        DoublePointer tp = new DoublePointer(t.data())) {
      rp.get(rotation);
      tp.get(translation);
    }
    byte[] flags = new byte[inliers.length];
    mask.data().get(flags);
    int count = 0;
    for (int i = 0; i < inliers.length; i++) {
      inliers[i] = flags[i] != 0;
      count += inliers[i] ? 1 : 0;
    }
    return new Result(rotation, translation, inliers, count);
  }
}
