package org.e2e3d.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SweepTest {
  @Test
  void photographsAllAroundGiveAFullTurn() {
    double[] turns = Sweep.turns(4, new double[] {-150, -60, 20, 100});
    assertThat(turns).containsExactly(0, 90, 180, 270);
  }

  @Test
  void aFacadeIsSweptToAndFro() {
    double[] turns = Sweep.turns(40, new double[] {-40, -10, 5, 30});
    assertThat(Arrays.stream(turns).min().orElseThrow()).isBetween(-50.1, -49.0);
    assertThat(Arrays.stream(turns).max().orElseThrow()).isBetween(39.0, 40.1);
    for (int i = 0; i < 40; i++) {
      assertThat(Math.abs(turns[(i + 1) % 40] - turns[i])).isLessThan(8);
    }
  }

  @Test
  void oneCameraIsEnough() {
    assertThat(Arrays.stream(Sweep.turns(8, new double[] {0}))).allMatch(t -> Math.abs(t) < 26);
  }
}
