package org.e2e3d.engine.render;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures as files in memory, by OpenCV's encoders. */
final class PictureEncoder {
  private PictureEncoder() {}

  /**
   * Encodes a picture.
   *
   * @param format the extension of the format, such as ".png"
   * @param parameters pairs of OpenCV's IMWRITE numbers and values
   */
  static byte[] encode(Picture p, String format, int... parameters) {
    try (BytePointer rgb = new BytePointer(p.rgb());
        Mat picture = new Mat(p.height(), p.width(), CV_8UC3, rgb);
        Mat bgr = new Mat();
        BytePointer out = new BytePointer();
        IntPointer how = new IntPointer(parameters)) {
      cvtColor(picture, bgr, COLOR_RGB2BGR);
      if (!imencode(format, bgr, out, how)) {
        throw new IllegalStateException("the encoder of " + format + " refused a picture");
      }
      byte[] file = new byte[Math.toIntExact(out.limit())];
      out.get(file);
      return file;
    }
  }
}
