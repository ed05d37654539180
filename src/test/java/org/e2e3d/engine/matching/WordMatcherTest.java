package org.e2e3d.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.matching.SyntheticPairs.World;
import org.e2e3d.engine.stage.Preset;
import org.junit.jupiter.api.Test;

/** Matching by words against what comparing all with all finds. */
final class WordMatcherTest {
  private static final int SHARED = 900;

  private final MatchingOptions options = MatchingOptions.of(Preset.MEDIUM);

  @Test
  void findsMostOfWhatComparingAllWithAllFinds() {
    FeatureSet a = SyntheticPairs.view(World.DEEP, 0, SHARED, 300, 7);
    FeatureSet b = SyntheticPairs.view(World.DEEP, 1, SHARED, 300, 7);
    List<IndexedPhoto> filed = SyntheticPairs.filed(options, a, b);
    int[] byWords = WordMatcher.match(filed.get(0), filed.get(1), options.ratio());
    int[] byAll = allWithAll(filed.get(0), filed.get(1), options.ratio());
    assertThat(byAll.length / 2).isGreaterThan(SHARED * 95 / 100);
    Set<Long> exact = keys(byAll);
    Set<Long> found = keys(byWords);
    assertThat(found.stream().filter(exact::contains).count())
        .isGreaterThan(exact.size() * 85L / 100);
    assertThat(found.stream().filter(k -> !exact.contains(k)).count()).isLessThan(5);
  }

  @Test
  void aPartnerOfferedTwiceIsNoRivalOfItself() {
    Candidates rows = new Candidates(1);
    Candidates columns = new Candidates(2);
    for (int k = 0; k < 2; k++) {
      rows.offer(0, 1, 0.95f);
      columns.offer(1, 0, 0.95f);
    }
    assertThat(Candidates.mutual(rows, columns, 0.8)).containsExactly(0, 1);
    rows.offer(0, 0, 0.94f);
    assertThat(Candidates.mutual(rows, columns, 0.8)).isEmpty();
  }

  private static int[] allWithAll(IndexedPhoto a, IndexedPhoto b, double ratio) {
    Candidates rows = new Candidates(a.features().size());
    Candidates columns = new Candidates(b.features().size());
    for (int i = 0; i < a.features().size(); i++) {
      for (int j = 0; j < b.features().size(); j++) {
        float s = a.similarity(i, b, j);
        rows.offer(i, j, s);
        columns.offer(j, i, s);
      }
    }
    return Candidates.mutual(rows, columns, ratio);
  }

  private static Set<Long> keys(int[] pairs) {
    Set<Long> keys = new HashSet<>();
    for (int k = 0; k < pairs.length; k += 2) {
      keys.add((long) pairs[k] << 32 | pairs[k + 1]);
    }
    return keys;
  }
}
