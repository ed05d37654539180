package org.e2e3d.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GapFillingTest {
  @Test
  void gapsTakeTheColoursAroundThemAndPaintedTexelsStay() {
    int w = 37;
    int h = 21;
    byte[] rgb = new byte[3 * w * h];
    byte[] covered = new byte[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        if (x < 8 || x >= 30) {
          covered[i] = 1;
          rgb[3 * i] = (byte) (x < 8 ? 200 : 40);
          rgb[3 * i + 1] = 90;
        }
      }
    }
    byte[] before = rgb.clone();
    GapFilling.fill(rgb, covered, w, h);
    for (int i = 0; i < w * h; i++) {
      assertThat(rgb[3 * i + 1] & 255).isEqualTo(90);
      assertThat(rgb[3 * i] & 255).isBetween(40, 200);
      if (covered[i] != 0) {
        assertThat(rgb[3 * i]).isEqualTo(before[3 * i]);
      }
    }
    assertThat(rgb[3 * (10 * w + 8)] & 255).isEqualTo(200);
    assertThat(rgb[3 * (10 * w + 29)] & 255).isEqualTo(40);
  }
}
