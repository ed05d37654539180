package org.e2e3d.engine.features;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.features.sift.ScaleSpace;
import org.e2e3d.engine.features.sift.SiftParameters;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoReader;

/** Detects and describes the features of one photograph: SIFT, evenly selected, as RootSIFT. */
final class SiftDetector {
  /** The strongest, this many times as many as wanted, are what the even selection chooses from. */
  private static final int SPARE = 2;

  /** What one photograph takes, bytes a pixel of the size it is analysed at: scale space, grey. */
  static final int BYTES_PER_PIXEL = ScaleSpace.BYTES_PER_PIXEL + 1;

  private final FeatureOptions options;
  private final SiftParameters parameters;

  SiftDetector(FeatureOptions options) {
    this.options = options;
    this.parameters = SiftParameters.of(options.contrastThreshold(), options.edgeThreshold());
  }

  /** The features of a photograph, evenly selected, strongest first. */
  FeatureSet detect(Photo photo) {
    try (Mat bgr = PhotoReader.readBgr(photo, options.maxImageSize())) {
      return detect(photo, bgr);
    }
  }

  /** The same for a photograph that is decoded already, at any size. */
  FeatureSet detect(Photo photo, Mat bgr) {
    int width = bgr.cols();
    int height = bgr.rows();
    ScaleSpace space = ScaleSpace.of(grey(bgr), width, height, parameters);
    int[] strong = strongest(space, inMask(photo, space, width, height).toArray());
    int n = strong.length;
    float[] x = new float[n];
    float[] y = new float[n];
    float[] response = new float[n];
    for (int k = 0; k < n; k++) {
      x[k] = space.x(strong[k]);
      y[k] = space.y(strong[k]);
      response[k] = space.response(strong[k]);
    }
    int[] order = EvenSelection.pick(x, y, response, width, height, options.maxFeatures());
    return describe(photo, bgr, space, Arrays.stream(order).map(k -> strong[k]).toArray());
  }

  private static byte[] grey(Mat bgr) {
    try (Mat grey = new Mat()) {
      cvtColor(bgr, grey, COLOR_BGR2GRAY);
      return bytes(grey);
    }
  }

  private static byte[] bytes(Mat image) {
    byte[] bytes = new byte[Math.multiplyExact(image.cols(), image.rows())];
    for (int y = 0; y < image.rows(); y++) {
      try (BytePointer line = image.ptr(y)) {
        line.get(bytes, y * image.cols(), image.cols());
      }
    }
    return bytes;
  }

  /** The extrema that the photograph's mask, if it has one, leaves. */
  private static IntStream inMask(Photo photo, ScaleSpace space, int width, int height) {
    Optional<Mat> mask = PhotoReader.readMask(photo, width, height);
    try {
      if (mask.isEmpty()) {
        return IntStream.range(0, space.size());
      }
      byte[] seen = bytes(mask.get());
      return IntStream.range(0, space.size())
          .filter(i -> seen[pixel(space.y(i), height) * width + pixel(space.x(i), width)] != 0);
    } finally {
      mask.ifPresent(Mat::close);
    }
  }

  private static int pixel(float at, int size) {
    return Math.max(0, Math.min(size - 1, Math.round(at)));
  }

  private int[] strongest(ScaleSpace space, int[] extrema) {
    float[] response = new float[extrema.length];
    for (int k = 0; k < response.length; k++) {
      response[k] = space.response(extrema[k]);
    }
    int[] order = EvenSelection.strongestFirst(response);
    int[] strong = new int[Math.min(SPARE * options.maxFeatures(), order.length)];
    for (int k = 0; k < strong.length; k++) {
      strong[k] = extrema[order[k]];
    }
    return strong;
  }

  private FeatureSet describe(Photo photo, Mat bgr, ScaleSpace space, int[] picked) {
    double sx = (double) photo.width() / bgr.cols();
    double sy = (double) photo.height() / bgr.rows();
    int most = Math.min(options.maxFeatures(), ScaleSpace.MOST_TURNS * picked.length);
    float[] xy = new float[2 * most];
    float[] size = new float[most];
    float[] angle = new float[most];
    byte[] rgb = new byte[3 * most];
    byte[] roots = new byte[RootSift.LENGTH * most];
    float[] turns = new float[ScaleSpace.MOST_TURNS];
    float[] sift = new float[ScaleSpace.LENGTH];
    byte[] pixel = new byte[3];
    int n = 0;
    for (int i : picked) {
      int directions = space.turns(i, turns);
      for (int t = 0; t < directions && n < most; t++, n++) {
        xy[2 * n] = (float) ((space.x(i) + 0.5) * sx);
        xy[2 * n + 1] = (float) ((space.y(i) + 0.5) * sy);
        size[n] = (float) (2 * space.sigma(i) * sx);
        angle[n] = (float) Math.toDegrees(turns[t]);
        space.describe(i, turns[t], sift);
        RootSift.convert(sift, 0, roots, RootSift.LENGTH * n);
        try (BytePointer p =
            bgr.ptr(pixel(space.y(i), bgr.rows()), pixel(space.x(i), bgr.cols()))) {
          p.get(pixel);
        }
        rgb[3 * n] = pixel[2];
        rgb[3 * n + 1] = pixel[1];
        rgb[3 * n + 2] = pixel[0];
      }
    }
    return new FeatureSet(
        photo.id(),
        Arrays.copyOf(xy, 2 * n),
        Arrays.copyOf(size, n),
        Arrays.copyOf(angle, n),
        Arrays.copyOf(roots, RootSift.LENGTH * n),
        Arrays.copyOf(rgb, 3 * n));
  }
}
