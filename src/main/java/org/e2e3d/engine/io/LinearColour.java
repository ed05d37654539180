package org.e2e3d.engine.io;

/** The transfer curve of sRGB (IEC 61966-2-1). */
final class LinearColour {
  private LinearColour() {}

  /** From sRGB to linear, both 0 to 1. */
  static double of(double srgb) {
    return srgb <= 0.04045 ? srgb / 12.92 : Math.pow((srgb + 0.055) / 1.055, 2.4);
  }

  /** From linear to sRGB, both 0 to 1. */
  static double toSrgb(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
  }
}
