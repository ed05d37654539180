package org.e2e3d.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.matching.SyntheticPairs.World;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MatchingTest {
  @TempDir Path folder;

  private final MatchingOptions options = MatchingOptions.of(Preset.MEDIUM);

  @Test
  void theSameGraphOnAnyNumberOfThreadsAndFromTheCheckpoint() throws IOException {
    List<FeatureSet> views = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      views.add(SyntheticPairs.view(World.DEEP, i, 400, 200, 3));
    }
    views.add(SyntheticPairs.view(World.DEEP, 4, 400, 200, 4));
    TestStageContext one = new TestStageContext(folder.resolve("1"), 1, 1);
    TestStageContext two = new TestStageContext(folder.resolve("2"), 2, 1);
    MatchGraph a = new Matching(options, one).run(photos(5), views);
    new Matching(options, two).run(photos(5), views);
    assertThat(a.pairs()).hasSize(6).allMatch(p -> p.b() < 4 && p.a() < p.b());
    assertThat(MatchGraphFile.read(folder.resolve("2"))).usingRecursiveComparison().isEqualTo(a);
    assertThat(one.evidence())
        .anyMatch(e -> e.problem().equals("UNMATCHED") && e.image().equals("p4"));
    assertThat(one.figure("matching.groups")).contains(List.of(4, 1));
  }

  /** The same photographs under other names have other numbers, and the same matches. */
  @Test
  void theSameMatchesWhateverTheOrder() {
    int[] order = {3, 0, 4, 2, 1};
    List<FeatureSet> views = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      views.add(SyntheticPairs.view(World.DEEP, i, 400, 200, 3));
    }
    List<Photo> renamed = new ArrayList<>();
    List<FeatureSet> moved = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      renamed.add(SyntheticPairs.photo(i, order[i]));
      moved.add(views.get(order[i]));
    }
    MatchGraph a =
        new Matching(options, new TestStageContext(folder.resolve("1"), 1, 1))
            .run(photos(order.length), views);
    MatchGraph b =
        new Matching(options, new TestStageContext(folder.resolve("2"), 2, 1))
            .run(new PhotoSet(renamed, List.of()), moved);
    assertThat(b.pairs()).hasSameSizeAs(a.pairs()).hasSize(10);
    for (PairMatches p : b.pairs()) {
      boolean swapped = order[p.a()] > order[p.b()];
      PairMatches back = swapped ? p.reversed() : p;
      PairMatches same =
          a.pairs().stream()
              .filter(q -> q.a() == order[back.a()] && q.b() == order[back.b()])
              .findFirst()
              .orElseThrow();
      assertThat(back.featureA()).isEqualTo(same.featureA());
      assertThat(back.featureB()).isEqualTo(same.featureB());
      assertThat(back.matrix()).isEqualTo(same.matrix());
    }
  }

  @Test
  void unrelatedPhotographsHaveNoOverlap() {
    List<FeatureSet> views = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      views.add(SyntheticPairs.view(World.DEEP, i, 300, 0, 100 + i));
    }
    ReconstructionException e =
        catchThrowableOfType(
            ReconstructionException.class,
            () ->
                new Matching(options, TestStageContext.in(folder.resolve("s")))
                    .run(photos(4), views));
    assertThat(e.code()).isEqualTo(FailureCode.NO_OVERLAP);
    assertThat(e.evidence()).hasSize(4);
  }

  @Test
  void pairsOfALargeSetGrowWithItsSizeAndJoinNeighbours() {
    int small = choice(100).pairs().size();
    PairSelection.Choice large = choice(200);
    assertThat(small).isLessThan(100 * (options.neighbours() + options.sequenceReach()));
    assertThat(large.pairs().size()).isLessThan(small * 23 / 10);
    assertThat(large.reasons()).containsKeys("gps", "captureOrder", "lookAlike");
    assertThat(large.pairs()).anyMatch(p -> p[0] == 0 && p[1] == 20).allMatch(p -> p[0] < p[1]);
  }

  @Test
  void likePhotographsLookAlike() {
    List<FeatureSet> views = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      views.add(SyntheticPairs.view(World.DEEP, i % 4, 300, 60, i / 4));
    }
    VisualIndex index = VisualIndex.of(photos(views.size()).photos(), views, 2, 1);
    for (int i = 0; i < 12; i++) {
      int me = i;
      int[] ranked =
          IntStream.range(0, 12)
              .filter(j -> j != me)
              .boxed()
              .sorted((p, q) -> Float.compare(index.similarity(me, q), index.similarity(me, p)))
              .mapToInt(j -> j)
              .toArray();
      for (int k = 0; k < 3; k++) {
        assertThat(ranked[k] / 4).as("partner %d of %d", k, me).isEqualTo(me / 4);
      }
    }
  }

  /** A grid of photographs, 20 a row, 10 m apart. */
  private PairSelection.Choice choice(int n) {
    List<Photo> photos = new ArrayList<>();
    List<FeatureSet> views = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      photos.add(SyntheticPairs.photoAt(i, 50 + i / 20 * 9e-5, 8 + i % 20 * 1.4e-4));
      views.add(SyntheticPairs.view(World.DEEP, i, 20, 0, i));
    }
    return new PairSelection(options, photos, VisualIndex.of(photos, views, 2, 1)).choose();
  }

  private static PhotoSet photos(int n) {
    return new PhotoSet(IntStream.range(0, n).mapToObj(SyntheticPairs::photo).toList(), List.of());
  }
}
