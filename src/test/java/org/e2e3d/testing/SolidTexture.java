package org.e2e3d.testing;

/**
 * Colours that fill space, so that a surface cut through them has texture without any atlas: sums
 * of smoothed random lattices at several scales, with hard-edged patches.
 */
public final class SolidTexture {
  private final double frequency;
  private final int octaves;
  private final double contrast;
  private final double[] base;
  private final int seed;

  /**
   * @param frequency lattice cells a unit at the coarsest scale
   * @param octaves scales, each twice as fine as the one before; 0 for a plain colour
   * @param contrast 0 to 1
   * @param base mean red, green, blue, 0 to 1
   * @param seed another seed, another pattern
   */
  public SolidTexture(double frequency, int octaves, double contrast, double[] base, int seed) {
    this.frequency = frequency;
    this.octaves = octaves;
    this.contrast = contrast;
    this.base = base.clone();
    this.seed = seed;
  }

  /** Rich in detail at every scale from half a unit to a hundredth. */
  public static SolidTexture rich(double red, double green, double blue, int seed) {
    return new SolidTexture(2.2, 6, 0.9, new double[] {red, green, blue}, seed);
  }

  /** One colour. */
  public static SolidTexture plain(double red, double green, double blue) {
    return new SolidTexture(1, 0, 0, new double[] {red, green, blue}, 0);
  }

  /** The colour at a point; {@code rgb} receives values in [0, 1]. */
  public void at(double x, double y, double z, double[] rgb) {
    double r = 0;
    double g = 0;
    double b = 0;
    double f = frequency;
    double amplitude = contrast;
    for (int o = 0; o < octaves; o++) {
      double px = x * f + 11.3 * o;
      double py = y * f + 5.7 * o;
      double pz = z * f + 3.1 * o;
      int ix = (int) Math.floor(px);
      int iy = (int) Math.floor(py);
      int iz = (int) Math.floor(pz);
      double sx = smooth(px - ix);
      double sy = smooth(py - iy);
      double sz = smooth(pz - iz);
      double lr = 0;
      double lg = 0;
      double lb = 0;
      for (int corner = 0; corner < 8; corner++) {
        int cx = corner & 1;
        int cy = corner >> 1 & 1;
        int cz = corner >> 2;
        double w = (cx == 0 ? 1 - sx : sx) * (cy == 0 ? 1 - sy : sy) * (cz == 0 ? 1 - sz : sz);
        int h = hash(ix + cx, iy + cy, iz + cz, seed + 31 * o);
        double grey = (h & 255) / 255.0 - 0.5;
        lr += w * (0.75 * grey + 0.25 * ((h >> 8 & 255) / 255.0 - 0.5));
        lg += w * (0.75 * grey + 0.25 * ((h >> 16 & 255) / 255.0 - 0.5));
        lb += w * (0.75 * grey + 0.25 * ((h >>> 24) / 255.0 - 0.5));
      }
      r += amplitude * lr;
      g += amplitude * lg;
      b += amplitude * lb;
      f *= 2;
      amplitude *= 0.82;
    }
    rgb[0] = clamp(base[0] + r);
    rgb[1] = clamp(base[1] + g);
    rgb[2] = clamp(base[2] + b);
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  private static double clamp(double v) {
    return Math.max(0, Math.min(1, v));
  }

  private static int hash(int x, int y, int z, int seed) {
    int h = x * 0x27d4eb2d ^ y * 0x165667b1 ^ z * 0x9e3779b1 ^ seed * 0x85ebca6b;
    h = (h ^ h >>> 15) * 0x2c1b3c6d;
    h = (h ^ h >>> 12) * 0x297a2d39;
    return h ^ h >>> 15;
  }
}
