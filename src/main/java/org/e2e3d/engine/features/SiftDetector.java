package org.e2e3d.engine.features;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.KeyPoint;
import org.bytedeco.opencv.opencv_core.KeyPointVector;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_features2d.SIFT;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoReader;

/** Detects and describes the features of one photograph (Lowe, IJCV 2004) with OpenCV. */
final class SiftDetector {
  private static final int LAYERS = 3;
  private static final double SIGMA = 1.6;

  /** The detector keeps this many times the wanted features, for the even selection to choose. */
  private static final int SPARE = 2;

  /** sizeof(cv::KeyPoint): x, y, size, angle, response as floats, octave, class id. */
  private static final int KEYPOINT_WORDS = 7;

  private final FeatureOptions options;

  SiftDetector(FeatureOptions options) {
    this.options = options;
  }

  /** The features of a photograph, evenly selected, strongest first. */
  FeatureSet detect(Photo photo) {
    try (Mat bgr = PhotoReader.readBgr(photo, options.maxImageSize())) {
      return detect(photo, bgr);
    }
  }

  /** The same for a photograph that is decoded already, at any size. */
  FeatureSet detect(Photo photo, Mat bgr) {
    Optional<Mat> mask = PhotoReader.readMask(photo, bgr.cols(), bgr.rows());
    // Precise upscaling maps index x to 2x when the first octave doubles the image; without it all
    // positions are a quarter of a pixel too large.
    try (SIFT sift =
            SIFT.create(
                SPARE * options.maxFeatures(),
                LAYERS,
                options.contrastThreshold(),
                options.edgeThreshold(),
                SIGMA,
                CV_32F,
                true);
        Mat grey = new Mat();
        Mat everywhere = new Mat();
        Mat descriptors = new Mat();
        KeyPointVector found = new KeyPointVector()) {
      cvtColor(bgr, grey, COLOR_BGR2GRAY);
      sift.detectAndCompute(grey, mask.orElse(everywhere), found, descriptors);
      return select(photo, bgr, found, descriptors);
    } finally {
      mask.ifPresent(Mat::close);
    }
  }

  private FeatureSet select(Photo photo, Mat bgr, KeyPointVector found, Mat descriptors) {
    int n = (int) found.size();
    float[] x = new float[n];
    float[] y = new float[n];
    float[] size = new float[n];
    float[] angle = new float[n];
    float[] response = new float[n];
    if (n > 0) {
      try (KeyPoint first = found.get(0);
          BytePointer raw = new BytePointer(first)) {
        FloatBuffer words =
            raw.capacity((long) n * KEYPOINT_WORDS * Float.BYTES)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < n; i++) {
          int at = KEYPOINT_WORDS * i;
          x[i] = words.get(at);
          y[i] = words.get(at + 1);
          size[i] = words.get(at + 2);
          angle[i] = words.get(at + 3);
          response[i] = words.get(at + 4);
        }
      }
    }
    int[] picked =
        EvenSelection.pick(x, y, response, bgr.cols(), bgr.rows(), options.maxFeatures());
    return gather(photo, bgr, descriptors, picked, x, y, size, angle);
  }

  private static FeatureSet gather(
      Photo photo,
      Mat bgr,
      Mat descriptors,
      int[] picked,
      float[] x,
      float[] y,
      float[] size,
      float[] angle) {
    int n = picked.length;
    double sx = (double) photo.width() / bgr.cols();
    double sy = (double) photo.height() / bgr.rows();
    float[] xy = new float[2 * n];
    float[] scale = new float[n];
    float[] turn = new float[n];
    byte[] rgb = new byte[3 * n];
    byte[] roots = new byte[RootSift.LENGTH * n];
    float[] sift = new float[RootSift.LENGTH];
    byte[] pixel = new byte[3];
    FloatPointer values = new FloatPointer(descriptors.data());
    for (int k = 0; k < n; k++) {
      int i = picked[k];
      xy[2 * k] = (float) ((x[i] + 0.5) * sx);
      xy[2 * k + 1] = (float) ((y[i] + 0.5) * sy);
      scale[k] = (float) (size[i] * sx);
      turn[k] = angle[i];
      values.position((long) RootSift.LENGTH * i).get(sift);
      RootSift.convert(sift, 0, roots, RootSift.LENGTH * k);
      int column = Math.max(0, Math.min(bgr.cols() - 1, Math.round(x[i])));
      int line = Math.max(0, Math.min(bgr.rows() - 1, Math.round(y[i])));
      try (BytePointer p = bgr.ptr(line, column)) {
        p.get(pixel);
      }
      rgb[3 * k] = pixel[2];
      rgb[3 * k + 1] = pixel[1];
      rgb[3 * k + 2] = pixel[0];
    }
    return new FeatureSet(photo.id(), xy, scale, turn, roots, rgb);
  }
}
