package org.e2e3d.engine.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.image.ImageHeader.NotAnImageException;

/**
 * JPEGs of four inks without Adobe's marker. OpenCV takes every JPEG of four components for one of
 * Adobe's, which are inverted, and makes a negative of these.
 */
final class InkJpeg {
  private static final int SOI_BYTES = 2;

  private InkJpeg() {}

  static boolean isOne(byte[] file) {
    if (file.length < SOI_BYTES || file[0] != (byte) 0xFF || file[1] != (byte) 0xD8) {
      return false;
    }
    try {
      return JpegHeader.read(file).inks();
    } catch (NotAnImageException e) {
      return false;
    }
  }

  /**
   * Decodes to BGR or grey at full size, as stored; each ink takes light away on its own.
   *
   * @return empty if it does not decode
   */
  static Mat decode(byte[] file, int mode) {
    Raster inks;
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      inks = raster(in);
    } catch (IOException | RuntimeException e) {
      return new Mat(); // the reader throws what it likes at damaged files
    }
    int w = inks.getWidth();
    int h = inks.getHeight();
    byte[] bgr = new byte[3 * w * h];
    int[] row = new int[4 * w];
    for (int y = 0; y < h; y++) {
      inks.getPixels(inks.getMinX(), inks.getMinY() + y, w, 1, row);
      for (int x = 0; x < w; x++) {
        int light = 255 - row[4 * x + 3];
        for (int k = 0; k < 3; k++) {
          bgr[3 * (y * w + x) + 2 - k] = (byte) ((255 - row[4 * x + k]) * light / 255);
        }
      }
    }
    Mat image = new Mat(h, w, CV_8UC3);
    image.data().put(bgr);
    if (mode != IMREAD_GRAYSCALE) {
      return image;
    }
    Mat grey = new Mat();
    try (image) {
      cvtColor(image, grey, COLOR_BGR2GRAY);
    }
    return grey;
  }

  private static Raster raster(ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    if (!readers.hasNext()) {
      throw new IOException("this Java has no JPEG reader");
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      if (raster.getNumBands() != 4) {
        throw new IOException("not four components");
      }
      return raster;
    } finally {
      reader.dispose();
    }
  }
}
