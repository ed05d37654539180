package org.e2e3d.engine.image;

import static org.bytedeco.opencv.global.opencv_core.CV_16S;
import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_core.meanStdDev;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.Laplacian;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.e2e3d.engine.image.ImageHeader.NotAnImageException;

/**
 * What one file was found to be: either a photograph with its measures, or the reason why not.
 *
 * @param problem empty, or UNREADABLE or TOO_LARGE
 * @param detail a sentence about the problem
 * @param format what its content is; null if it is no photograph
 * @param transparent whether some of its pixels are more transparent than opaque
 * @param width width in pixels, as the decoder gives the image
 * @param height height
 * @param quarterTurns how many quarter turns clockwise set it upright
 * @param exif its metadata
 * @param sharpness variance of the Laplacian at a fixed size
 * @param exposure how light it is
 * @param digest SHA-256, lower-case hex
 * @param thumbnail grey values of a tiny upright copy, zero mean and unit norm, for near duplicates
 */
record PhotoProbe(
    String problem,
    String detail,
    ImageHeader.Format format,
    boolean transparent,
    int width,
    int height,
    int quarterTurns,
    ExifData exif,
    double sharpness,
    Exposure exposure,
    String digest,
    float[] thumbnail) {

  /** The longer side at which sharpness is measured, so that it compares across image sizes. */
  static final int SHARPNESS_SIDE = 1024;

  private static final int THUMBNAIL_SIDE = 24;
  private static final int BLACK = 4;
  private static final int WHITE = 251;
  private static final Exposure UNKNOWN = new Exposure(0, 0, 0);

  boolean isPhoto() {
    return problem.isEmpty();
  }

  /** Reads and judges one file; never throws for what is in it. */
  static PhotoProbe of(Path file, IngestOptions options) {
    byte[] bytes;
    ImageHeader header;
    try {
      long size = Files.size(file);
      if (size > options.maxFileBytes()) {
        return refused("TOO_LARGE", size + " bytes; the limit is " + options.maxFileBytes());
      }
      bytes = Files.readAllBytes(file);
      header = ImageHeader.of(bytes);
    } catch (IOException e) {
      return refused("UNREADABLE", "the file cannot be read: " + e.getMessage());
    } catch (NotAnImageException e) {
      return refused("UNREADABLE", e.getMessage());
    }
    long pixels = (long) header.width() * header.height();
    if (pixels > options.maxPixels()) {
      return refused(
          "TOO_LARGE",
          header.width()
              + "x"
              + header.height()
              + " pixels; the limit is "
              + options.maxPixels()
              + " in all");
    }
    if (!header.isWhole()) {
      return refused("UNREADABLE", header.defect());
    }
    return measured(bytes, header);
  }

  private static PhotoProbe measured(byte[] bytes, ImageHeader header) {
    ExifData exif = ExifData.of(bytes);
    int longer = Math.max(header.width(), header.height());
    int reduction = 1;
    while (reduction < 8 && longer / (2 * reduction) >= SHARPNESS_SIDE) {
      reduction *= 2;
    }
    try (Mat grey = PhotoReader.decode(bytes, exif.orientation(), IMREAD_GRAYSCALE, reduction)) {
      if (grey.empty()) {
        return refused("UNREADABLE", "the decoder found no image in it");
      }
      PictureTurn turn = PictureTurn.of(header.format(), exif.orientation());
      boolean swap = turn.decodedOnItsSide();
      int width = swap ? header.height() : header.width();
      int height = swap ? header.width() : header.height();
      if (!isReduced(grey.cols(), width) || !isReduced(grey.rows(), height)) {
        return refused(
            "UNREADABLE",
            "its header tells "
                + width
                + "x"
                + height
                + " pixels and the image in it has "
                + grey.cols()
                + "x"
                + grey.rows());
      }
      try (Mat fixed = atSide(grey, SHARPNESS_SIDE)) {
        return new PhotoProbe(
            "",
            "",
            header.format(),
            header.alpha() && isTransparent(bytes),
            width,
            height,
            turn.quarterTurns(),
            exif,
            sharpness(fixed),
            exposure(fixed),
            sha256(bytes),
            thumbnail(fixed));
      }
    }
  }

  /** Whether a decoded side can be what the decoder makes of a stored one, reduced or not. */
  private static boolean isReduced(int decoded, int stored) {
    for (int r = 1; r <= 8; r *= 2) {
      if (decoded == (stored + r - 1) / r) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTransparent(byte[] bytes) {
    try (Mat opaque = MaskReader.opaque(bytes)) {
      int kept = countNonZero(opaque);
      // An image without an opaque pixel was never meant to be cut out by them.
      return kept > 0 && kept < opaque.total();
    } catch (MaskReader.BadMaskException e) {
      return false;
    }
  }

  private static PhotoProbe refused(String problem, String detail) {
    return new PhotoProbe(
        problem, detail, null, false, 0, 0, 0, ExifData.NONE, 0, UNKNOWN, "", new float[0]);
  }

  private static Mat atSide(Mat grey, int side) {
    int[] size = PhotoReader.reducedSize(grey.cols(), grey.rows(), side);
    Mat fixed = new Mat();
    try (Size s = new Size(size[0], size[1])) {
      resize(grey, fixed, s, 0, 0, INTER_AREA);
    }
    return fixed;
  }

  private static double sharpness(Mat grey) {
    try (Mat laplacian = new Mat();
        Mat mean = new Mat();
        Mat deviation = new Mat()) {
      Laplacian(grey, laplacian, CV_16S);
      meanStdDev(laplacian, mean, deviation);
      try (DoubleIndexer values = deviation.createIndexer()) {
        double d = values.get(0);
        return d * d;
      }
    }
  }

  private static Exposure exposure(Mat grey) {
    byte[] values = new byte[Math.toIntExact(grey.total())];
    grey.data().get(values);
    long sum = 0;
    int black = 0;
    int white = 0;
    for (byte b : values) {
      int v = b & 0xFF;
      sum += v;
      black += v <= BLACK ? 1 : 0;
      white += v >= WHITE ? 1 : 0;
    }
    double n = values.length;
    return new Exposure(sum / (255 * n), black / n, white / n);
  }

  private static float[] thumbnail(Mat grey) {
    try (Mat tiny = new Mat();
        Size s = new Size(THUMBNAIL_SIDE, THUMBNAIL_SIDE)) {
      resize(grey, tiny, s, 0, 0, INTER_AREA);
      byte[] values = new byte[THUMBNAIL_SIDE * THUMBNAIL_SIDE];
      tiny.data().get(values);
      return normalised(values);
    }
  }

  private static float[] normalised(byte[] values) {
    double sum = 0;
    for (byte v : values) {
      sum += v & 0xFF;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (byte v : values) {
      squares += ((v & 0xFF) - mean) * ((v & 0xFF) - mean);
    }
    double norm = Math.sqrt(Math.max(squares, 1e-9));
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (((values[i] & 0xFF) - mean) / norm);
    }
    return out;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
