package org.e2e3d.engine.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

/**
 * Chooses where to look at a model from: its upright direction and its front come from the cameras
 * that took it; the distance is such that the model fills the picture.
 */
public final class Viewpoints {
  private static final double HALF_FIELD = Math.tan(Math.toRadians(20));
  private static final double MARGIN = 0.94;
  private static final double TRIM = 0.002;
  private static final int MAX_SAMPLES = 50_000;
  private static final int RING_SAMPLES = 4000;
  private static final double RING_SHARE = 0.93;

  private final float[] xyz;
  private final double[] centre;
  private final double[] up;
  private final double[] front;

  private Viewpoints(float[] xyz, double[] centre, double[] up, double[] front) {
    this.xyz = xyz;
    this.centre = centre;
    this.up = up;
    this.front = front;
  }

  /**
   * From the poses that took the model.
   *
   * @param xyz the model's points, 3n; thinned and trimmed of the farthest few
   * @param poses world-to-camera transforms, at least one
   */
  public static Viewpoints of(float[] xyz, List<Pose> poses) {
    float[] kept = trimmed(xyz);
    double[] centre = centre(kept);
    double[] up = new double[3];
    double[] look = new double[3];
    List<double[]> towards = new ArrayList<>();
    for (Pose pose : poses) {
      double[] r = pose.rotation();
      double[] c = pose.centre();
      for (int k = 0; k < 3; k++) {
        up[k] -= r[3 + k] / poses.size();
        look[k] += r[6 + k] / poses.size();
        c[k] -= centre[k];
      }
      towards.add(normalised(c));
    }
    // Cameras that look straight down tell no upright direction by their own: they may be turned
    // any way.
    if (norm(up) < 0.35 && norm(look) > 0.8) {
      up = new double[] {-look[0], -look[1], -look[2]};
    }
    up = norm(up) > 1e-6 ? normalised(up) : new double[] {0, 0, 1};
    return new Viewpoints(kept, centre, up, middle(towards));
  }

  /** From given directions: {@code front} points from the model to the viewer. */
  public static Viewpoints of(float[] xyz, double[] up, double[] front) {
    float[] kept = trimmed(xyz);
    return new Viewpoints(kept, centre(kept), normalised(up), normalised(front));
  }

  /** Front, left, right, above, and then back and between, at most {@code count} in all. */
  public List<Viewpoint> choose(int count, int width, int height) {
    List<Viewpoint> all =
        List.of(
            at("front", 0, 0, width, height),
            at("left", -75, 0, width, height),
            at("right", 75, 0, width, height),
            at("above", 0, 55, width, height),
            at("back", 180, 0, width, height),
            at("half left", -40, 12, width, height),
            at("half right", 40, 12, width, height),
            at("below", 0, -35, width, height));
    return all.subList(0, Math.min(count, all.size()));
  }

  /**
   * Viewpoints around the upright axis, all from one distance, so that nothing jumps when they
   * follow each other; from most sides most of the model fits into the picture.
   *
   * @param turns degrees from the front, positive to the right of a viewer in front
   * @param raise degrees above the front's own elevation
   */
  public List<Viewpoint> ring(double[] turns, double raise, int width, int height) {
    double[][] towards = new double[turns.length][];
    double[] distances = new double[turns.length];
    for (int i = 0; i < turns.length; i++) {
      towards[i] = direction(turns[i], raise);
      distances[i] = distance(towards[i], width, height);
    }
    Arrays.sort(distances);
    double distance = Math.max(1e-6, distances[distances.length / 2]);
    List<Viewpoint> ring = new ArrayList<>();
    for (int i = 0; i < turns.length; i++) {
      double[] eye = new double[3];
      for (int k = 0; k < 3; k++) {
        eye[k] = centre[k] + distance * towards[i][k];
      }
      ring.add(look("turn " + Math.round(turns[i]), towards[i], eye, width, height));
    }
    return ring;
  }

