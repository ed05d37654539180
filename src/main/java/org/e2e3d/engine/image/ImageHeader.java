package org.e2e3d.engine.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a file's bytes say about the image in it, without decoding it: the format by its signature
 * (never by the extension), the stored size, and whether the file is whole. Decoders fill the
 * missing part of a cut-short file with grey and say nothing, so completeness is judged here.
 *
 * @param format which of the supported formats
 * @param width stored width in pixels, before the EXIF orientation
 * @param height stored height
 * @param alpha whether a pixel may be transparent
 * @param inks whether it is a JPEG whose four components are amounts of ink, stored as they are;
 *     Adobe's programs store such images inverted and say so in a marker of theirs
 * @param defect why the file cannot be used, a sentence; empty if it can
 */
record ImageHeader(
    Format format, int width, int height, boolean alpha, boolean inks, String defect) {

  /** The formats that are read. */
  enum Format {
    JPEG,
    PNG,
    TIFF,
    BMP,
    WEBP
  }

  /** Thrown when the bytes are no image of a supported format. */
  static final class NotAnImageException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAnImageException(String message) {
      super(message);
    }
  }

  boolean isWhole() {
    return defect.isEmpty();
  }

  /**
   * Reads the header.
   *
   * @throws NotAnImageException if the signature is of none of the formats, or no size can be found
   */
  static ImageHeader of(byte[] file) throws NotAnImageException {
    if (file.length == 0) {
      throw new NotAnImageException("the file is empty");
    }
    ByteBuffer b = ByteBuffer.wrap(file);
    try {
      if (startsWith(file, 0, 0xFF, 0xD8, 0xFF)) {
        return JpegHeader.read(file);
      }
      if (startsWith(file, 0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
        return png(b);
      }
      if (isTiff(file)) {
        return TiffHeader.read(b);
      }
      if (startsWith(file, 0, 'B', 'M')) {
        return bmp(b.order(ByteOrder.LITTLE_ENDIAN));
      }
      if (startsWith(file, 0, 'R', 'I', 'F', 'F') && startsWith(file, 8, 'W', 'E', 'B', 'P')) {
        return webp(b.order(ByteOrder.LITTLE_ENDIAN));
      }
    } catch (IndexOutOfBoundsException e) {
      throw new NotAnImageException("the file ends within its header");
    }
    throw new NotAnImageException(ForeignFormats.ofContent(file));
  }

  static boolean isTiff(byte[] file) {
    return startsWith(file, 0, 'I', 'I', 42, 0) || startsWith(file, 0, 'M', 'M', 0, 42);
  }

  static ImageHeader of(Format format, int width, int height, boolean alpha, String defect)
      throws NotAnImageException {
    if (width <= 0 || height <= 0) {
      throw new NotAnImageException("its header tells no size");
    }
    return new ImageHeader(format, width, height, alpha, false, defect);
  }

  private static ImageHeader png(ByteBuffer b) throws NotAnImageException {
    int width = b.getInt(16);
    int height = b.getInt(20);
    boolean alpha = (b.get(25) & 4) != 0; // colour types 4 and 6
    long at = 8;
    while (at + 12 <= b.limit()) {
      long length = b.getInt((int) at) & 0xFFFFFFFFL;
      int chunk = b.getInt((int) at + 4);
      // an end chunk has no content; the decoder would make room for all that one promises
      if (chunk == 0x49454E44 && length == 0) { // IEND
        return of(Format.PNG, width, height, alpha, "");
      }
      alpha |= chunk == 0x74524E53; // tRNS
      at += 12 + length;
    }
    return of(Format.PNG, width, height, alpha, "the file is cut short: it has no end chunk");
  }

  private static ImageHeader bmp(ByteBuffer b) throws NotAnImageException {
    long dataAt = b.getInt(10) & 0xFFFFFFFFL;
    if (b.getInt(14) == 12) { // the header of OS/2 1.x
      return of(Format.BMP, b.getShort(18) & 0xFFFF, b.getShort(20) & 0xFFFF, false, "");
    }
    int width = b.getInt(18);
    int height = Math.abs(b.getInt(22));
    int bits = b.getShort(28) & 0xFFFF;
    int compression = b.getInt(30);
    boolean raw = compression == 0 || compression == 3;
    long row = (((long) width * bits + 31) / 32) * 4;
    boolean cut = raw && dataAt + row * height > b.limit();
    return of(Format.BMP, width, height, false, cut ? "the file is cut short" : "");
  }

  private static ImageHeader webp(ByteBuffer b) throws NotAnImageException {
    long size = (b.getInt(4) & 0xFFFFFFFFL) + 8;
    String defect = size > b.limit() ? "the file is cut short" : "";
    byte[] name = new byte[4];
    b.get(12, name);
    switch (new String(name, ISO_8859_1)) {
      case "VP8X" -> {
        boolean alpha = (b.get(20) & 0x10) != 0;
        return of(Format.WEBP, 1 + int24(b, 24), 1 + int24(b, 27), alpha, defect);
      }
      case "VP8L" -> {
        int bits = b.getInt(21);
        boolean alpha = (bits >>> 28 & 1) != 0;
        return of(Format.WEBP, 1 + (bits & 0x3FFF), 1 + ((bits >>> 14) & 0x3FFF), alpha, defect);
      }
      case "VP8 " -> {
        return of(Format.WEBP, b.getShort(26) & 0x3FFF, b.getShort(28) & 0x3FFF, false, defect);
      }
      default -> throw new NotAnImageException("it is a WebP file without an image");
    }
  }

  private static int int24(ByteBuffer b, int at) {
    return (b.get(at) & 0xFF) | (b.get(at + 1) & 0xFF) << 8 | (b.get(at + 2) & 0xFF) << 16;
  }

  private static boolean startsWith(byte[] file, int at, int... signature) {
    if (file.length < at + signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((file[at + i] & 0xFF) != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
