package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpeckleFilterTest {

  @Test
  void dropsSmallIslandsAndKeepsLargeOnes() {
    int w = 10;
    float[] depth = new float[w * 10];
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < w; x++) {
        depth[y * w + x] = 2;
      }
    }
    depth[2 * w + 3] = 3; // alone within the large one
    depth[8 * w + 8] = 2; // alone outside
    SpeckleFilter.apply(depth, w, 10, 4, 0.02);
    assertThat(depth[2 * w + 3]).isZero();
    assertThat(depth[8 * w + 8]).isZero();
    assertThat(depth[0]).isEqualTo(2);
    assertThat(depth[4 * w + 9]).isEqualTo(2);
  }
}
