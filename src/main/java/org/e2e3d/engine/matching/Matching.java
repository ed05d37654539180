package org.e2e3d.engine.matching;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.matching.TwoViewVerification.Fit;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/** Stage 3: matches pairs of photographs and verifies them by two-view geometry. */
public final class Matching {
  private static final double PLANAR_SHARE = 0.8;

  private final MatchingOptions options;
  private final StageContext context;

  public Matching(MatchingOptions options, StageContext context) {
    options.validate();
    this.options = options;
    this.context = context;
  }

  /**
   * Matches and writes the checkpoint.
   *
   * @param features one set per photograph, in the order of ids
   * @throws ReconstructionException NO_OVERLAP if no pair is verified
   */
  public MatchGraph run(PhotoSet set, List<FeatureSet> features) {
    List<int[]> pairs = new ArrayList<>();
    int n = features.size();
    for (int a = 0; a < n; a++) {
      for (int b = a + 1; b < n; b++) {
        pairs.add(new int[] {a, b});
      }
    }
    PairMatches[] verified = new PairMatches[pairs.size()];
    AtomicInteger done = new AtomicInteger();
    Workers.forEach(
        context.threads(),
        verified.length,
        i -> {
          context.checkCancelled();
          int[] p = pairs.get(i);
          verified[i] = match(set.photos(), features, p[0], p[1]);
          int k = done.incrementAndGet();
          context.progress(
              (double) k / verified.length, k + " of " + verified.length + " pairs matched");
        });
    List<PairMatches> kept = new ArrayList<>();
    for (PairMatches p : verified) {
      if (Objects.nonNull(p)) {
        kept.add(p);
      }
    }
    MatchGraph graph = new MatchGraph(n, kept, pairs.size());
    report(set, graph);
    try {
      MatchGraphFile.write(context.folder(), graph);
    } catch (IOException e) {
      throw new ReconstructionException(
          FailureCode.IO_ERROR, "the matches cannot be written", "Check the disk.", e);
    }
    return graph;
  }

  private PairMatches match(List<Photo> photos, List<FeatureSet> features, int a, int b) {
    FeatureSet fa = features.get(a);
    FeatureSet fb = features.get(b);
    int[] putative;
    try (DescriptorBlock da = DescriptorBlock.of(fa, fa.size());
        DescriptorBlock db = DescriptorBlock.of(fb, fb.size())) {
      putative = new MutualMatcher(options.ratio()).match(da, db);
    }
    if (putative.length / 2 < options.minInliers()) {
      return null;
    }
    double threshold =
        options.errorFraction()
            * Math.max(
                Math.max(photos.get(a).width(), photos.get(a).height()),
                Math.max(photos.get(b).width(), photos.get(b).height()));
    long seed = context.seed() * 31 + a * 7919L + b;
    Fit f =
        TwoViewVerification.fundamental(fa, fb, putative, threshold, options.maxIterations(), seed);
    if (f.count() < options.minInliers()) {
      return null;
    }
    int[] inliers = TwoViewVerification.keep(putative, f.inlier());
    Fit h =
        TwoViewVerification.homography(fa, fb, inliers, threshold, options.maxIterations(), seed);
    boolean planar = h.count() > PLANAR_SHARE * f.count();
    int[] ia = new int[inliers.length / 2];
    int[] ib = new int[inliers.length / 2];
    for (int i = 0; i < ia.length; i++) {
      ia[i] = inliers[2 * i];
      ib[i] = inliers[2 * i + 1];
    }
    return new PairMatches(
        a,
        b,
        ia,
        ib,
        planar ? PairMatches.Kind.PLANAR : PairMatches.Kind.GENERAL,
        planar ? h.matrix() : f.matrix());
  }

  private void report(PhotoSet set, MatchGraph graph) {
    context.figure("matching.pairsTried", graph.pairsTried());
    context.figure("matching.pairsVerified", graph.pairs().size());
    int[] degree = new int[graph.photos()];
    for (PairMatches p : graph.pairs()) {
      degree[p.a()]++;
      degree[p.b()]++;
    }
    List<ImageEvidence> lonely = new ArrayList<>();
    for (int i = 0; i < degree.length; i++) {
      if (degree[i] == 0) {
        lonely.add(
            new ImageEvidence(
                set.photos().get(i).name(), "UNMATCHED", "it matches no other photograph"));
      }
    }
    lonely.forEach(context::warn);
    if (graph.pairs().isEmpty()) {
      throw new ReconstructionException(
          FailureCode.NO_OVERLAP,
          "no two of the " + graph.photos() + " photographs show the same thing",
          "Take photographs that overlap by two thirds, moving a little between them.",
          lonely);
    }
  }
}