  /**
   * Where a place stands around the upright axis, seen from the front.
   *
   * @return degrees, positive to the right of a viewer in front, -180 to 180
   */
  public double turnOf(double[] place) {
    double[] right = right();
    double[] level = cross(right, up);
    double[] d = {place[0] - centre[0], place[1] - centre[1], place[2] - centre[2]};
    return Math.toDegrees(Math.atan2(dot(d, right), dot(d, level)));
  }

  /** How far above level the front is, degrees. */
  public double elevation() {
    return Math.toDegrees(Math.asin(Math.max(-1, Math.min(1, dot(front, up)))));
  }

  /** The point on a viewpoint's line of sight that is nearest to the model's centre. */
  public double[] target(Viewpoint from) {
    double[] eye = from.pose().centre();
    double[] r = from.pose().rotation();
    double depth = 0;
    for (int k = 0; k < 3; k++) {
      depth += r[6 + k] * (centre[k] - eye[k]);
    }
    double[] target = new double[3];
    for (int k = 0; k < 3; k++) {
      target[k] = eye[k] + depth * r[6 + k];
    }
    return target;
  }

  /**
   * A viewpoint turned about the upright axis and raised, relative to the front.
   *
   * @param turn degrees, positive to the right of a viewer in front
   * @param raise degrees above the front's own elevation; the sum is kept within 85 of level
   */
  public Viewpoint at(String name, double turn, double raise, int width, int height) {
    return fit(name, direction(turn, raise), width, height);
  }

  /** From the model to a viewer. */
  private double[] direction(double turn, double raise) {
    double[] right = right();
    double[] level = cross(right, up);
    double e = Math.toRadians(Math.max(-85, Math.min(85, elevation() + raise)));
    double t = Math.toRadians(turn);
    double[] towards = new double[3];
    for (int k = 0; k < 3; k++) {
      towards[k] =
          Math.cos(e) * (Math.cos(t) * level[k] + Math.sin(t) * right[k]) + Math.sin(e) * up[k];
    }
    return towards;
  }

  private double[] right() {
    double[] right = cross(up, front);
    if (norm(right) < 1e-3) {
      right = cross(up, Math.abs(up[0]) < 0.8 ? new double[] {1, 0, 0} : new double[] {0, 1, 0});
    }
    return normalised(right);
  }

  /** The least distance from the centre from which most of the model is in the picture. */
  private double distance(double[] towards, int width, int height) {
    double[] r = axes(towards);
    double focal = focal(width, height);
    double tx = width / (2 * focal);
    double ty = height / (2 * focal);
    int step = Math.max(1, xyz.length / 3 / RING_SAMPLES);
    double[] needed = new double[(xyz.length / 3 + step - 1) / step];
    for (int i = 0; i < needed.length; i++) {
      double[] c = new double[3];
      for (int k = 0; k < 3; k++) {
        for (int a = 0; a < 3; a++) {
          c[k] += r[3 * k + a] * (xyz[3 * i * step + a] - centre[a]);
        }
      }
      needed[i] = Math.max(Math.abs(c[0]) / tx, Math.abs(c[1]) / ty) - c[2];
    }
    Arrays.sort(needed);
    return needed[(int) (RING_SHARE * (needed.length - 1))];
  }

