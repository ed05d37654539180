package org.e2e3d.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class OpenSkyTest {
  private static final int WIDTH = 100;
  private static final int HEIGHT = 80;

  @Test
  void skyReachesTheEdgeAndAHoleDoesNot() {
    float[] depth = new float[WIDTH * HEIGHT];
    Arrays.fill(depth, 5);
    blank(depth, 0, 0, WIDTH, 20);
    blank(depth, 40, 20, 20, 20);
    blank(depth, 30, 50, 30, 20);
    boolean[] sky = OpenSky.of(depth, WIDTH, HEIGHT);
    assertThat(sky[10 * WIDTH + 10]).isTrue();
    assertThat(sky[35 * WIDTH + 50]).as("a bay of the sky").isTrue();
    assertThat(sky[60 * WIDTH + 45]).as("a hole").isFalse();
    assertThat(sky[75 * WIDTH + 5]).as("known").isFalse();
  }

  @Test
  void aCrackDoesNotMakeAHoleSky() {
    float[] depth = new float[WIDTH * HEIGHT];
    Arrays.fill(depth, 5);
    blank(depth, 30, 50, 30, 20);
    blank(depth, 45, 0, 1, 50);
    boolean[] sky = OpenSky.of(depth, WIDTH, HEIGHT);
    assertThat(sky[60 * WIDTH + 45]).isFalse();
  }

  private static void blank(float[] depth, int x, int y, int w, int h) {
    for (int j = y; j < y + h; j++) {
      Arrays.fill(depth, j * WIDTH + x, j * WIDTH + x + w, 0);
    }
  }
}
