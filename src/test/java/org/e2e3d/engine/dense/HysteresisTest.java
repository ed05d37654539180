package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HysteresisTest {

  /** A row of pixels: confirmed well, closely by one, by one by and large, by nobody. */
  private static final int[] NEAR = {3, 1, 1, 0, 1, 1};

  private static final int[] CLOSE = {3, 1, 0, 0, 1, 1};

  @Test
  void keepsWhatFewConfirmOnlyWhereItContinuesWhatManyConfirm() {
    float[] depth = {2, 2.01f, 2.01f, 2, 2, 2};
    Hysteresis.apply(depth, new GeometricFilter.Confirmed(NEAR, CLOSE), 6, 1, 2, 0.01);
    // the third agrees by and large only; beyond it nothing is connected
    assertThat(depth).containsExactly(2, 2.01f, 0, 0, 0, 0);
  }

  @Test
  void doesNotGoOverDepthEdges() {
    float[] depth = {2, 2.1f, 0, 0, 0, 0};
    Hysteresis.apply(depth, new GeometricFilter.Confirmed(NEAR, CLOSE), 6, 1, 2, 0.01);
    assertThat(depth).containsExactly(2, 0, 0, 0, 0, 0);
  }

  @Test
  void rowsAreNotJoinedAtTheImagesBorder() {
    float[] depth = {0, 0, 2, 2, 0, 0};
    int[] near = {0, 0, 3, 1, 0, 0};
    Hysteresis.apply(depth, new GeometricFilter.Confirmed(near, near), 3, 2, 2, 0.01);
    assertThat(depth[2]).isEqualTo(2);
    assertThat(depth[3]).isZero();
  }
}
