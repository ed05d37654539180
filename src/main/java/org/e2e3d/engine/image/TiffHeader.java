package org.e2e3d.engine.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.e2e3d.engine.image.ImageHeader.Format;
import org.e2e3d.engine.image.ImageHeader.NotAnImageException;

/** Reads the first image file directory of a TIFF (Adobe TIFF 6.0, section 2). */
final class TiffHeader {
  private static final int IMAGE_WIDTH = 256;
  private static final int IMAGE_LENGTH = 257;
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final String CUT = "the file is cut short";

  private final ByteBuffer b;
  private int width;
  private int height;
  private long[] offsets = {};
  private long[] counts = {};

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
        case STRIP_OFFSETS, TILE_OFFSETS -> offsets = values(at);
        case STRIP_BYTE_COUNTS, TILE_BYTE_COUNTS -> counts = values(at);
        default -> {}
      }
    }
    for (int i = 0; i < Math.min(offsets.length, counts.length); i++) {
      if (offsets[i] + counts[i] > b.limit()) {
        return ImageHeader.of(Format.TIFF, width, height, CUT);
      }
    }
    return ImageHeader.of(Format.TIFF, width, height, "");
  }

  private long[] values(int entry) {
    long n = b.getInt(entry + 4) & 0xFFFFFFFFL;
    long[] values = new long[(int) Math.min(n, b.limit() / 2)];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(entry, i);
    }
    return values;
  }

  private long value(int entry, int i) {
    int bytes = (b.getShort(entry + 2) & 0xFFFF) == 3 ? 2 : 4;
    long n = b.getInt(entry + 4) & 0xFFFFFFFFL;
    long at = n * bytes <= 4 ? entry + 8 : b.getInt(entry + 8) & 0xFFFFFFFFL;
    int place = Math.toIntExact(Math.min(at + (long) i * bytes, Integer.MAX_VALUE - 4L));
    return bytes == 2 ? b.getShort(place) & 0xFFFF : b.getInt(place) & 0xFFFFFFFFL;
  }
}
