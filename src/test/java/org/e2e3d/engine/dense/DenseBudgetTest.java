package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.e2e3d.engine.stage.CostEstimate;
import org.e2e3d.engine.stage.Preset;
import org.junit.jupiter.api.Test;

final class DenseBudgetTest {
  private static final DenseOptions OPTIONS = DenseOptions.of(Preset.MEDIUM);
  private static final SpeedProbe SPEED = new SpeedProbe(100e-9, 100e-9);
  private static final long GIB = 1L << 30;

  private static DenseBudget budget(int views, long pixels, int threads, long heap) {
    return DenseBudget.of(OPTIONS, views, pixels, views * pixels, threads, heap, SPEED);
  }

  private static CostEstimate cost(int views, long pixels) {
    return budget(views, pixels, 2, 16 * GIB).cost();
  }

  @Test
  void timeAndDiskGrowWithThePixelsOfAllViews() {
    double start = cost(0, 1_000_000).cpuSeconds();
    double ten = cost(10, 1_000_000).cpuSeconds() - start;
    assertThat(ten)
        .isCloseTo(10e6 * DenseBudget.comparisons(OPTIONS) * 100e-9, withPercentage(0.1));
    assertThat(cost(20, 1_000_000).cpuSeconds() - start).isCloseTo(2 * ten, withPercentage(0.1));
    assertThat(cost(10, 4_000_000).cpuSeconds() - start).isCloseTo(4 * ten, withPercentage(0.1));
    assertThat(cost(20, 1_000_000).diskBytes()).isEqualTo(2 * cost(10, 1_000_000).diskBytes());
  }

  @Test
  void timeIsWhatThreadsAndOtherWorkLeave() {
    SpeedProbe busy = new SpeedProbe(100e-9, 300e-9);
    long pixels = 1_000_000;
    CostEstimate alone = DenseBudget.of(OPTIONS, 10, pixels, 10 * pixels, 2, 8 * GIB, SPEED).cost();
    CostEstimate amid = DenseBudget.of(OPTIONS, 10, pixels, 10 * pixels, 2, 8 * GIB, busy).cost();
    assertThat(alone.seconds()).isCloseTo(alone.cpuSeconds() / 2, withPercentage(1));
    assertThat(amid.cpuSeconds()).isEqualTo(alone.cpuSeconds());
    assertThat(amid.seconds()).isBetween(2.5 * alone.seconds(), 3 * alone.seconds());
  }

  @Test
  void memoryDoesNotGrowWithTheViewsButForTheCloud() {
    DenseOptions few = new DenseOptions(1280, 160, 8, 8, 4, 2, 6, 2, 0.7, 2, 0.01, 1.5, 60, 1000);
    long fifty =
        DenseBudget.of(few, 50, 1_000_000, 50_000_000, 2, 16 * GIB, SPEED).cost().memoryBytes();
    long thousand =
        DenseBudget.of(few, 1000, 1_000_000, 1_000_000_000, 2, 16 * GIB, SPEED)
            .cost()
            .memoryBytes();
    assertThat(thousand).isEqualTo(fifty);
  }

  @Test
  void littleHeapMeansFewerMapsAtATime() {
    DenseBudget rich = budget(50, 20_000_000, 4, 32 * GIB);
    DenseBudget poor = budget(50, 20_000_000, 4, 4 * GIB);
    assertThat(rich.threads()).isEqualTo(4);
    assertThat(poor.threads()).isEqualTo(1);
    assertThat(poor.maps()).isLessThan(rich.maps());
    assertThat(poor.pyramids()).isLessThan(rich.pyramids());
    assertThat(poor.cost().memoryBytes()).isLessThan(4 * GIB);
  }

  @Test
  void theProbeMeasuresSomething() {
    SpeedProbe speed = SpeedProbe.measure(1);
    assertThat(speed.cpuSeconds()).isPositive();
    assertThat(speed.wallSeconds()).isGreaterThanOrEqualTo(speed.cpuSeconds());
  }
}