  private double[] axes(double[] towards) {
    double[] z = {-towards[0], -towards[1], -towards[2]};
    double[] x = normalised(cross(z, up));
    double[] y = cross(z, x);
    return new double[] {x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]};
  }

  private static double focal(int width, int height) {
    return Math.min(width, height) / (2 * HALF_FIELD);
  }

  private Viewpoint look(String name, double[] towards, double[] eye, int width, int height) {
    double f = focal(width, height);
    Camera camera = Camera.pinhole(0, width, height, f, f, width / 2.0, height / 2.0);
    return new Viewpoint(name, camera, Pose.fromCentre(axes(towards), eye));
  }

  private Viewpoint fit(String name, double[] towards, int width, int height) {
    double[] z = {-towards[0], -towards[1], -towards[2]};
    double[] x = normalised(cross(z, up));
    double[] y = cross(z, x);
    double focal = focal(width, height);
    double tx = MARGIN * width / (2 * focal);
    double ty = MARGIN * height / (2 * focal);
    // A point (px, py, depth) is in the picture if |px - ex| <= tx (depth + distance), so the
    // extremes of px - tx depth and
    // -px - tx depth give the least distance and the shift that centres the model; likewise in y.
    double right = Double.NEGATIVE_INFINITY;
    double left = Double.NEGATIVE_INFINITY;
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < xyz.length; i += 3) {
      double px = xyz[i] - centre[0];
      double py = xyz[i + 1] - centre[1];
      double pz = xyz[i + 2] - centre[2];
      double depth = dot(z, px, py, pz);
      double u = dot(x, px, py, pz);
      double v = dot(y, px, py, pz);
      right = Math.max(right, u - tx * depth);
      left = Math.max(left, -u - tx * depth);
      low = Math.max(low, v - ty * depth);
      high = Math.max(high, -v - ty * depth);
    }
    double distance = Math.max(1e-6, Math.max((right + left) / (2 * tx), (low + high) / (2 * ty)));
    double[] eye = new double[3];
    for (int k = 0; k < 3; k++) {
      eye[k] =
          centre[k] + distance * towards[k] + (right - left) / 2 * x[k] + (low - high) / 2 * y[k];
    }
    return look(name, towards, eye, width, height);
  }

  /** The direction that is nearest to all others. */
  private static double[] middle(List<double[]> directions) {
    double[] best = directions.get(0);
    double bestSum = Double.NEGATIVE_INFINITY;
    for (double[] d : directions) {
      double sum = 0;
      for (double[] other : directions) {
        sum += dot(d, other);
      }
      if (sum > bestSum) {
        bestSum = sum;
        best = d;
      }
    }
    return best;
  }

  private static float[] trimmed(float[] xyz) {
    int n = xyz.length / 3;
    if (n == 0) {
      throw new IllegalArgumentException("Viewpoints: the model has no points");
    }
    int step = Math.max(1, n / MAX_SAMPLES);
    float[] low = new float[3];
    float[] high = new float[3];
    for (int k = 0; k < 3; k++) {
      float[] values = new float[(n + step - 1) / step];
      for (int i = 0; i < values.length; i++) {
        values[i] = xyz[3 * i * step + k];
      }
      Arrays.sort(values);
      int cut = (int) (TRIM * values.length);
      low[k] = values[cut];
      high[k] = values[values.length - 1 - cut];
    }
    float[] kept = new float[3 * ((n + step - 1) / step)];
    int m = 0;
    for (int i = 0; i < n; i += step) {
      boolean inside = true;
      for (int k = 0; k < 3; k++) {
        inside &= xyz[3 * i + k] >= low[k] && xyz[3 * i + k] <= high[k];
      }
      if (inside) {
        System.arraycopy(xyz, 3 * i, kept, m, 3);
        m += 3;
      }
    }
    return m == 0 ? xyz.clone() : Arrays.copyOf(kept, m);
  }

  private static double[] centre(float[] xyz) {
    double[] c = new double[3];
    for (int k = 0; k < 3; k++) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (int i = k; i < xyz.length; i += 3) {
        low = Math.min(low, xyz[i]);
        high = Math.max(high, xyz[i]);
      }
      c[k] = (low + high) / 2.0;
    }
    return c;
  }

  private static double dot(double[] a, double[] b) {
    return dot(a, b[0], b[1], b[2]);
  }

  private static double dot(double[] a, double x, double y, double z) {
    return a[0] * x + a[1] * y + a[2] * z;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double[] normalised(double[] a) {
    double n = Math.max(1e-12, norm(a));
    return new double[] {a[0] / n, a[1] / n, a[2] / n};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
