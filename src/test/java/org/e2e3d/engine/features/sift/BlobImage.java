package org.e2e3d.engine.features.sift;

import java.util.SplittableRandom;

/** A texture of soft blobs that can be drawn exactly in any turn, size and brightness. */
final class BlobImage {
  private static final int BLOBS = 900;
  private final double[] x = new double[BLOBS];
  private final double[] y = new double[BLOBS];
  private final double[] size = new double[BLOBS];
  private final double[] height = new double[BLOBS];

  /** Blobs over a square of this half side around the origin. */
  BlobImage(long seed, double half) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int b = 0; b < BLOBS; b++) {
      x[b] = half * (2 * random.nextDouble() - 1);
      y[b] = half * (2 * random.nextDouble() - 1);
      size[b] = 2 + 6 * random.nextDouble();
      height[b] = 60 * (2 * random.nextDouble() - 1);
    }
  }

  /**
   * Grey levels of a square picture; a point p of the texture is seen at scale R(turn) p + middle.
   */
  byte[] draw(int side, double turn, double scale, double gain) {
    double[] grey = new double[side * side];
    double middle = 0.5 * (side - 1);
    for (int b = 0; b < BLOBS; b++) {
      double u = scale * (Math.cos(turn) * x[b] - Math.sin(turn) * y[b]) + middle;
      double v = scale * (Math.sin(turn) * x[b] + Math.cos(turn) * y[b]) + middle;
      double s = scale * size[b];
      int reach = (int) Math.ceil(4 * s);
      for (int r = Math.max(0, (int) v - reach); r <= Math.min(side - 1, (int) v + reach); r++) {
        for (int c = Math.max(0, (int) u - reach); c <= Math.min(side - 1, (int) u + reach); c++) {
          double d2 = (c - u) * (c - u) + (r - v) * (r - v);
          grey[r * side + c] += height[b] * Math.exp(-0.5 * d2 / (s * s));
        }
      }
    }
    byte[] out = new byte[grey.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) Math.max(0, Math.min(255, Math.round(128 + gain * grey[i])));
    }
    return out;
  }
}
