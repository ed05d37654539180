package org.e2e3d.engine.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;

/** Decodes photographs, upright. */
public final class PhotoReader {
  private PhotoReader() {}

  /**
   * Decodes to 8-bit BGR, upright, reduced so that the longer side is at most {@code maxSide} (area
   * averaging).
   *
   * @param maxSide pixels; 0 for full size
   * @return a matrix the caller closes
   * @throws ReconstructionException with {@link FailureCode#UNREADABLE_IMAGE} if the file does not
   *     decode
   */
  public static Mat readBgr(Photo photo, int maxSide) {
    Mat full = imread(photo.file().toString(), IMREAD_COLOR);
    if (full.empty()) {
      full.close();
      throw new ReconstructionException(
          FailureCode.UNREADABLE_IMAGE,
          photo.name() + " cannot be decoded",
          "Replace or remove the file.",
          List.of(
              new ImageEvidence(photo.name(), "UNREADABLE", "the decoder found no image in it")));
    }
    int longer = Math.max(full.cols(), full.rows());
    if (maxSide <= 0 || longer <= maxSide) {
      return full;
    }
    double s = (double) maxSide / longer;
    Mat small = new Mat();
    try (full;
        Size size =
            new Size((int) Math.round(full.cols() * s), (int) Math.round(full.rows() * s))) {
      resize(full, small, size, 0, 0, INTER_AREA);
    }
    return small;
  }
}
