package org.e2e3d.engine.matching;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/** Stage 3: matches pairs of photographs and verifies them by two-view geometry. */
public final class Matching {
  /** The stage's progress when the features are filed, and after the first pass. */
  private static final double INDEX_SHARE = 0.15;

  private static final double FIRST_SHARE = 0.9;

  /** At most one second try for this many first ones. */
  private static final int SECOND_SHARE = 4;

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
    List<Photo> photos = set.photos();
    int n = photos.size();
    List<IndexedPhoto> indexed =
        DescriptorIndex.of(photos, features, options, context.threads(), context.seed());
    context.progress(INDEX_SHARE, "features filed");
    VisualIndex looks =
        PairSelection.isExhaustive(options, n)
            ? null
            : VisualIndex.of(photos, features, context.threads(), context.seed());
    PairSelection selection = new PairSelection(options, photos, looks);
    PairSelection.Choice choice = selection.choose();
    context.figure("matching.pairChoice", choice.reasons());

    TreeMap<Long, PairMatches> verified = new TreeMap<>();
    matchAll(indexed, new Work(choice.pairs(), INDEX_SHARE, FIRST_SHARE), verified);
    List<int[]> again = secondTries(selection, choice, n, verified);
    matchAll(indexed, new Work(again, FIRST_SHARE, 1), verified);
    context.figure("matching.secondTries", again.size());

    MatchGraph graph =
        new MatchGraph(n, List.copyOf(verified.values()), choice.pairs().size() + again.size());
    report(set, graph);
    write(graph);
    return graph;
  }

  /** None where all pairs were matched; otherwise at most a share of the first ones. */
  private List<int[]> secondTries(
      PairSelection selection,
      PairSelection.Choice choice,
      int photos,
      Map<Long, PairMatches> verified) {
    if (PairSelection.isExhaustive(options, photos)) {
      return List.of();
    }
    List<Integer> weak = new Connections(photos, verified.values()).weak(options);
    Set<Long> tried = new HashSet<>();
    choice.pairs().forEach(p -> tried.add(PairSelection.key(p[0], p[1])));
    return selection.secondTry(weak, tried, choice.pairs().size() / SECOND_SHARE);
  }

  /** Some pairs to match, and the part of the stage's progress that they stand for. */
  private record Work(List<int[]> pairs, double from, double to) {}

  private void matchAll(List<IndexedPhoto> photos, Work work, Map<Long, PairMatches> verified) {
    int n = work.pairs().size();
    PairMatcher matcher = new PairMatcher(options, context.seed());
    List<Optional<PairMatches>> found = new ArrayList<>(Collections.nCopies(n, Optional.empty()));
    AtomicInteger done = new AtomicInteger();
    Workers.forEach(
        context.threads(),
        n,
        i -> {
          context.checkCancelled();
          int[] pair = work.pairs().get(i);
          found.set(i, matcher.match(photos.get(pair[0]), photos.get(pair[1])));
          int k = done.incrementAndGet();
          context.progress(
              work.from() + (work.to() - work.from()) * k / n, k + " of " + n + " pairs matched");
        });
    for (Optional<PairMatches> p : found) {
      p.ifPresent(m -> verified.put(PairSelection.key(m.a(), m.b()), m));
    }
  }

  private void write(MatchGraph graph) {
    try {
      MatchGraphFile.write(context.folder(), graph);
    } catch (IOException e) {
      throw new ReconstructionException(
          FailureCode.IO_ERROR, "the matches cannot be written", "Check the disk.", e);
    }
  }

  private void report(PhotoSet set, MatchGraph graph) {
    context.figure("matching.pairsTried", graph.pairsTried());
    context.figure("matching.pairsVerified", graph.pairs().size());
    for (PairMatches.Kind kind : PairMatches.Kind.values()) {
      context.figure(
          "matching." + kind.name().toLowerCase(Locale.ROOT),
          graph.pairs().stream().filter(p -> p.kind() == kind).count());
    }
    Connections connections = new Connections(graph.photos(), graph.pairs());
    List<ImageEvidence> lonely = new ArrayList<>();
    for (int i = 0; i < graph.photos(); i++) {
      if (connections.partners(i) == 0) {
        lonely.add(
            new ImageEvidence(
                set.photos().get(i).name(), "UNMATCHED", "it matches no other photograph"));
      }
    }
    context.figure("matching.groups", connections.groups().stream().map(List::size).toList());
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
