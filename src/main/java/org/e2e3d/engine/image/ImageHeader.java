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
 * @param defect why the file is damaged, a sentence; empty if it is whole
 */
record ImageHeader(Format format, int width, int height, String defect) {

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
      if (startsWith(file, 0, 'I', 'I', 42, 0) || startsWith(file, 0, 'M', 'M', 0, 42)) {
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
    throw new NotAnImageException("its content is not a JPEG, PNG, TIFF, BMP or WebP image");
  }

  static ImageHeader of(Format format, int width, int height, String defect)
      throws NotAnImageException {
    if (width <= 0 || height <= 0) {
      throw new NotAnImageException("its header tells no size");
    }
    return new ImageHeader(format, width, height, defect);
  }

  private static ImageHeader png(ByteBuffer b) throws NotAnImageException {
    int width = b.getInt(16);
    int height = b.getInt(20);
    long at = 8;
    while (at + 12 <= b.limit()) {
      long length = b.getInt((int) at) & 0xFFFFFFFFL;
      if (b.getInt((int) at + 4) == 0x49454E44) {
        return of(Format.PNG, width, height, "");
      }
      at += 12 + length;
    }
    return of(Format.PNG, width, height, "the file is cut short: it has no end chunk");
  }

  private static ImageHeader bmp(ByteBuffer b) throws NotAnImageException {
    long dataAt = b.getInt(10) & 0xFFFFFFFFL;
    int width = b.getInt(18);
    int height = Math.abs(b.getInt(22));
    int bits = b.getShort(28) & 0xFFFF;
    int compression = b.getInt(30);
    boolean raw = compression == 0 || compression == 3;
    long row = (((long) width * bits + 31) / 32) * 4;
    boolean cut = raw && dataAt + row * height > b.limit();
    return of(Format.BMP, width, height, cut ? "the file is cut short" : "");
  }

  private static ImageHeader webp(ByteBuffer b) throws NotAnImageException {
    long size = (b.getInt(4) & 0xFFFFFFFFL) + 8;
    String defect = size > b.limit() ? "the file is cut short" : "";
    byte[] name = new byte[4];
    b.get(12, name);
    switch (new String(name, ISO_8859_1)) {
      case "VP8X" -> {
        return of(Format.WEBP, 1 + int24(b, 24), 1 + int24(b, 27), defect);
      }
      case "VP8L" -> {
        int bits = b.getInt(21);
        return of(Format.WEBP, 1 + (bits & 0x3FFF), 1 + ((bits >>> 14) & 0x3FFF), defect);
      }
      case "VP8 " -> {
        return of(Format.WEBP, b.getShort(26) & 0x3FFF, b.getShort(28) & 0x3FFF, defect);
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
