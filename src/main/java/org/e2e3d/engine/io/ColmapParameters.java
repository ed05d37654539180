package org.e2e3d.engine.io;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;

/** The order in which COLMAP writes the parameters of each lens model. */
final class ColmapParameters {
  private ColmapParameters() {}

  static int count(CameraModel model) {
    return switch (model) {
      case SIMPLE_PINHOLE -> 3;
      case PINHOLE, SIMPLE_RADIAL, SIMPLE_RADIAL_FISHEYE -> 4;
      case RADIAL, RADIAL_FISHEYE -> 5;
      case OPENCV, OPENCV_FISHEYE -> 8;
      case FULL_OPENCV -> 12;
    };
  }

  static double[] of(Camera c) {
    return switch (c.model()) {
      case SIMPLE_PINHOLE -> new double[] {c.fx(), c.cx(), c.cy()};
      case PINHOLE -> new double[] {c.fx(), c.fy(), c.cx(), c.cy()};
      case SIMPLE_RADIAL, SIMPLE_RADIAL_FISHEYE -> new double[] {c.fx(), c.cx(), c.cy(), c.k1()};
      case RADIAL, RADIAL_FISHEYE -> new double[] {c.fx(), c.cx(), c.cy(), c.k1(), c.k2()};
      case OPENCV -> new double[] {c.fx(), c.fy(), c.cx(), c.cy(), c.k1(), c.k2(), c.p1(), c.p2()};
      case OPENCV_FISHEYE ->
          new double[] {c.fx(), c.fy(), c.cx(), c.cy(), c.k1(), c.k2(), c.k3(), c.k4()};
      case FULL_OPENCV ->
          new double[] {
            c.fx(), c.fy(), c.cx(), c.cy(), c.k1(), c.k2(), c.p1(), c.p2(), c.k3(), c.k4(), c.k5(),
            c.k6()
          };
    };
  }

  static Camera camera(int id, CameraModel m, int w, int h, double[] p) {
    return switch (m) {
      case SIMPLE_PINHOLE -> new Camera(id, m, w, h, p[0], p[0], p[1], p[2], 0, 0, 0, 0, 0, 0);
      case PINHOLE -> new Camera(id, m, w, h, p[0], p[1], p[2], p[3], 0, 0, 0, 0, 0, 0);
      case SIMPLE_RADIAL, SIMPLE_RADIAL_FISHEYE ->
          new Camera(id, m, w, h, p[0], p[0], p[1], p[2], p[3], 0, 0, 0, 0, 0);
      case RADIAL, RADIAL_FISHEYE ->
          new Camera(id, m, w, h, p[0], p[0], p[1], p[2], p[3], p[4], 0, 0, 0, 0);
      case OPENCV -> new Camera(id, m, w, h, p[0], p[1], p[2], p[3], p[4], p[5], 0, 0, p[6], p[7]);
      case OPENCV_FISHEYE ->
          new Camera(id, m, w, h, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], 0, 0);
      case FULL_OPENCV ->
          new Camera(
              id, m, w, h, p[0], p[1], p[2], p[3], p[4], p[5], p[8], p[9], p[6], p[7], p[10],
              p[11]);
    };
  }
}
