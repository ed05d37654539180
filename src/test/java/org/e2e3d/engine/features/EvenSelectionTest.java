package org.e2e3d.engine.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EvenSelectionTest {
  @Test
  void theStrongestComeFirstAndEqualOnesByIndex() {
    float[] response = {1, -2, 3.5f, 0, 3.5f, -0.25f, 1e-20f};
    assertThat(EvenSelection.strongestFirst(response)).containsExactly(2, 4, 0, 6, 3, 5, 1);
  }

  /** A crowded corner does not take the places of a lonely feature elsewhere. */
  @Test
  void everyCellHasItsTurn() {
    float[] x = {1, 2, 3, 4, 300};
    float[] y = {1, 2, 3, 4, 200};
    float[] response = {9, 8, 7, 6, 1};
    assertThat(EvenSelection.pick(x, y, response, 320, 240, 3)).containsExactly(0, 4, 1);
    assertThat(EvenSelection.pick(x, y, response, 320, 240, 9)).containsExactly(0, 4, 1, 2, 3);
  }
}
