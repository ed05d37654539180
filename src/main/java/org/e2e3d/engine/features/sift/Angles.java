package org.e2e3d.engine.features.sift;

/** Directions of gradients, faster than {@link Math#atan2} and exact to 1e-4 of a radian. */
final class Angles {
  private static final float HALF = (float) (Math.PI / 2);

  private Angles() {}

  /**
   * @return direction in radians, 0 to below 2 pi, from x towards y
   */
  static float of(float y, float x) {
    float ax = Math.abs(x);
    float ay = Math.abs(y);
    float c = Math.min(ax, ay) / (Math.max(ax, ay) + 1e-20f);
    float c2 = c * c;
    // minimax polynomial of the arctangent over 0 to 1
    float a =
        ((((0.0208351f * c2 - 0.0851330f) * c2 + 0.1801410f) * c2 - 0.3302995f) * c2 + 0.9998660f)
            * c;
    if (ay > ax) {
      a = HALF - a;
    }
    if (x < 0) {
      a = 2 * HALF - a;
    }
    return y < 0 ? 4 * HALF - a : a;
  }
}
