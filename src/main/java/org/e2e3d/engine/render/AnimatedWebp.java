package org.e2e3d.engine.render;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_WEBP_QUALITY;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.stage.Workers;

/**
 * Pictures that follow each other for ever, as an animated WebP file (RFC 9649, section 2.7: VP8X,
 * ANIM, and one ANMF a frame). Every frame is a whole lossy picture.
 */
public final class AnimatedWebp {
  private static final int CHUNK_HEAD = 8;
  private static final int FRAME_HEAD = 16;
  private static final int ANIMATION_FLAG = 2;

  /** Frames replace what was there, so nothing is blended. */
  private static final int NO_BLENDING = 2;

  private AnimatedWebp() {}

  /**
   * Encodes frames of one size, side by side.
   *
   * @param frames at least one
   * @param millis how long each is shown
   * @param quality 1 to 100
   */
  public static byte[] encode(List<Picture> frames, int millis, int quality, int threads) {
    int width = frames.get(0).width();
    int height = frames.get(0).height();
    byte[][] pictures = new byte[frames.size()][];
    Workers.forEach(threads, pictures.length, i -> pictures[i] = picture(frames.get(i), quality));
    int bytes = 12 + CHUNK_HEAD + 10 + CHUNK_HEAD + 6;
    for (byte[] p : pictures) {
      bytes = Math.addExact(bytes, CHUNK_HEAD + FRAME_HEAD + p.length);
    }
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    chunk(out, "RIFF", bytes - CHUNK_HEAD);
    out.put("WEBP".getBytes(StandardCharsets.US_ASCII));
    chunk(out, "VP8X", 10);
    out.putInt(ANIMATION_FLAG);
    put24(out, width - 1);
    put24(out, height - 1);
    chunk(out, "ANIM", 6);
    out.putInt(0xffffffff).putShort((short) 0); // background; 0 repeats for ever
    for (byte[] p : pictures) {
      chunk(out, "ANMF", FRAME_HEAD + p.length);
      put24(out, 0);
      put24(out, 0);
      put24(out, width - 1);
      put24(out, height - 1);
      put24(out, millis);
      out.put((byte) NO_BLENDING);
      out.put(p);
    }
    return out.array();
  }

  /** The VP8 chunk of a picture, padded to an even length. */
  private static byte[] picture(Picture p, int quality) {
    return frameData(PictureEncoder.encode(p, ".webp", IMWRITE_WEBP_QUALITY, quality));
  }

  /** The picture's own chunk, out of a file that may have others. */
  private static byte[] frameData(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 12; at + CHUNK_HEAD <= file.length; ) {
      String type = new String(file, at, 4, StandardCharsets.US_ASCII);
      int size = in.getInt(at + 4);
      int padded = size + (size & 1);
      if (type.equals("VP8 ") || type.equals("VP8L")) {
        return Arrays.copyOfRange(file, at, at + CHUNK_HEAD + padded);
      }
      at += CHUNK_HEAD + padded;
    }
    throw new IllegalStateException("the WebP encoder gave no picture");
  }

  private static void chunk(ByteBuffer out, String type, int size) {
    out.put(type.getBytes(StandardCharsets.US_ASCII)).putInt(size);
  }

  private static void put24(ByteBuffer out, int v) {
    out.put((byte) v).put((byte) (v >> 8)).put((byte) (v >> 16));
  }
}
