package org.e2e3d.engine.surface;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.e2e3d.engine.dense.DenseModel;
import org.e2e3d.engine.dense.DepthMapFile;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.Pose;

/** Exact depth maps of a {@link Solid}, by sphere tracing, and ways to spoil them. */
final class SyntheticDepth {
  static final int WIDTH = 160;
  static final int HEIGHT = 120;
  static final double FOCAL = 180;
  private static final double FAR = 60;

  private final List<DepthMap> maps = new ArrayList<>();

  /** Views evenly spread over a sphere of the given radius, looking at the origin. */
  static SyntheticDepth allRound(Solid solid, int views, double radius) {
    SyntheticDepth s = new SyntheticDepth();
    for (int i = 0; i < views; i++) {
      double z = 1 - 2 * (i + 0.5) / views;
      double r = Math.sqrt(1 - z * z);
      double a = i * Math.PI * (3 - Math.sqrt(5));
      s.look(solid, new double[] {radius * r * Math.cos(a), radius * r * Math.sin(a), radius * z});
    }
    return s;
  }

  /** Adds a view from a place, looking at the origin. */
  SyntheticDepth look(Solid solid, double[] eye) {
    double n = Math.sqrt(eye[0] * eye[0] + eye[1] * eye[1] + eye[2] * eye[2]);
    double[] z = {-eye[0] / n, -eye[1] / n, -eye[2] / n};
    double[] up = Math.abs(z[2]) > 0.9 ? new double[] {0, 1, 0} : new double[] {0, 0, 1};
    double[] x = unit(cross(z, up));
    double[] y = cross(z, x);
    double[] r = {x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]};
    Camera camera = Camera.pinhole(1, WIDTH, HEIGHT, FOCAL, FOCAL, WIDTH / 2.0, HEIGHT / 2.0);
    float[] depth = new float[WIDTH * HEIGHT];
    float[] confidence = new float[WIDTH * HEIGHT];
    for (int v = 0; v < HEIGHT; v++) {
      for (int u = 0; u < WIDTH; u++) {
        double rx = (u + 0.5 - camera.cx()) / FOCAL;
        double ry = (v + 0.5 - camera.cy()) / FOCAL;
        double d = trace(solid, eye, r, rx, ry);
        depth[v * WIDTH + u] = (float) d;
        confidence[v * WIDTH + u] = d > 0 ? 1 : 0;
      }
    }
    maps.add(
        new DepthMap(
            maps.size(), camera, Pose.fromCentre(r, eye), depth, new float[0], confidence));
    return this;
  }

  /** Adds Gaussian noise, in pixel footprints, to every depth. */
  SyntheticDepth noise(double footprints, long seed) {
    Random random = new Random(seed);
    for (DepthMap m : maps) {
      for (int i = 0; i < m.depth().length; i++) {
        m.depth()[i] *= (float) (1 + footprints / FOCAL * random.nextGaussian());
      }
    }
    return this;
  }

  /** Forgets the depths of every pixel whose point lies in a ball. */
  SyntheticDepth blank(double x, double y, double z, double radius) {
    for (DepthMap m : maps) {
      for (int i = 0; i < m.depth().length; i++) {
        double[] p = point(m, i);
        double d2 = sq(p[0] - x) + sq(p[1] - y) + sq(p[2] - z);
        if (d2 < radius * radius) {
          m.depth()[i] = 0;
          m.confidence()[i] = 0;
        }
      }
    }
    return this;
  }

  /** Puts a small false surface into one view: a square of pixels at a wrong depth. */
  SyntheticDepth plant(int view, int u, int v, int size, double depth) {
    for (int y = v; y < v + size; y++) {
      Arrays.fill(maps.get(view).depth(), y * WIDTH + u, y * WIDTH + u + size, (float) depth);
      Arrays.fill(maps.get(view).confidence(), y * WIDTH + u, y * WIDTH + u + size, 1);
    }
    return this;
  }

  List<DepthMap> maps() {
    return maps;
  }

  /** Writes the maps and a cloud of some of their points, coloured by position. */
  DenseModel write(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      for (DepthMap m : maps) {
        Path file = folder.resolve("view" + m.viewId() + ".depth");
        DepthMapFile.write(file, m);
        files.add(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DenseModel(cloud(), files);
  }

  private PointCloud cloud() {
    float[] xyz = new float[3 * maps.size() * WIDTH * HEIGHT / 4];
    byte[] rgb = new byte[xyz.length];
    int n = 0;
    for (DepthMap m : maps) {
      for (int i = 0; i < m.depth().length; i += 4) {
        if (m.depth()[i] > 0) {
          double[] p = point(m, i);
          for (int k = 0; k < 3; k++) {
            xyz[3 * n + k] = (float) p[k];
            rgb[3 * n + k] = (byte) (p[k] > 0 ? 200 : 50);
          }
          n++;
        }
      }
    }
    return new PointCloud(
        Arrays.copyOf(xyz, 3 * n), new float[0], Arrays.copyOf(rgb, 3 * n), new float[0]);
  }

  /** The world point of a pixel. */
  static double[] point(DepthMap m, int i) {
    double z = m.depth()[i];
    double x = (i % WIDTH + 0.5 - m.camera().cx()) / FOCAL * z - m.pose().tx();
    double y = (i / WIDTH + 0.5 - m.camera().cy()) / FOCAL * z - m.pose().ty();
    double w = z - m.pose().tz();
    double[] r = m.pose().rotation();
    return new double[] {
      r[0] * x + r[3] * y + r[6] * w, r[1] * x + r[4] * y + r[7] * w, r[2] * x + r[5] * y + r[8] * w
    };
  }

  private static double trace(Solid solid, double[] eye, double[] r, double rx, double ry) {
    double dx = r[0] * rx + r[3] * ry + r[6];
    double dy = r[1] * rx + r[4] * ry + r[7];
    double dz = r[2] * rx + r[5] * ry + r[8];
    double length = Math.sqrt(rx * rx + ry * ry + 1);
    double z = 0;
    for (int i = 0; i < 2000 && z < FAR; i++) {
      double d = solid.distance(eye[0] + dx * z, eye[1] + dy * z, eye[2] + dz * z);
      if (d < 1e-7) {
        return z;
      }
      z += d / length;
    }
    return 0;
  }

  private static double sq(double a) {
    return a * a;
  }

  private static double[] unit(double[] a) {
    double n = Math.sqrt(sq(a[0]) + sq(a[1]) + sq(a[2]));
    return new double[] {a[0] / n, a[1] / n, a[2] / n};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
