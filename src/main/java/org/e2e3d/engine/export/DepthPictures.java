package org.e2e3d.engine.export;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_TURBO;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.dense.DepthMapFile;
import org.e2e3d.engine.io.Jpeg;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.View;

/** A few depth maps as pictures for the report: near is red, far is blue, unknown is grey. */
final class DepthPictures {
  private static final int MOST = 6;
  private static final int WIDTH = 240;
  private static final int QUALITY = 80;
  private static final byte UNKNOWN = 60;

  /** Share of the depths that may be nearer, and farther, than the colours reach. */
  private static final double BEYOND = 0.02;

  private DepthPictures() {}

  /**
   * Draws evenly spaced depth maps; one that cannot be read is passed over, since checkpoints may
   * be gone.
   */
  static List<ModelPictures.Small> of(List<Path> depthMaps, SparseModel model) {
    Map<Integer, String> names = new HashMap<>();
    for (View v : model.views()) {
      names.put(v.id(), v.name());
    }
    List<ModelPictures.Small> pictures = new ArrayList<>();
    int step = Math.max(1, (depthMaps.size() + MOST - 1) / MOST);
    for (int i = step / 2; i < depthMaps.size(); i += step) {
      try {
        DepthMap map = DepthMapFile.read(depthMaps.get(i));
        String name = names.getOrDefault(map.viewId(), "view " + map.viewId());
        pictures.add(new ModelPictures.Small(name, draw(map)));
      } catch (IOException e) {
        // The other pictures tell enough.
      }
    }
    return pictures;
  }

  private static byte[] draw(DepthMap map) {
    int step = Math.max(1, map.width() / WIDTH);
    int w = map.width() / step;
    int h = map.height() / step;
    float[] near = new float[w * h];
    float[] known = new float[w * h];
    int n = 0;
    for (int i = 0; i < near.length; i++) {
      float depth = map.depth()[i / w * step * map.width() + i % w * step];
      if (depth > 0) {
        near[i] = 1 / depth;
        known[n++] = near[i];
      }
    }
    Arrays.sort(known, 0, n);
    float low = n == 0 ? 0 : known[(int) (BEYOND * (n - 1))];
    float high = n == 0 ? 1 : known[(int) ((1 - BEYOND) * (n - 1))];
    byte[] grey = new byte[w * h];
    for (int i = 0; i < grey.length; i++) {
      double share = (near[i] - low) / Math.max(1e-12, high - low);
      grey[i] = (byte) (int) (255 * Math.max(0, Math.min(1, share)));
    }
    byte[] rgb = coloured(grey, w, h);
    for (int i = 0; i < near.length; i++) {
      if (near[i] == 0) {
        Arrays.fill(rgb, 3 * i, 3 * i + 3, UNKNOWN);
      }
    }
    return Jpeg.encodeSmall(new TexturePage(w, h, rgb), QUALITY);
  }

  private static byte[] coloured(byte[] grey, int w, int h) {
    try (BytePointer bytes = new BytePointer(grey);
        Mat m = new Mat(h, w, CV_8UC1, bytes);
        Mat colours = new Mat()) {
      applyColorMap(m, colours, COLORMAP_TURBO);
      cvtColor(colours, colours, COLOR_BGR2RGB);
      byte[] rgb = new byte[3 * w * h];
      colours.data().get(rgb);
      return rgb;
    }
  }
}
