package org.e2e3d.engine.dense;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.e2e3d.engine.scene.DepthMap;

/** Writes depth maps in false colours, beside their normals: {@code OUT.png MAP.depth...}. */
public final class DepthPicture {
  private DepthPicture() {}

  public static void main(String[] args) throws IOException {
    int rows = args.length - 1;
    BufferedImage out = null;
    for (int r = 0; r < rows; r++) {
      DepthMap map = DepthMapFile.read(Path.of(args[r + 1]));
      int w = map.width();
      int h = map.height();
      if (out == null) {
        out = new BufferedImage(2 * w, rows * h, BufferedImage.TYPE_INT_RGB);
      }
      float[] known = new float[w * h];
      int n = 0;
      for (float d : map.depth()) {
        if (d > 0) {
          known[n++] = 1 / d;
        }
      }
      if (n == 0) {
        continue;
      }
      Arrays.sort(known, 0, n);
      float lo = known[n / 100];
      float hi = known[n - 1 - n / 100];
      for (int i = 0; i < w * h; i++) {
        if (map.depth()[i] <= 0) {
          continue;
        }
        float t = Math.max(0, Math.min(1, (1 / map.depth()[i] - lo) / (hi - lo)));
        int y = r * h + i / w;
        if (i % w < out.getWidth() && y < out.getHeight()) {
          out.setRGB(i % w, y, Color.HSBtoRGB(0.7f * (1 - t), 1, 1));
          int red = (int) (127.5 * (1 + map.normal()[3 * i]));
          int green = (int) (127.5 * (1 - map.normal()[3 * i + 1]));
          int blue = (int) (127.5 * (1 - map.normal()[3 * i + 2]));
          out.setRGB(w + i % w, y, red << 16 | green << 8 | blue);
        }
      }
    }
    ImageIO.write(out, "png", Path.of(args[0]).toFile());
  }
}
