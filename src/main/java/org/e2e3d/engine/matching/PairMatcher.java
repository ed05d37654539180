package org.e2e3d.engine.matching;

import java.util.Optional;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.matching.TwoViewVerification.Fit;

/**
 * Matches one pair, coarse to fine: the strongest features of both are compared all against all;
 * the geometry they agree on guides the matching of all features. Only where the strongest do not
 * suffice are all compared with all.
 */
final class PairMatcher {
  private static final double PLANAR_SHARE = 0.8;

  private final MatchingOptions options;
  private final long seed;

  PairMatcher(MatchingOptions options, long seed) {
    this.options = options;
    this.seed = seed;
  }

  /**
   * The verified matches.
   *
   * @param thorough whether to compare all features where the strongest give no geometry
   */
  Optional<PairMatches> match(
      Photo photoA, FeatureSet a, Photo photoB, FeatureSet b, boolean thorough) {
    double threshold = options.errorFraction() * longestSide(photoA, photoB);
    long pairSeed = seed * 31 + photoA.id() * 7919L + photoB.id();
    int some = options.coarseFeatures();
    Verified found = verify(photoA, a, photoB, b, compare(a, b, some), threshold, pairSeed);
    boolean all = a.size() <= some && b.size() <= some;
    if (found.fit().count() < options.minCoarseInliers() && thorough && !all) {
      int[] putative = compare(a, b, Integer.MAX_VALUE);
      found = verify(photoA, a, photoB, b, putative, threshold, pairSeed);
    }
    if (found.fit().count() < options.minInliers()) {
      return Optional.empty();
    }
    int[] guided =
        GuidedMatcher.alongLines(a, b, found.fit().matrix(), threshold, options.guidedRatio());
    if (found.overlay()) {
      guided = StaticOverlay.without(photoA, a, photoB, b, guided);
    }
    Fit better = fundamental(a, b, guided, threshold, pairSeed);
    if (better.count() >= found.fit().count()) {
      found = new Verified(guided, better, found.overlay());
    }
    int[] inliers = TwoViewVerification.keep(found.pairs(), found.fit().inlier());
    Fit plane =
        TwoViewVerification.homography(a, b, inliers, threshold, options.maxIterations(), pairSeed);
    if (plane.count() <= PLANAR_SHARE * found.fit().count()) {
      return Optional.of(
          pair(photoA, photoB, inliers, PairMatches.Kind.GENERAL, found.fit().matrix()));
    }
    int[] onPlane = TwoViewVerification.keep(inliers, plane.inlier());
    PairMatches.Kind kind =
        TwoViewKind.ofHomography(photoA, a, photoB, b, plane.matrix(), onPlane, threshold);
    return Optional.of(pair(photoA, photoB, inliers, kind, plane.matrix()));
  }

  /** Putative matches, the epipolar geometry they agree on, and whether an overlay was left out. */
  private record Verified(int[] pairs, Fit fit, boolean overlay) {}

  private Verified verify(
      Photo photoA,
      FeatureSet a,
      Photo photoB,
      FeatureSet b,
      int[] putative,
      double threshold,
      long s) {
    int[] moving = StaticOverlay.without(photoA, a, photoB, b, putative);
    Fit fit = fundamental(a, b, moving, threshold, s);
    if (moving.length == putative.length || fit.count() >= options.minInliers()) {
      return new Verified(moving, fit, moving.length < putative.length);
    }
    Fit still = fundamental(a, b, putative, threshold, s);
    int[] inliers = TwoViewVerification.keep(putative, still.inlier());
    return StaticOverlay.isConfined(photoA, a, inliers)
        ? new Verified(putative, Fit.NONE, true)
        : new Verified(putative, still, false);
  }

  private int[] compare(FeatureSet a, FeatureSet b, int most) {
    try (DescriptorBlock da = DescriptorBlock.of(a, Math.min(most, a.size()));
        DescriptorBlock db = DescriptorBlock.of(b, Math.min(most, b.size()))) {
      return MutualMatcher.match(da, db, options.ratio());
    }
  }

  private Fit fundamental(FeatureSet a, FeatureSet b, int[] pairs, double threshold, long s) {
    return pairs.length / 2 < options.minInliers()
        ? Fit.NONE
        : TwoViewVerification.fundamental(a, b, pairs, threshold, options.maxIterations(), s);
  }

  private static PairMatches pair(
      Photo a, Photo b, int[] inliers, PairMatches.Kind kind, double[] matrix) {
    int[] ia = new int[inliers.length / 2];
    int[] ib = new int[inliers.length / 2];
    for (int i = 0; i < ia.length; i++) {
      ia[i] = inliers[2 * i];
      ib[i] = inliers[2 * i + 1];
    }
    return new PairMatches(a.id(), b.id(), ia, ib, kind, matrix);
  }

  private static int longestSide(Photo a, Photo b) {
    return Math.max(Math.max(a.width(), a.height()), Math.max(b.width(), b.height()));
  }
}
