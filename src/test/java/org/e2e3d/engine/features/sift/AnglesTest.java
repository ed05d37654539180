package org.e2e3d.engine.features.sift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class AnglesTest {
  @Test
  void agreeWithTheArcTangent() {
    for (int k = 0; k < 3600; k++) {
      double angle = Math.toRadians(k / 10.0);
      double got = Angles.of((float) (7 * Math.sin(angle)), (float) (7 * Math.cos(angle)));
      double apart = Math.IEEEremainder(got - angle, 2 * Math.PI);
      assertThat(apart).isCloseTo(0, within(1e-4));
      assertThat(got).isBetween(0.0, 2 * Math.PI + 1e-6);
    }
  }

  @Test
  void nothingPointsAlongX() {
    assertThat(Angles.of(0, 0)).isZero();
  }
}
