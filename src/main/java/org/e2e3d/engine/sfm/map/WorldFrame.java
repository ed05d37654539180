package org.e2e3d.engine.sfm.map;

import java.util.Arrays;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.sfm.geometry.Rotations;
import org.e2e3d.engine.sfm.geometry.Similarity;
import org.e2e3d.engine.sfm.geometry.SymmetricEigen;

/**
 * A sensible world frame for a map without positions: z up, the points' middle at the origin, the
 * cameras at a mean distance of 1 from it.
 */
final class WorldFrame {
  /** Metres to the subject beyond which cameras that look the same way look down. */
  private static final double AERIAL = 25;

  private WorldFrame() {}

  /** Moves the map into a frame with z up. */
  static void level(MapState s) {
    double[] up = up(s);
    double[] middle = middle(s);
    double distance = 0;
    int n = 0;
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p]) {
        distance += Math.sqrt(squared(s.centre, 3 * p, middle));
        n++;
      }
    }
    double scale = distance > 0 ? n / distance : 1;
    double[] r = frameWithUp(up, s);
    double[] t = new double[3];
    for (int j = 0; j < 3; j++) {
      t[j] = -scale * (r[3 * j] * middle[0] + r[3 * j + 1] * middle[1] + r[3 * j + 2] * middle[2]);
    }
    apply(s, new Similarity(scale, r, t));
  }

  /** Applies a similarity to cameras and points. */
  static void apply(MapState s, Similarity similarity) {
    double[] back = Rotations.transpose(similarity.rotation());
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p]) {
        double[] r = Arrays.copyOfRange(s.rotation, 9 * p, 9 * p + 9);
        System.arraycopy(Rotations.multiply(r, back), 0, s.rotation, 9 * p, 9);
        similarity.apply(s.centre, 3 * p);
      }
    }
    for (int t = 0; t < s.tracks(); t++) {
      if (s.alive[t]) {
        similarity.apply(s.xyz, 3 * t);
      }
    }
  }

  /**
   * The direction that is up: photographers hold the horizon level, so cameras' x axes lie in the
   * ground plane. Where these axes do not span it, the mean of the cameras' upward axes.
   */
  static double[] up(MapState s) {
    double[] scatter = new double[9];
    double[] upwards = new double[3];
    double[] backwards = new double[3];
    int n = 0;
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p]) {
        n++;
        double[] r = Arrays.copyOfRange(s.rotation, 9 * p, 9 * p + 9);
        r = Pose.of(r, 0, 0, 0).turned(s.photos.get(p).quarterTurns()).rotation();
        for (int j = 0; j < 3; j++) {
          upwards[j] -= r[3 + j];
          backwards[j] -= r[6 + j];
          for (int k = 0; k < 3; k++) {
            scatter[3 * j + k] += r[j] * r[k];
          }
        }
      }
    }
    double length = Math.sqrt(dot(upwards, upwards));
    SymmetricEigen eigen = new SymmetricEigen(scatter, 3);
    double[] normal = eigen.vector(0);
    boolean spans = eigen.value(1) > 0.05 * n && eigen.value(0) < 0.2 * eigen.value(1);
    if (!spans) {
      return length > 0 ? scaled(upwards, 1 / length) : normal;
    }
    // cameras that look straight down have no upward axis on average: they stand above the scene
    double sign = length > 0.2 * n ? dot(normal, upwards) : dot(normal, backwards);
    for (int j = 0; j < 3; j++) {
      normal[j] *= sign < 0 ? -1 : 1;
    }
    return normal;
  }

  /**
   * The same where a unit's length in metres is known. Cameras side by side that look the same way
   * tell nothing of up by themselves: they may look at a wall or straight down. From afar, they
   * look down.
   */
  static double[] up(MapState s, double metres) {
    double[] x = new double[3];
    double[] backwards = new double[3];
    int n = 0;
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p]) {
        n++;
        for (int j = 0; j < 3; j++) {
          x[j] += s.rotation[9 * p + j];
          backwards[j] -= s.rotation[9 * p + 6 + j];
        }
      }
    }
    double length = Math.sqrt(dot(backwards, backwards));
    boolean alike = dot(x, x) > 0.9 * n * n && length > 0.95 * n;
    return alike && metres * medianDistance(s) > AERIAL ? scaled(backwards, 1 / length) : up(s);
  }

  private static double medianDistance(MapState s) {
    double[] distance = new double[s.obsOn.length];
    int n = 0;
    for (int o = 0; o < s.obsOn.length; o++) {
      if (s.obsOn[o]) {
        double sum = 0;
        for (int j = 0; j < 3; j++) {
          double d = s.xyz[3 * s.obsTrack[o] + j] - s.centre[3 * s.obsPhoto[o] + j];
          sum += d * d;
        }
        distance[n++] = Math.sqrt(sum);
      }
    }
    Arrays.sort(distance, 0, n);
    return n > 0 ? distance[n / 2] : 0;
  }

  private static double[] scaled(double[] v, double factor) {
    return new double[] {factor * v[0], factor * v[1], factor * v[2]};
  }

  /** A rotation whose z axis is {@code up} and whose y axis is the cameras' mean view direction. */
  private static double[] frameWithUp(double[] up, MapState s) {
    double[] forward = new double[3];
    for (int p = 0; p < s.size(); p++) {
      for (int j = 0; s.registered[p] && j < 3; j++) {
        forward[j] += s.rotation[9 * p + 6 + j];
      }
    }
    double d = dot(forward, up);
    for (int j = 0; j < 3; j++) {
      forward[j] -= d * up[j];
    }
    double n = Math.sqrt(dot(forward, forward));
    if (n < 1e-6) {
      int axis = Math.abs(up[0]) < 0.7 ? 0 : 1;
      Arrays.fill(forward, 0);
      forward[axis] = 1;
      d = up[axis];
      for (int j = 0; j < 3; j++) {
        forward[j] -= d * up[j];
      }
      n = Math.sqrt(dot(forward, forward));
    }
    double[] y = {forward[0] / n, forward[1] / n, forward[2] / n};
    return new double[] {
      y[1] * up[2] - y[2] * up[1],
      y[2] * up[0] - y[0] * up[2],
      y[0] * up[1] - y[1] * up[0],
      y[0],
      y[1],
      y[2],
      up[0],
      up[1],
      up[2]
    };
  }

  private static double[] middle(MapState s) {
    double[] out = new double[3];
    for (int j = 0; j < 3; j++) {
      double[] v = new double[s.points()];
      int n = 0;
      for (int t = 0; t < s.tracks(); t++) {
        if (s.alive[t]) {
          v[n++] = s.xyz[3 * t + j];
        }
      }
      Arrays.sort(v);
      out[j] = n > 0 ? v[n / 2] : 0;
    }
    return out;
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double squared(double[] a, int o, double[] b) {
    double sum = 0;
    for (int j = 0; j < 3; j++) {
      sum += (a[o + j] - b[j]) * (a[o + j] - b[j]);
    }
    return sum;
  }
}
