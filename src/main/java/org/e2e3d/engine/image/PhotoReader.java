package org.e2e3d.engine.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_180;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_COUNTERCLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_core.rotate;
import static org.bytedeco.opencv.global.opencv_core.transpose;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;

/**
 * Decodes photographs: 16-bit, grey, CMYK and alpha images all come out as 8-bit BGR, and what EXIF
 * says about their orientation is minded here, for every format alike.
 */
public final class PhotoReader {
  private PhotoReader() {}

  /** The same as {@link #readBgr}, set upright for people to look at. */
  public static Mat readUpright(Photo photo, int maxSide) {
    return upright(readBgr(photo, maxSide), photo);
  }

  /** A photograph as the sensor lay, set upright; it is closed, unless it is the one returned. */
  public static Mat upright(Mat image, Photo photo) {
    return turned(image, photo.quarterTurns());
  }

  /**
   * Decodes to 8-bit BGR, as the sensor lay (see {@link Photo}), reduced so that the longer side is
   * at most {@code maxSide} (area averaging).
   *
   * @param maxSide pixels; 0 for full size
   * @return a matrix the caller closes; its size is {@link #reducedSize} of the photograph's
   * @throws ReconstructionException with {@link FailureCode#UNREADABLE_IMAGE} if the file does not
   *     decode
   */
  public static Mat readBgr(Photo photo, int maxSide) {
    byte[] file;
    try {
      file = Files.readAllBytes(photo.file());
    } catch (IOException e) {
      throw unreadable(photo.name(), "the file cannot be read: " + e.getMessage(), e);
    }
    int[] target = reducedSize(photo.width(), photo.height(), maxSide);
    ExifData exif = ExifData.of(file);
    Mat full = decode(file, exif.orientation(), IMREAD_COLOR, reduction(photo, target));
    if (full.empty()) {
      full.close();
      throw unreadable(photo.name(), "the decoder found no image in it", null);
    }
    if (full.cols() == target[0] && full.rows() == target[1]) {
      return full;
    }
    Mat small = new Mat();
    try (full;
        Size size = new Size(target[0], target[1])) {
      resize(full, small, size, 0, 0, INTER_AREA);
    }
    return small;
  }

  /**
   * The size of an image reduced to a longer side of at most {@code maxSide}, proportions kept to
   * the pixel.
   *
   * @return width, height
   */
  public static int[] reducedSize(int width, int height, int maxSide) {
    int longer = Math.max(width, height);
    if (maxSide <= 0 || longer <= maxSide) {
      return new int[] {width, height};
    }
    double s = (double) maxSide / longer;
    return new int[] {
      (int) Math.max(1, Math.round(width * s)), (int) Math.max(1, Math.round(height * s))
    };
  }

  /**
   * The photograph's mask at the given size: 0 where the photograph is to be ignored, 255
   * elsewhere.
   *
   * @return a single-channel 8-bit matrix the caller closes, or empty if there is no mask
   * @throws ReconstructionException with {@link FailureCode#UNREADABLE_IMAGE} if the mask does not
   *     decode or does not fit, although it did when the photographs were taken in
   */
  public static Optional<Mat> readMask(Photo photo, int width, int height) {
    try {
      return MaskReader.read(photo, width, height);
    } catch (IOException | MaskReader.BadMaskException e) {
      throw unreadable(photo.name(), "its mask cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Decodes bytes as {@link Photo} has them: as the sensor lay, but a mirrored image upright.
   *
   * @param orientation EXIF orientation, 1 to 8
   * @param mode IMREAD_COLOR or IMREAD_GRAYSCALE
   * @param reduction 1, 2, 4 or 8: the decoder may reduce the image on the way, which JPEG does
   *     cheaply
   * @return empty if there is no image
   */
  static Mat decode(byte[] file, int orientation, int mode, int reduction) {
    int reduced =
        switch (reduction) {
          case 2 -> IMREAD_REDUCED_COLOR_2;
          case 4 -> IMREAD_REDUCED_COLOR_4;
          case 8 -> IMREAD_REDUCED_COLOR_8;
          default -> IMREAD_COLOR;
        };
    int colour = mode == IMREAD_COLOR ? reduced : reduced & ~IMREAD_COLOR;
    Mat decoded =
        InkJpeg.isOne(file)
            ? InkJpeg.decode(file, mode)
            : decode(file, reduction == 1 ? mode : colour);
    return unmirrored(decoded, file, orientation);
  }

  /**
   * Decodes bytes as they are stored, but for a TIFF, which OpenCV sets upright whatever it is
   * told.
   *
   * @return empty if there is no image
   */
  static Mat decode(byte[] file, int flags) {
    try (BytePointer bytes = new BytePointer(file);
        Mat buffer = new Mat(1, file.length, CV_8U, bytes)) {
      return imdecode(buffer, flags | IMREAD_IGNORE_ORIENTATION);
    } catch (RuntimeException e) {
      // OpenCV throws where a decoder meets a form it does not know; to us that is no image.
      return new Mat();
    }
  }

  /** Closes the decoded image, unless it is the one returned. */
  static Mat unmirrored(Mat decoded, byte[] file, int orientation) {
    if (decoded.empty() || ImageHeader.isTiff(file) || !PictureTurn.isMirrored(orientation)) {
      return decoded;
    }
    Mat upright = new Mat();
    try (decoded) {
      setUpright(decoded, upright, orientation);
    }
    return upright;
  }

  /** Turns an image clockwise; closes it, unless it is the one returned. */
  static Mat turned(Mat image, int quarterTurns) {
    int turns = Math.floorMod(quarterTurns, 4);
    if (turns == 0) {
      return image;
    }
    Mat turned = new Mat();
    try (image) {
      rotate(
          image,
          turned,
          turns == 1 ? ROTATE_90_CLOCKWISE : turns == 2 ? ROTATE_180 : ROTATE_90_COUNTERCLOCKWISE);
    }
    return turned;
  }

  /** EXIF 2.32, tag 274: the four mirrored orientations. */
  private static void setUpright(Mat stored, Mat upright, int orientation) {
    switch (orientation) {
      case 2 -> flip(stored, upright, 1);
      case 4 -> flip(stored, upright, 0);
      case 5 -> transpose(stored, upright);
      default -> {
        transpose(stored, upright);
        rotate(upright, upright, ROTATE_180);
      }
    }
  }

  /**
   * How far the decoder may reduce: never below the target, and only by a divisor of both sides, so
   * that a reduced pixel covers whole pixels and no position shifts.
   */
  private static int reduction(Photo photo, int[] target) {
    int r = 1;
    while (r < 8
        && photo.width() % (2 * r) == 0
        && photo.height() % (2 * r) == 0
        && photo.width() / (2 * r) >= target[0]
        && photo.height() / (2 * r) >= target[1]) {
      r *= 2;
    }
    return r;
  }

  private static ReconstructionException unreadable(String name, String detail, Exception cause) {
    ReconstructionException e =
        new ReconstructionException(
            FailureCode.UNREADABLE_IMAGE,
            name + " cannot be decoded: " + detail,
            "Replace or remove the file.",
            List.of(new ImageEvidence(name, "UNREADABLE", detail)));
    if (cause != null) {
      e.initCause(cause);
    }
    return e;
  }
}
