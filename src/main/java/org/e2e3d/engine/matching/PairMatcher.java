package org.e2e3d.engine.matching;

import java.util.Optional;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.matching.TwoViewVerification.Fit;

/**
 * Matches one pair: features that share visual words are compared; those that agree on a common
 * turn give the geometry; the geometry guides a second comparison of all features.
 */
final class PairMatcher {
  private static final double PLANAR_SHARE = 0.8;

  /** A plane that holds four fifths of the matches is found in far fewer tries. */
  private static final int PLANE_ITERATIONS = 200;

  private static final int SAMPLE = 7;
  private static final double MISS = 0.001;

  private final MatchingOptions options;
  private final long seed;

  PairMatcher(MatchingOptions options, long seed) {
    this.options = options;
    this.seed = seed;
  }

  /**
   * The verified matches. Which of the two is first makes no difference to what is found.
   *
   * @return from the photograph with the lower id to that with the higher
   */
  Optional<PairMatches> match(IndexedPhoto a, IndexedPhoto b) {
    boolean swap = DescriptorIndex.canonical().compare(a.photo(), b.photo()) > 0;
    Optional<PairMatches> found = swap ? matchOrdered(b, a) : matchOrdered(a, b);
    return found.map(p -> p.a() < p.b() ? p : p.reversed());
  }

  private Optional<PairMatches> matchOrdered(IndexedPhoto a, IndexedPhoto b) {
    double threshold = options.errorFraction() * longestSide(a.photo(), b.photo());
    long pairSeed =
        (seed * 31 + a.photo().digest().hashCode()) * 31 + b.photo().digest().hashCode();
    Verified found = verify(a, b, WordMatcher.match(a, b, options.ratio()), threshold, pairSeed);
    if (found.fit().count() < options.minInliers()) {
      return Optional.empty();
    }
    int[] guided =
        GuidedMatcher.match(a, b, found.fit().matrix(), threshold, options.guidedRatio());
    if (found.overlay()) {
      guided = StaticOverlay.without(a.photo(), a.features(), b.photo(), b.features(), guided);
    }
    Fit better = fundamental(a.features(), b.features(), guided, threshold, pairSeed);
    // Fewer than before is no loss: where repeated texture competes, the first matches, found
    // among few, are the worse ones.
    if (better.count() >= options.minInliers()) {
      found = new Verified(guided, better, found.overlay());
    }
    return Optional.of(classified(a, b, found, threshold, pairSeed));
  }

  private static PairMatches classified(
      IndexedPhoto a, IndexedPhoto b, Verified found, double threshold, long s) {
    int[] inliers = TwoViewVerification.keep(found.pairs(), found.fit().inlier());
    Fit plane =
        TwoViewVerification.homography(
            a.features(), b.features(), inliers, threshold, PLANE_ITERATIONS, s);
    if (plane.count() <= PLANAR_SHARE * found.fit().count()) {
      return pair(a.photo(), b.photo(), inliers, PairMatches.Kind.GENERAL, found.fit().matrix());
    }
    int[] onPlane = TwoViewVerification.keep(inliers, plane.inlier());
    PairMatches.Kind kind =
        TwoViewKind.ofHomography(
            a.photo(), a.features(), b.photo(), b.features(), plane.matrix(), onPlane, threshold);
    return pair(a.photo(), b.photo(), inliers, kind, plane.matrix());
  }

  /** Putative matches, the epipolar geometry they agree on, and whether an overlay was left out. */
  private record Verified(int[] pairs, Fit fit, boolean overlay) {}

  private Verified verify(
      IndexedPhoto a, IndexedPhoto b, int[] putative, double threshold, long s) {
    int[] moving =
        StaticOverlay.without(a.photo(), a.features(), b.photo(), b.features(), putative);
    int[] agreeing = CommonTurn.of(a.features(), b.features(), moving);
    Fit fit = fundamental(a.features(), b.features(), agreeing, threshold, s);
    if (moving.length == putative.length || fit.count() >= options.minInliers()) {
      return new Verified(agreeing, fit, moving.length < putative.length);
    }
    int[] all = CommonTurn.of(a.features(), b.features(), putative);
    Fit still = fundamental(a.features(), b.features(), all, threshold, s);
    int[] inliers = TwoViewVerification.keep(all, still.inlier());
    return StaticOverlay.isConfined(a.photo(), a.features(), inliers)
        ? new Verified(all, Fit.NONE, true)
        : new Verified(all, still, false);
  }

  /** No more tries than it takes to find the fewest inliers that would be accepted. */
  private Fit fundamental(FeatureSet a, FeatureSet b, int[] pairs, double threshold, long s) {
    int n = pairs.length / 2;
    if (n < options.minInliers()) {
      return Fit.NONE;
    }
    double allRight = Math.pow((double) options.minInliers() / n, SAMPLE);
    double tries = allRight < 1 ? Math.log(MISS) / Math.log1p(-allRight) : 1;
    int iterations = (int) Math.max(100, Math.min(options.maxIterations(), Math.ceil(tries)));
    return TwoViewVerification.fundamental(a, b, pairs, threshold, iterations, s);
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
