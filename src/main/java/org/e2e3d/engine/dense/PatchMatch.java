package org.e2e3d.engine.dense;

import java.util.SplittableRandom;

/**
 * PatchMatch stereo with slanted planes at one pyramid level: sweeps over the image in alternating
 * directions offer each pixel the planes of the neighbours just visited and random variations of
 * its own, and keep what matches better.
 *
 * <p>Source: Bleyer, Rhemann, Rother: PatchMatch Stereo (BMVC 2011), sections 3.2 and 3.3, in the
 * inverse-depth parametrisation and with several images instead of two.
 */
final class PatchMatch {
  private final PatchScorer scorer;
  private final PlaneField field;
  private final SplittableRandom random;
  private final float focal;
  private final float pixelStep;
  private final float minInverse;
  private final float maxInverse;

  /**
   * @param field start values, refined in place
   * @param focal focal length in pixels at this level
   * @param pixelStep the change of inverse depth that moves a point by about one pixel in the other
   *     images
   * @param minInverse smallest inverse depth allowed
   * @param maxInverse largest inverse depth allowed
   */
  PatchMatch(
      PatchScorer scorer,
      PlaneField field,
      double focal,
      double pixelStep,
      double minInverse,
      double maxInverse,
      long seed) {
    this.scorer = scorer;
    this.field = field;
    this.focal = (float) focal;
    this.pixelStep = (float) pixelStep;
    this.minInverse = (float) minInverse;
    this.maxInverse = (float) maxInverse;
    this.random = new SplittableRandom(seed);
  }

  /**
   * @param sweeps how many
   * @param reach pixels (in the other images) by which the first sweep varies depths; later ones
   *     vary them less
   * @param broad additional tries a pixel and sweep over the whole depth range
   */
  void run(int sweeps, float reach, int broad) {
    float r = reach;
    for (int s = 0; s < sweeps; s++) {
      sweep((s & 1) == 0, s == 0, r, s < sweeps - 1 ? broad : 0);
      r *= 0.5f;
    }
  }

  private void sweep(boolean forward, boolean first, float reach, int broad) {
    int w = field.width;
    int h = field.height;
    int dir = forward ? 1 : -1;
    for (int j = 0; j < h; j++) {
      int y = forward ? j : h - 1 - j;
      for (int i = 0; i < w; i++) {
        int x = forward ? i : w - 1 - i;
        int at = y * w + x;
        if (!scorer.focus(x, y)) {
          field.cost[at] = PatchScorer.WORST;
          continue;
        }
        if (first) {
          field.cost[at] = scorer.cost(field.inverse[at], field.slopeX[at], field.slopeY[at]);
        }
        if (i > 0) {
          propagate(at, at - dir, dir, 0);
        }
        if (j > 0) {
          propagate(at, at - dir * w, 0, dir);
        }
        vary(at, reach);
        for (int k = 0; k < broad; k++) {
          float inv = minInverse + next() * (maxInverse - minInverse);
          offer(at, inv, 0, 0);
        }
      }
    }
  }

  private void propagate(int at, int from, int dx, int dy) {
    float sx = field.slopeX[from];
    float sy = field.slopeY[from];
    float inv = field.inverse[from] + dx * sx + dy * sy;
    if (Math.abs(inv - field.inverse[at]) < 0.02f * pixelStep
        && Math.abs(sx - field.slopeX[at]) + Math.abs(sy - field.slopeY[at]) < 0.01f * pixelStep) {
      return; // as good as the same plane
    }
    offer(at, inv, sx, sy);
  }

  private void vary(int at, float reach) {
    float inv = field.inverse[at];
    float sx = field.slopeX[at];
    float sy = field.slopeY[at];
    offer(at, inv + (2 * next() - 1) * reach * pixelStep, sx, sy);
    float tilt = Math.min(1f, reach) * inv / focal;
    offer(
        at,
        field.inverse[at] + (next() - 0.5f) * reach * pixelStep,
        field.slopeX[at] + (2 * next() - 1) * tilt,
        field.slopeY[at] + (2 * next() - 1) * tilt);
  }

  private void offer(int at, float inverse, float slopeX, float slopeY) {
    if (!(inverse >= minInverse && inverse <= maxInverse)) {
      return;
    }
    float c = scorer.cost(inverse, slopeX, slopeY);
    if (c < field.cost[at]) {
      field.cost[at] = c;
      field.inverse[at] = inverse;
      field.slopeX[at] = slopeX;
      field.slopeY[at] = slopeY;
    }
  }

  private float next() {
    return (random.nextInt() >>> 8) * 0x1p-24f;
  }
}
