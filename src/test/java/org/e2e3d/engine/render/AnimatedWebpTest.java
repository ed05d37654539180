package org.e2e3d.engine.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imreadmulti;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnimatedWebpTest {
  private static final int[] COLOURS = {0xC02020, 0x20C020, 0x2020C0};

  @TempDir Path folder;

  @Test
  void everyFrameComesBackInOrder() throws IOException {
    List<Picture> frames = new ArrayList<>();
    for (int c : COLOURS) {
      frames.add(Picture.filled(50, 37, c));
    }
    Path file = folder.resolve("a.webp");
    Files.write(file, AnimatedWebp.encode(frames, 100, 90, 2));
    try (MatVector back = new MatVector()) {
      assertThat(imreadmulti(file.toString(), back, IMREAD_COLOR)).isTrue();
      assertThat(back.size()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        assertThat(back.get(i).cols()).isEqualTo(50);
        assertThat(back.get(i).rows()).isEqualTo(37);
        byte[] bgr = new byte[3];
        back.get(i).ptr(18, 25).get(bgr);
        for (int k = 0; k < 3; k++) {
          assertThat((bgr[2 - k] & 255) - (COLOURS[i] >> 16 - 8 * k & 255)).isBetween(-8, 8);
        }
      }
    }
  }
}
