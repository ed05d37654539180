package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a store that is away is asked again. */
final class StoreGateTest {
  private final ModelWorld.ModelClock clock = new ModelWorld.ModelClock();
  private final StoreGate gate = new StoreGate(clock);

  @Test
  void pausesAreDoubledUpToAMinute() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      assertThat(gate.open()).isTrue();
      gate.failed();
      assertThat(gate.open()).isFalse();
      Duration pause = Duration.between(clock.instant(), gate.opens());
      pauses.add(pause.toSeconds());
      clock.move(pause.toSeconds());
    }
    assertThat(pauses).containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    gate.answered();
    gate.failed();
    assertThat(gate.opens()).isEqualTo(clock.instant().plusSeconds(2));
  }

  @Test
  void manyWhoFindOutAboutOneOutageDoNotDoubleThePause() {
    gate.failed();
    gate.failed();
    gate.failed();
    assertThat(gate.opens()).isEqualTo(clock.instant().plusSeconds(2));
  }

  @Test
  void aClockThatIsSetBackDoesNotKeepItShut() {
    gate.failed();
    clock.move(-3600);
    assertThat(gate.open()).isTrue();
  }
}
