package org.e2e3d.engine.features;

/**
 * RootSIFT (Arandjelovic and Zisserman, CVPR 2012): the square root of the L1-normalised SIFT
 * vector, so that the Euclidean distance compares Hellinger kernels.
 */
final class RootSift {
  static final int LENGTH = 128;
  private static final float SCALE = 512;

  private RootSift() {}

  /**
   * Converts one descriptor.
   *
   * @param sift 128 values of at least 0, from {@code from}
   * @param out receives 128 unsigned bytes from {@code to}: 512 times the unit vector's entries,
   *     rounded, at most 255
   */
  static void convert(float[] sift, int from, byte[] out, int to) {
    float sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += sift[from + i];
    }
    float scale = sum > 0 ? 1 / sum : 0;
    for (int i = 0; i < LENGTH; i++) {
      double root = Math.sqrt(sift[from + i] * scale);
      out[to + i] = (byte) Math.min(255, Math.round(SCALE * root));
    }
  }
}
