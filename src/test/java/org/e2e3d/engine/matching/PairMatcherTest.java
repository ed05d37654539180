package org.e2e3d.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.matching.SyntheticPairs.World;
import org.e2e3d.engine.stage.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PairMatcherTest {
  private static final int SHARED = 600;
  private static final int OWN = 400;

  private final MatchingOptions options = MatchingOptions.of(Preset.MEDIUM);
  private final PairMatcher matcher = new PairMatcher(options, 1);

  @ParameterizedTest
  @EnumSource(World.class)
  void findsThePointsAndTheKindOfGeometry(World world) {
    FeatureSet a = SyntheticPairs.view(world, 0, SHARED, OWN, 7);
    FeatureSet b = SyntheticPairs.view(world, 1, SHARED, OWN, 7);
    PairMatches found = match(a, b).orElseThrow();
    assertThat(found.kind())
        .isEqualTo(
            switch (world) {
              case DEEP -> PairMatches.Kind.GENERAL;
              case FLAT -> PairMatches.Kind.PLANAR;
              case TURNED -> PairMatches.Kind.ROTATION;
            });
    assertThat(found.size()).isGreaterThan(SHARED * 9 / 10);
    int wrong = 0;
    for (int i = 0; i < found.size(); i++) {
      wrong += found.featureA()[i] == found.featureB()[i] ? 0 : 1;
    }
    assertThat(wrong).isLessThan(found.size() / 50);
  }

  @Test
  void theFundamentalMatrixMapsPointsToTheirLines() {
    FeatureSet a = SyntheticPairs.view(World.DEEP, 0, SHARED, OWN, 7);
    FeatureSet b = SyntheticPairs.view(World.DEEP, 1, SHARED, OWN, 7);
    double[] f = match(a, b).orElseThrow().matrix();
    double sum = 0;
    for (int i = 0; i < SHARED; i++) {
      double x = a.xy()[2 * i];
      double y = a.xy()[2 * i + 1];
      double la = f[0] * x + f[1] * y + f[2];
      double lb = f[3] * x + f[4] * y + f[5];
      double lc = f[6] * x + f[7] * y + f[8];
      sum += Math.abs(la * b.xy()[2 * i] + lb * b.xy()[2 * i + 1] + lc) / Math.hypot(la, lb);
    }
    // The noise alone, 0.5 px in each view, gives 0.56 px.
    assertThat(sum / SHARED).isLessThan(0.75);
  }

  /** The homographies of the plane and of the turn carry points over, to the noise of two views. */
  @ParameterizedTest
  @EnumSource(
      value = World.class,
      names = {"FLAT", "TURNED"})
  void theHomographyMapsPointsToTheirPlaces(World world) {
    FeatureSet a = SyntheticPairs.view(world, 0, SHARED, OWN, 7);
    FeatureSet b = SyntheticPairs.view(world, 1, SHARED, OWN, 7);
    double[] h = match(a, b).orElseThrow().matrix();
    double sum = 0;
    for (int i = 0; i < SHARED; i++) {
      double x = a.xy()[2 * i];
      double y = a.xy()[2 * i + 1];
      double w = h[6] * x + h[7] * y + h[8];
      sum +=
          Math.hypot(
              (h[0] * x + h[1] * y + h[2]) / w - b.xy()[2 * i],
              (h[3] * x + h[4] * y + h[5]) / w - b.xy()[2 * i + 1]);
    }
    // Noise of 0.5 px in each coordinate of each view: 0.89 px on average.
    assertThat(sum / SHARED).isLessThan(1.1);
  }

  /** Sixty right features among a thousand wrong ones in each photograph. */
  @Test
  void aSmallOverlapIsFound() {
    FeatureSet a = SyntheticPairs.view(World.DEEP, 0, 60, 1000, 7);
    FeatureSet b = SyntheticPairs.view(World.DEEP, 1, 60, 1000, 7);
    PairMatches found = match(a, b).orElseThrow();
    int right = 0;
    for (int i = 0; i < found.size(); i++) {
      right += found.featureA()[i] == found.featureB()[i] ? 1 : 0;
    }
    assertThat(right).isGreaterThan(50);
    assertThat(found.size() - right).isLessThan(4);
  }

  @Test
  void unrelatedPhotographsDoNotMatch() {
    FeatureSet a = SyntheticPairs.view(World.DEEP, 0, SHARED, OWN, 7);
    FeatureSet b = SyntheticPairs.view(World.DEEP, 1, SHARED, OWN, 8);
    assertThat(match(a, b)).isEmpty();
  }

  @Test
  void aWatermarkDoesNotHoldUnrelatedPhotographsTogether() {
    FeatureSet a = SyntheticPairs.view(World.DEEP, 0, SHARED, OWN, 7);
    FeatureSet b = SyntheticPairs.view(World.DEEP, 1, SHARED, OWN, 8);
    stamp(a, b, 60);
    assertThat(match(a, b)).isEmpty();
  }

  @Test
  void aWatermarkOnRelatedPhotographsIsLeftOut() {
    FeatureSet a = SyntheticPairs.view(World.DEEP, 0, SHARED, OWN, 7);
    FeatureSet b = SyntheticPairs.view(World.DEEP, 1, SHARED, OWN, 7);
    stamp(a, b, 300);
    PairMatches found = match(a, b).orElseThrow();
    int stamped = 0;
    for (int i = 0; i < found.size(); i++) {
      stamped += found.featureA()[i] >= SHARED ? 1 : 0;
    }
    assertThat(found.kind()).isEqualTo(PairMatches.Kind.GENERAL);
    assertThat(found.size()).isGreaterThan(SHARED * 9 / 10);
    assertThat(stamped).isLessThan(10);
  }

  /** Gives both views the same features in the same corner, in place of their own. */
  private static void stamp(FeatureSet a, FeatureSet b, int n) {
    FeatureSet text = SyntheticPairs.view(World.DEEP, 0, n, 0, 99);
    for (int i = 0; i < n; i++) {
      for (FeatureSet s : new FeatureSet[] {a, b}) {
        s.xy()[2 * (SHARED + i)] = 1300 + i % 20 * 12;
        s.xy()[2 * (SHARED + i) + 1] = 1100 + i / 20 * 5;
        System.arraycopy(text.descriptor(), 128 * i, s.descriptor(), 128 * (SHARED + i), 128);
      }
    }
  }

  private Optional<PairMatches> match(FeatureSet a, FeatureSet b) {
    List<IndexedPhoto> filed = SyntheticPairs.filed(options, a, b);
    return matcher.match(filed.get(0), filed.get(1));
  }
}
