package org.e2e3d.engine.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Keeps reduced photographs, so that each is decoded once for all that look at it small. A bounded
 * number is kept, the first ones; others are decoded each time. May be asked by several threads.
 */
public final class ReducedPhotos implements PhotoSource {
  private final int side;
  private final int most;
  private final Map<Integer, byte[]> kept = new ConcurrentHashMap<>();

  /**
   * @param side longer side at which photographs are kept, pixels
   * @param most how many are kept
   */
  public ReducedPhotos(int side, int most) {
    this.side = side;
    this.most = most;
  }

  /** {@inheritDoc} What is wanted larger than photographs are kept is decoded. */
  @Override
  public Mat readBgr(Photo photo, int maxSide) {
    if (maxSide == 0 || maxSide > side) {
      return PhotoReader.readBgr(photo, maxSide);
    }
    int[] size = PhotoReader.reducedSize(photo.width(), photo.height(), side);
    byte[] bgr = kept.get(photo.id());
    if (bgr == null) {
      Mat read = PhotoReader.readBgr(photo, side);
      if (kept.size() < most) {
        byte[] bytes = new byte[3 * size[0] * size[1]];
        read.data().get(bytes);
        kept.put(photo.id(), bytes);
      }
      return reduced(read, photo, maxSide);
    }
    try (BytePointer bytes = new BytePointer(bgr);
        Mat view = new Mat(size[1], size[0], CV_8UC3, bytes)) {
      return reduced(view.clone(), photo, maxSide);
    }
  }

  /** Closes the image, unless it is the one returned. */
  private static Mat reduced(Mat image, Photo photo, int maxSide) {
    int[] size = PhotoReader.reducedSize(photo.width(), photo.height(), maxSide);
    if (image.cols() == size[0] && image.rows() == size[1]) {
      return image;
    }
    Mat small = new Mat();
    try (image;
        Size wanted = new Size(size[0], size[1])) {
      resize(image, small, wanted, 0, 0, INTER_AREA);
    }
    return small;
  }
}
