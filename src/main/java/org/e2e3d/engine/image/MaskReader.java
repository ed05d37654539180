package org.e2e3d.engine.image;

import static org.bytedeco.opencv.global.opencv_core.CV_64FC4;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.bitwise_not;
import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.inRange;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Decodes masks. A mask has the proportions of its photograph and any size. It belongs on the
 * photograph as viewers show it, set upright by EXIF; only where its proportions are those of the
 * picture as stored, lying on its side, it is turned with it.
 */
final class MaskReader {
  /** How far the proportions of mask and photograph may differ, relatively. */
  private static final double PROPORTION_TOLERANCE = 0.02;

  private static final int HALF_TRANSPARENT = 128;
  private static final int KEEP = 255;

  private MaskReader() {}

  /** Thrown when a mask cannot be used; the message is a clause about the mask. */
  static final class BadMaskException extends Exception {
    private static final long serialVersionUID = 1L;

    BadMaskException(String message) {
      super(message);
    }
  }

  /** How a mask of one size lies on a photograph of another. */
  enum Fit {
    UPRIGHT,
    AS_STORED,
    NONE
  }

  /**
   * @param width of the photograph as the sensor lay
   * @param height of the same
   * @param quarterTurns that set it upright
   */
  static Fit fit(int maskWidth, int maskHeight, int width, int height, int quarterTurns) {
    boolean swaps = quarterTurns % 2 != 0;
    if (similar(maskWidth, maskHeight, swaps ? height : width, swaps ? width : height)) {
      return Fit.UPRIGHT;
    }
    return swaps && similar(maskWidth, maskHeight, width, height) ? Fit.AS_STORED : Fit.NONE;
  }

  private static boolean similar(int w1, int h1, int w2, int h2) {
    double a = (double) w1 * h2;
    double b = (double) w2 * h1;
    return Math.abs(a - b) <= PROPORTION_TOLERANCE * Math.max(a, b);
  }

  /**
   * The photograph's mask at the given size.
   *
   * @return single-channel 8-bit, 0 where the photograph is to be ignored, 255 elsewhere; the
   *     caller closes it; empty if the photograph has no mask
   * @throws BadMaskException if the mask does not decode or has other proportions
   * @throws IOException if a file cannot be read
   */
  static Optional<Mat> read(Photo photo, int width, int height)
      throws IOException, BadMaskException {
    if (photo.mask().isEmpty()) {
      return Optional.empty();
    }
    Path file = photo.mask().get();
    Mat keep =
        file.equals(photo.file())
            ? opaque(Files.readAllBytes(file))
            : drawn(photo, Files.readAllBytes(file));
    Mat fitted = new Mat();
    try (keep;
        Size size = new Size(width, height)) {
      resize(keep, fitted, size, 0, 0, INTER_NEAREST);
    }
    return Optional.of(fitted);
  }

  /** Where a photograph with an alpha channel is at least half opaque. */
  static Mat opaque(byte[] photo) throws BadMaskException {
    try (Mat all = PhotoReader.decode(photo, IMREAD_UNCHANGED);
        Mat alpha = new Mat();
        Mat bytes = new Mat()) {
      if (all.empty() || all.channels() != 4) {
        throw new BadMaskException("it has no alpha channel");
      }
      extractChannel(all, alpha, 3);
      alpha.convertTo(bytes, CV_8U, alpha.depth() == CV_8U ? 1 : 1 / 257.0, 0);
      Mat keep = new Mat();
      threshold(bytes, keep, HALF_TRANSPARENT - 1, KEEP, THRESH_BINARY);
      return PhotoReader.unmirrored(keep, photo, ExifData.of(photo).orientation());
    }
  }

  /**
   * Checks a drawn mask.
   *
   * @return the share of the photograph it keeps, in [0, 1]
   * @throws BadMaskException if it cannot be used
   */
  static double keptShare(byte[] mask, int width, int height, int quarterTurns)
      throws BadMaskException {
    try (Mat keep = drawn(mask)) {
      if (fit(keep.cols(), keep.rows(), width, height, quarterTurns) == Fit.NONE) {
        throw misfit(keep, width, height);
      }
      return (double) countNonZero(keep) / keep.total();
    }
  }

  private static BadMaskException misfit(Mat mask, int width, int height) {
    return new BadMaskException(
        String.format(
            Locale.ROOT,
            "it has %dx%d pixels, and the photograph %dx%d: other proportions",
            mask.cols(),
            mask.rows(),
            width,
            height));
  }

  private static Mat drawn(Photo photo, byte[] file) throws BadMaskException {
    Mat keep = drawn(file);
    return switch (fit(
        keep.cols(), keep.rows(), photo.width(), photo.height(), photo.quarterTurns())) {
      case UPRIGHT -> PhotoReader.turned(keep, -photo.quarterTurns());
      case AS_STORED -> keep;
      case NONE -> {
        try (keep) {
          throw misfit(keep, photo.width(), photo.height());
        }
      }
    };
  }

  /** A mask as it is stored: whatever is not exactly black is kept. */
  private static Mat drawn(byte[] file) throws BadMaskException {
    try (Mat all = PhotoReader.decode(file, IMREAD_UNCHANGED);
        Mat black = new Mat(1, 1, CV_64FC4, Scalar.all(0));
        Mat upTo = new Mat(1, 1, CV_64FC4, new Scalar(0, 0, 0, Double.MAX_VALUE))) {
      if (all.empty()) {
        throw new BadMaskException("it is no image that can be decoded");
      }
      Mat keep = new Mat();
      try (Mat ignored = new Mat()) {
        inRange(all, black, upTo, ignored);
        bitwise_not(ignored, keep);
      }
      return keep;
    }
  }
}
