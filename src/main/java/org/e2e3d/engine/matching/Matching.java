package org.e2e3d.engine.matching;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/** Stage 3: matches pairs of photographs and verifies them by two-view geometry. */
public final class Matching {
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
    PairMatcher matcher = new PairMatcher(options, context.seed());
    AtomicInteger done = new AtomicInteger();
    Workers.forEach(
        context.threads(),
        verified.length,
        i -> {
          context.checkCancelled();
          int[] p = pairs.get(i);
          verified[i] =
              matcher
                  .match(
                      set.photos().get(p[0]),
                      features.get(p[0]),
                      set.photos().get(p[1]),
                      features.get(p[1]),
                      false)
                  .orElse(null);
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
