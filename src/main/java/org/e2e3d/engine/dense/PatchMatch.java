package org.e2e3d.engine.dense;

import java.util.SplittableRandom;

/**
 * PatchMatch stereo with slanted planes at one pyramid level: sweeps over the image in alternating
 * directions offer each pixel the planes of the neighbours just visited and random variations of
 * its own, and keep what matches better.
 *
 * <p>Source: Bleyer, Rhemann, Rother: PatchMatch Stereo (BMVC 2011), sections 3.2 and 3.3, in the
 * inverse-depth parametrisation and with several images instead of two. New here: on all levels but
 * the coarsest, leaving the plane found at the coarser level costs a little, which textured
 * surfaces do not feel and which keeps flat or noisy ones where the coarser level, which sees more
 * and averages noise, put them.
 */
final class PatchMatch {
  /** What leaving the coarser level's plane by far costs at most. */
  private static final float PRIOR = 0.02f;

  /** The same where other views confirm that plane. */
  private static final float BOUND = 0.005f;

  /** Windows of less weighted variance (grey levels squared) hold nothing but noise. */
  private static final float FLAT = 2f;

  /** Costs above this may be noise matched with noise, */
  private static final float POOR = 0.35f;

  /** which they are if the coarser level's was lower by this. */
  private static final float BETTER = 0.1f;

  private static final float REVERT_PENALTY = 0.05f;

  /** Half the base of the parabola that depths are polished with, in pixels. */
  private static final float POLISH = 0.35f;

  private final PatchScorer scorer;
  private final PlaneField field;
  private final PlaneField prior;
  private final boolean[] bound;
  private final boolean[] only;
  private final SplittableRandom random;
  private final float focal;
  private final float pixelStep;
  private final float minInverse;
  private final float maxInverse;

  /**
   * @param field start values, refined in place
   * @param prior the start values again if they are the result of a coarser level, else null;
   *     changed where they are found to be worth nothing
   * @param bound where the prior is known to be right but for details; null for nowhere
   * @param only the pixels to work on; null for all
   * @param focal focal length in pixels at this level
   * @param pixelStep the change of inverse depth that moves a point by about one pixel in the other
   *     images
   * @param minInverse smallest inverse depth allowed
   * @param maxInverse largest inverse depth allowed
   */
  PatchMatch(
      PatchScorer scorer,
      PlaneField field,
      PlaneField prior,
      boolean[] bound,
      boolean[] only,
      double focal,
      double pixelStep,
      double minInverse,
      double maxInverse,
      long seed) {
    this.scorer = scorer;
    this.field = field;
    this.prior = prior;
    this.bound = bound;
    this.only = only;
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

  /**
   * Takes the coarser level's plane back where this level matches badly and that one matched well:
   * there, noise has won over what little texture there is.
   */
  void revert() {
    if (prior == null) {
      return;
    }
    for (int i = 0; i < prior.cost.length; i++) {
      if (field.cost[i] > POOR && prior.cost[i] < field.cost[i] - BETTER) {
        field.inverse[i] = prior.inverse[i];
        field.slopeX[i] = prior.slopeX[i];
        field.slopeY[i] = prior.slopeY[i];
        field.cost[i] = prior.cost[i] + REVERT_PENALTY;
      }
    }
  }

  /**
   * For each pixel, chooses the images to match it with at the next finer level.
   *
   * @param preferred a bit for each image to be preferred at a pixel, or null
   */
  void choose(int most, int[] preferred) {
    int w = field.width;
    for (int at = 0; at < field.inverse.length; at++) {
      if (scorer.focus(at % w, at / w)) {
        field.chosen[at] =
            scorer.choose(
                field.inverse[at],
                field.slopeX[at],
                field.slopeY[at],
                most,
                preferred == null ? 0 : preferred[at]);
      }
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
        if (only != null && !only[at]) {
          continue;
        }
        if (!scorer.focus(x, y)) {
          field.cost[at] = PatchScorer.WORST;
          continue;
        }
        if (prior != null && scorer.variance() < FLAT) {
          // nothing to match here; the coarser level's plane is mostly a neighbouring object's that
          // its wider window caught, such as a roof's against the sky
          field.cost[at] = PatchScorer.WORST;
          prior.cost[at] = PatchScorer.WORST;
          continue;
        }
        if (first && only == null) {
          float start = score(at, field.inverse[at], field.slopeX[at], field.slopeY[at], 9);
          field.cost[at] = start;
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

  /**
   * Moves each pixel's depth to the lowest point of the parabola through its cost and those a third
   * of a pixel to either side.
   */
  void polish() {
    int w = field.width;
    float d = POLISH * pixelStep;
    for (int at = 0; at < field.inverse.length; at++) {
      if (!scorer.focus(at % w, at / w) || prior != null && scorer.variance() < FLAT) {
        continue;
      }
      float inv = field.inverse[at];
      float sx = field.slopeX[at];
      float sy = field.slopeY[at];
      float before = score(at, inv - d, sx, sy, 9);
      float after = score(at, inv + d, sx, sy, 9);
      float bend = before + after - 2 * field.cost[at];
      if (bend > 1e-4f) {
        float by = (before - after) / (2 * bend);
        if (by > -1 && by < 1) {
          field.inverse[at] = inv + by * d;
          field.cost[at] -= (before - after) * by / 4;
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
    float c = score(at, inverse, slopeX, slopeY, field.cost[at]);
    if (c < field.cost[at]) {
      field.cost[at] = c;
      field.inverse[at] = inverse;
      field.slopeX[at] = slopeX;
      field.slopeY[at] = slopeY;
    }
  }

  private float score(int at, float inverse, float slopeX, float slopeY, float limit) {
    int chosen = field.chosen[at];
    if (prior == null) {
      return scorer.costOverBest(inverse, slopeX, slopeY);
    }
    float d = Math.abs(inverse - prior.inverse[at]) / pixelStep;
    float most = bound != null && bound[at] ? BOUND : PRIOR;
    float penalty = most * d * d / (1 + d * d);
    if (chosen == 0) {
      return penalty + scorer.costOverBest(inverse, slopeX, slopeY);
    }
    return penalty + scorer.costOver(chosen, inverse, slopeX, slopeY, limit - penalty);
  }

  private float next() {
    return (random.nextInt() >>> 8) * 0x1p-24f;
  }
}
