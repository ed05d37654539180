package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.junit.jupiter.api.Test;

final class FringeFilterTest {
  private static final Camera CAMERA = DenseScenes.smallCamera();
  private static final int W = CAMERA.width();
  private static final int H = CAMERA.height();

  /** Grey noise in columns [0, left) and [right, W), one grey value in between. */
  private static float[] picture(int left, int right) {
    SplittableRandom random = new SplittableRandom(1);
    float[] grey = new float[W * H];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = i % W < left || i % W >= right ? 60 + random.nextInt(100) : 200;
    }
    return grey;
  }

  /** A wall at depth 2 over columns [0, to). */
  private static DepthMap wall(int to) {
    float[] depth = new float[W * H];
    float[] normal = new float[3 * W * H];
    for (int i = 0; i < depth.length; i++) {
      depth[i] = i % W < to ? 2 : 0;
      normal[3 * i + 2] = -1;
    }
    return new DepthMap(0, CAMERA, DenseScenes.at(0), depth, normal, new float[W * H]);
  }

  private static byte[] colours(float[] grey) {
    byte[] bgr = new byte[3 * grey.length];
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] = (byte) grey[i / 3];
    }
    return bgr;
  }

  private static float[] filtered(float[] grey, DepthMap map) {
    float[] depth = map.depth().clone();
    new FringeFilter(PlainPixels.of(grey, colours(grey), W, H), W, H, 20, 0.01).apply(depth, map);
    return depth;
  }

  @Test
  void plainPixelsThatHangOnOneSideGo() {
    float[] depth = filtered(picture(30, W), wall(36));
    for (int y = 6; y < H - 6; y++) {
      assertThat(depth[y * W + 20]).as("textured, row %d", y).isEqualTo(2);
      assertThat(depth[y * W + 33]).as("plain, row %d", y).isZero();
    }
  }

  @Test
  void plainPixelsBetweenTexturedOnesOfTheSameWallStay() {
    float[] depth = filtered(picture(30, 42), wall(W));
    for (int y = 6; y < H - 6; y++) {
      assertThat(depth[y * W + 35]).as("row %d", y).isEqualTo(2);
    }
  }

  @Test
  void plainPixelsBetweenThingsAtOtherDepthsGo() {
    DepthMap map = wall(W);
    for (int i = 0; i < W * H; i++) {
      if (i % W >= 42) {
        map.depth()[i] = 3;
      }
    }
    assertThat(filtered(picture(30, 42), map)[24 * W + 35]).isZero();
  }
}
