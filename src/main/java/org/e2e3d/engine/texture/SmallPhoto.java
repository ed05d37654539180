package org.e2e3d.engine.texture;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_16S;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.convertScaleAbs;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.Sobel;
import static org.bytedeco.opencv.global.opencv_imgproc.blur;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoReader;
import org.e2e3d.engine.image.PhotoSource;

/**
 * A photograph reduced to what judging it needs: blurred colours, how much it varies from pixel to
 * pixel, and where it may not be used.
 */
final class SmallPhoto {
  private static final int BLUR = 5;

  final int width;
  final int height;

  /** 3 a pixel, blue first, blurred over 5x5 pixels. */
  final byte[] bgr;

  /** Mean gradient magnitude over 5x5 pixels, 0 to 255. */
  final byte[] gradient;

  /** 0 where the photograph is masked out; empty without a mask. */
  final byte[] mask;

  private SmallPhoto(int width, int height, byte[] bgr, byte[] gradient, byte[] mask) {
    this.width = width;
    this.height = height;
    this.bgr = bgr;
    this.gradient = gradient;
    this.mask = mask;
  }

  static SmallPhoto read(PhotoSource source, Photo photo, int side) {
    try (Mat image = source.readBgr(photo, side);
        Mat grey = new Mat();
        Mat soft = new Mat();
        Size window = new Size(BLUR, BLUR)) {
      int w = image.cols();
      int h = image.rows();
      cvtColor(image, grey, COLOR_BGR2GRAY);
      byte[] gradient = gradient(grey, window);
      blur(image, soft, window);
      byte[] mask = photo.mask().isPresent() ? mask(photo, w, h) : new byte[0];
      return new SmallPhoto(w, h, bytes(soft), gradient, mask);
    }
  }

  /** Sums of the central differences' sizes across and down, blurred. */
  private static byte[] gradient(Mat grey, Size window) {
    try (Mat across = new Mat();
        Mat down = new Mat();
        Mat sum = new Mat()) {
      Sobel(grey, across, CV_16S, 1, 0, 1, 1, 0, BORDER_REPLICATE);
      Sobel(grey, down, CV_16S, 0, 1, 1, 1, 0, BORDER_REPLICATE);
      convertScaleAbs(across, across);
      convertScaleAbs(down, down);
      add(across, down, sum);
      blur(sum, sum, window);
      return bytes(sum);
    }
  }

  private static byte[] mask(Photo photo, int w, int h) {
    try (Mat mask = PhotoReader.readMask(photo, w, h).orElseThrow()) {
      return bytes(mask);
    }
  }

  static byte[] bytes(Mat m) {
    byte[] out = new byte[Math.multiplyExact(m.rows() * m.cols(), m.channels())];
    try (Mat solid = m.isContinuous() ? new Mat(m) : m.clone()) {
      solid.data().get(out);
    }
    return out;
  }
}
