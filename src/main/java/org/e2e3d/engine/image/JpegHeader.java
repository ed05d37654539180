package org.e2e3d.engine.image;

import org.e2e3d.engine.image.ImageHeader.Format;
import org.e2e3d.engine.image.ImageHeader.NotAnImageException;

/**
 * Walks a JPEG's markers (ITU T.81, annex B): the frame header tells the size, and the end-of-image
 * marker must follow the last scan. Thumbnails inside APP segments are stepped over, so their end
 * marker does not pass for the image's.
 */
final class JpegHeader {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP14 = 0xEE;
  private static final String ADOBE = "Adobe";

  private final byte[] file;
  private int width;
  private int height;
  private int components;
  private boolean adobe;

  private JpegHeader(byte[] file) {
    this.file = file;
  }

  static ImageHeader read(byte[] file) throws NotAnImageException {
    return new JpegHeader(file).read();
  }

  private ImageHeader read() throws NotAnImageException {
    boolean scanned = false;
    int at = 2;
    while (true) {
      at = nextMarker(file, at);
      if (at < 0) {
        return header(
            scanned
                ? "the file is cut short: the image data has no end marker"
                : "the file is cut short: it ends before the image data");
      }
      int marker = file[at - 1] & 0xFF;
      if (marker == EOI) {
        return header(scanned ? "" : "the file holds no image data");
      }
      if (marker == SOI || marker == 0x01 || isRestart(marker)) {
        continue;
      }
      if (at + 2 > file.length) {
        continue;
      }
      int length = uint16(file, at);
      if (isFrameHeader(marker) && at + 8 <= file.length) {
        height = uint16(file, at + 3);
        width = uint16(file, at + 5);
        components = file[at + 7];
      }
      adobe |= marker == APP14 && startsWithAdobe(at + 2);
      scanned |= marker == SOS;
      at += Math.max(length, 2);
    }
  }

  private ImageHeader header(String defect) throws NotAnImageException {
    ImageHeader plain = ImageHeader.of(Format.JPEG, width, height, false, defect);
    boolean inks = components == 4 && !adobe;
    return new ImageHeader(plain.format(), width, height, false, inks, defect);
  }

  private boolean startsWithAdobe(int at) {
    for (int i = 0; i < ADOBE.length(); i++) {
      if (at + i >= file.length || file[at + i] != ADOBE.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Steps over entropy-coded data (stuffed zeros) and fill bytes to the next marker.
   *
   * @return the index after the marker's code, or -1 at the end of the file
   */
  private static int nextMarker(byte[] file, int from) {
    for (int i = from; i >= 0 && i + 1 < file.length; i++) {
      if (file[i] == (byte) 0xFF && file[i + 1] != 0 && file[i + 1] != (byte) 0xFF) {
        return i + 2;
      }
    }
    return -1;
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xD0 && marker <= 0xD7;
  }

  /** SOF0 to SOF15 without DHT, JPG and DAC, which lie in the same range. */
  private static boolean isFrameHeader(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static int uint16(byte[] file, int at) {
    return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
  }
}
