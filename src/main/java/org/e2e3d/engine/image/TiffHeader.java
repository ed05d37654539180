package org.e2e3d.engine.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.e2e3d.engine.image.ImageHeader.Format;
import org.e2e3d.engine.image.ImageHeader.NotAnImageException;

/** Reads the first image file directory of a TIFF (Adobe TIFF 6.0, section 2). */
final class TiffHeader {
  private static final int IMAGE_WIDTH = 256;
  private static final int IMAGE_LENGTH = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int MOST_BITS = 16;
  private static final String CUT = "the file is cut short";

  private final ByteBuffer b;
  private int width;
  private int height;
  private long bits = 1;
  private long sampleFormat = 1;
  private boolean alpha;
  // where the entries of the directory stand; -1 if they do not
  private int offsets = -1;
  private int counts = -1;

  private TiffHeader(ByteBuffer b) {
    this.b = b;
  }

  static ImageHeader read(ByteBuffer file) throws NotAnImageException {
    file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return new TiffHeader(file).read();
  }

  private ImageHeader read() throws NotAnImageException {
    long directory = b.getInt(4) & 0xFFFFFFFFL;
    if (directory + 2 > b.limit()) {
      throw new NotAnImageException(CUT + ": its directory is missing");
    }
    int entries = b.getShort((int) directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int at = (int) directory + 2 + 12 * i;
      switch (b.getShort(at) & 0xFFFF) {
        case IMAGE_WIDTH -> width = (int) value(at, 0);
        case IMAGE_LENGTH -> height = (int) value(at, 0);
        case BITS_PER_SAMPLE -> bits = value(at, 0);
        case SAMPLE_FORMAT -> sampleFormat = value(at, 0);
        case EXTRA_SAMPLES -> alpha = value(at, 0) == 1 || value(at, 0) == 2;
        case STRIP_OFFSETS, TILE_OFFSETS -> offsets = at;
        case STRIP_BYTE_COUNTS, TILE_BYTE_COUNTS -> counts = at;
        default -> {}
      }
    }
    return ImageHeader.of(Format.TIFF, width, height, alpha, defect());
  }

  private String defect() {
    if (bits > MOST_BITS || sampleFormat == 3) {
      return "its samples have "
          + bits
          + " bits; save it with 8 or 16 bits a channel, no floating point numbers";
    }
    return isWhole() ? "" : CUT;
  }

  /** Whether all strips or tiles lie in the file; their numbers are read where they stand. */
  private boolean isWhole() {
    long n = offsets < 0 || counts < 0 ? 0 : Math.min(count(offsets), count(counts));
    for (int i = 0; i < Math.min(n, b.limit() / 2); i++) {
      if (value(offsets, i) + value(counts, i) > b.limit()) {
        return false;
      }
    }
    return true;
  }

  private long count(int entry) {
    return b.getInt(entry + 4) & 0xFFFFFFFFL;
  }

  private long value(int entry, int i) {
    int bytes = (b.getShort(entry + 2) & 0xFFFF) == 3 ? 2 : 4;
    long at = count(entry) * bytes <= 4 ? entry + 8 : b.getInt(entry + 8) & 0xFFFFFFFFL;
    int place = Math.toIntExact(Math.min(at + (long) i * bytes, Integer.MAX_VALUE - 4L));
    return bytes == 2 ? b.getShort(place) & 0xFFFF : b.getInt(place) & 0xFFFFFFFFL;
  }
}
