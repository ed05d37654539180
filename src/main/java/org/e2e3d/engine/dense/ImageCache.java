package org.e2e3d.engine.dense;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.remap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoReader;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

/**
 * Photographs without lens distortion at the depth maps' size, on disk: grey values for matching (0
 * where the photograph holds nothing, such as outside a bent border or under a mask) and colours
 * for the cloud.
 */
final class ImageCache {
  private static final int MAPS_KEPT = 4;

  private final Path folder;
  private final int maxSize;
  private final Map<Camera, Warp> warps =
      new LinkedHashMap<>(8, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Camera, Warp> eldest) {
          return size() > MAPS_KEPT;
        }
      };

  /** Where each undistorted pixel comes from: indices into the distorted image. */
  private record Warp(float[] x, float[] y) {}

  ImageCache(Path folder, int maxSize) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.maxSize = maxSize;
  }

  /**
   * Decodes, undistorts and stores a photograph.
   *
   * @return its pinhole view
   */
  DenseView add(Photo photo, Camera full, Pose pose) throws IOException {
    try (Mat bgr = PhotoReader.readBgr(photo, maxSize)) {
      int w = bgr.cols();
      int h = bgr.rows();
      Camera bent = full.scaledTo(w, h);
      Camera pinhole = bent.straightened();
      byte[] colour = new byte[3 * w * h];
      byte[] grey = new byte[w * h];
      byte[] mask = mask(photo, w, h);
      if (bent.isPinhole()) {
        store(bgr, colour, grey);
        finish(grey, mask, null, w, h);
      } else {
        Warp warp = warp(bent);
        try (Mat straight = new Mat()) {
          straighten(bgr, straight, warp, w, h, INTER_LINEAR);
          store(straight, colour, grey);
        }
        finish(grey, mask, warp, w, h);
      }
      Files.write(file(photo.id(), "bgr"), colour);
      Files.write(file(photo.id(), "grey"), grey);
      return new DenseView(photo.id(), photo.name(), pinhole, pose);
    }
  }

  /** Grey values 1 to 255, row-major; 0 where there is nothing. */
  float[] grey(DenseView view) throws IOException {
    byte[] bytes = Files.readAllBytes(file(view.id(), "grey"));
    float[] grey = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      grey[i] = bytes[i] & 0xff;
    }
    return grey;
  }

  /** Colours, blue first. */
  byte[] bgr(DenseView view) throws IOException {
    return Files.readAllBytes(file(view.id(), "bgr"));
  }

  private Path file(int id, String kind) {
    return folder.resolve(id + "." + kind);
  }

  private static void store(Mat bgr, byte[] colour, byte[] grey) {
    bgr.data().get(colour);
    try (Mat g = new Mat()) {
      cvtColor(bgr, g, COLOR_BGR2GRAY);
      g.data().get(grey);
    }
  }

  private static void finish(byte[] grey, byte[] mask, Warp warp, int w, int h) {
    for (int i = 0; i < grey.length; i++) {
      boolean inside = true;
      float x = i % w;
      float y = i / w;
      if (warp != null) {
        x = warp.x[i];
        y = warp.y[i];
        inside = x >= 0 && y >= 0 && x <= w - 1 && y <= h - 1;
      }
      if (inside && mask != null) {
        inside = mask[Math.round(y) * w + Math.round(x)] != 0;
      }
      if (!inside) {
        grey[i] = 0;
      } else if (grey[i] == 0) {
        grey[i] = 1;
      }
    }
  }

  private static byte[] mask(Photo photo, int w, int h) {
    Optional<Mat> read = PhotoReader.readMask(photo, w, h);
    if (read.isEmpty()) {
      return null;
    }
    try (Mat small = read.get()) {
      byte[] mask = new byte[w * h];
      small.data().get(mask);
      return mask;
    }
  }

  private static void straighten(Mat from, Mat to, Warp warp, int w, int h, int method) {
    try (FloatPointer px = new FloatPointer(warp.x);
        FloatPointer py = new FloatPointer(warp.y);
        Mat mapX = new Mat(h, w, CV_32FC1, px);
        Mat mapY = new Mat(h, w, CV_32FC1, py);
        Scalar black = new Scalar(0, 0, 0, 0)) {
      remap(from, to, mapX, mapY, method, BORDER_CONSTANT, black);
    }
  }

  private synchronized Warp warp(Camera bent) {
    return warps.computeIfAbsent(bent, ImageCache::computeWarp);
  }

  private static Warp computeWarp(Camera bent) {
    int w = bent.width();
    int h = bent.height();
    float[] x = new float[w * h];
    float[] y = new float[w * h];
    double[] out = new double[2];
    Camera plane = bent.straightened();
    for (int j = 0; j < h; j++) {
      for (int i = 0; i < w; i++) {
        bent.distort((i + 0.5 - plane.cx()) / plane.fx(), (j + 0.5 - plane.cy()) / plane.fy(), out);
        x[j * w + i] = (float) (bent.fx() * out[0] + bent.cx() - 0.5);
        y[j * w + i] = (float) (bent.fy() * out[1] + bent.cy() - 0.5);
      }
    }
    return new Warp(x, y);
  }
}
