package org.e2e3d.engine.io;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_OPTIMIZE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.scene.TexturePage;

/** Texture pages as JPEG files in memory. */
public final class Jpeg {
  private Jpeg() {}

  /**
   * Encodes a page, with colour at full resolution, so that it does not bleed across the borders of
   * the atlas's patches.
   *
   * @param quality 1 to 100
   */
  public static byte[] encode(TexturePage page, int quality) {
    return encode(page, quality, IMWRITE_JPEG_SAMPLING_FACTOR_444);
  }

  /**
   * Encodes a page with colour at half the resolution: a third smaller, and enough where the page
   * itself was reduced.
   *
   * @param quality 1 to 100
   */
  public static byte[] encodeSmall(TexturePage page, int quality) {
    return encode(page, quality, IMWRITE_JPEG_SAMPLING_FACTOR_420);
  }

  private static byte[] encode(TexturePage page, int quality, int sampling) {
    try (BytePointer rgb = new BytePointer(page.rgb());
        Mat picture = new Mat(page.height(), page.width(), CV_8UC3, rgb);
        Mat bgr = new Mat();
        BytePointer out = new BytePointer();
        IntPointer how =
            new IntPointer(
                IMWRITE_JPEG_QUALITY,
                quality,
                IMWRITE_JPEG_OPTIMIZE,
                1,
                IMWRITE_JPEG_SAMPLING_FACTOR,
                sampling)) {
      cvtColor(picture, bgr, COLOR_BGR2RGB);
      if (!imencode(".jpg", bgr, out, how)) {
        throw new IllegalStateException("the JPEG encoder refused a texture page");
      }
      byte[] bytes = new byte[Math.toIntExact(out.limit())];
      out.get(bytes);
      return bytes;
    }
  }

  /**
   * Decodes a picture of any format that OpenCV reads.
   *
   * @return null if the bytes are no picture
   */
  static TexturePage decode(byte[] bytes) {
    if (bytes.length == 0) {
      return null;
    }
    try (BytePointer in = new BytePointer(bytes);
        Mat coded = new Mat(1, bytes.length, CV_8UC1, in);
        Mat bgr = imdecode(coded, IMREAD_COLOR)) {
      if (bgr.empty()) {
        return null;
      }
      try (Mat rgb = new Mat()) {
        cvtColor(bgr, rgb, COLOR_BGR2RGB);
        byte[] pixels = new byte[Math.toIntExact(3L * rgb.cols() * rgb.rows())];
        rgb.data().get(pixels);
        return new TexturePage(rgb.cols(), rgb.rows(), pixels);
      }
    }
  }
}
