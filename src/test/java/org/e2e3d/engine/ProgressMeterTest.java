package org.e2e3d.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.stage.StageName;
import org.junit.jupiter.api.Test;

final class ProgressMeterTest {
  private static final long SECOND = 1_000_000_000L;
  private final List<EngineEvent.Progress> told = new ArrayList<>();
  private long now;
  private final ProgressMeter meter =
      new ProgressMeter(e -> told.add((EngineEvent.Progress) e), () -> now);

  @Test
  void theWholeNeverFallsAndEndsAtOne() {
    for (StageName stage : StageName.values()) {
      for (double f = 0; f <= 1; f += 0.25) {
        now += SECOND;
        meter.progress(stage, f, "");
      }
      meter.finished(stage, false);
    }
    assertThat(told).hasSize(8 * 5);
    assertThat(told).isSortedAccordingTo((a, b) -> Double.compare(a.fraction(), b.fraction()));
    assertThat(told.get(told.size() - 1).fraction())
        .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(told.get(told.size() - 1).secondsLeft()).isZero();
  }

  @Test
  void aSmallerFractionThanBeforeDoesNotTurnTheWholeBack() {
    meter.progress(StageName.INGEST, 0.8, "");
    now += SECOND;
    meter.progress(StageName.INGEST, 0.1, "");
    assertThat(told.get(1).fraction()).isEqualTo(told.get(0).fraction());
  }

  @Test
  void eventsAreThinnedButAStagesFirstGoesOut() {
    meter.progress(StageName.INGEST, 0, "");
    meter.progress(StageName.INGEST, 0.1, "");
    meter.progress(StageName.INGEST, 0.2, "");
    meter.progress(StageName.FEATURES, 0, "");
    assertThat(told)
        .extracting(EngineEvent.Progress::stage)
        .containsExactly(StageName.INGEST, StageName.FEATURES);
  }

  @Test
  void resumedStagesCountAsDoneButNotAsPace() {
    for (StageName stage :
        List.of(StageName.INGEST, StageName.FEATURES, StageName.MATCHING, StageName.SPARSE)) {
      meter.finished(stage, true);
    }
    now += 45 * SECOND;
    meter.progress(StageName.DENSE, 1, "");
    // 45 % of the whole took 45 s and 22 % is left.
    assertThat(told.get(0).secondsLeft()).isBetween(21L, 23L);
  }
}
