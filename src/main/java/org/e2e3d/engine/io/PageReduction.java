package org.e2e3d.engine.io;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.e2e3d.engine.scene.TexturePage;

/** Smaller copies of texture pages. */
public final class PageReduction {
  private PageReduction() {}

  /**
   * The page by a factor, each texel the mean of those it replaces.
   *
   * @param scale over 0, at most 1
   */
  public static TexturePage reduce(TexturePage page, double scale) {
    int w = Math.max(4, (int) Math.round(page.width() * scale));
    int h = Math.max(4, (int) Math.round(page.height() * scale));
    if (w >= page.width() && h >= page.height()) {
      return page;
    }
    try (BytePointer rgb = new BytePointer(page.rgb());
        Mat full = new Mat(page.height(), page.width(), CV_8UC3, rgb);
        Size size = new Size(w, h);
        Mat small = new Mat()) {
      resize(full, small, size, 0, 0, INTER_AREA);
      byte[] out = new byte[3 * w * h];
      small.data().get(out);
      return new TexturePage(w, h, out);
    }
  }
}
