package org.e2e3d.engine.sfm.given;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.geometry.Linear3;
import org.e2e3d.engine.sfm.track.TrackBuilder;
import org.e2e3d.engine.sfm.track.Tracks;

/**
 * Triangulates tracks between views that are known exactly: the point nearest to all rays in the
 * least-squares sense, without the observation that fits worst until all fit. Works on rays alone,
 * so for every lens.
 */
final class KnownViewPoints {
  private static final double MAX_ERROR_SHARE = 0.003; // of the image's width; 4.8 of 1600 pixels
  private static final double LEAST_ANGLE_COSINE = Math.cos(Math.toRadians(1.5));
  private static final int LEAST_VIEWS = 2;

  private final Map<Integer, View> views = new HashMap<>();
  private final Map<Integer, Camera> cameras = new HashMap<>();
  private final Map<Integer, double[]> rotations = new HashMap<>();
  private final Map<Integer, double[]> centres = new HashMap<>();
  private final List<FeatureSet> features;
  private final Tracks tracks;

  // the track at work
  private final int[] seen;
  private final double[] direction;
  private int n;

  private final double[] point = new double[3];
  private final double[] camera = new double[3];
  private final double[] pixel = new double[2];

  KnownViewPoints(SparseModel model, List<FeatureSet> features, MatchGraph graph) {
    this.features = features;
    for (View v : model.views()) {
      views.put(v.id(), v);
      cameras.put(v.id(), model.cameraOf(v));
      rotations.put(v.id(), v.pose().rotation());
      centres.put(v.id(), v.pose().centre());
    }
    this.tracks = TrackBuilder.build(features, graph);
    int longest = 0;
    for (int t = 0; t < tracks.size(); t++) {
      longest = Math.max(longest, tracks.start()[t + 1] - tracks.start()[t]);
    }
    seen = new int[longest];
    direction = new double[3 * longest];
  }

  SparsePoints triangulate() {
    int m = tracks.observations();
    double[] xyz = new double[3 * tracks.size()];
    float[] error = new float[tracks.size()];
    byte[] rgb = new byte[3 * tracks.size()];
    int[] start = new int[tracks.size() + 1];
    int[] view = new int[m];
    int[] feature = new int[m];
    float[] xy = new float[2 * m];
    int points = 0;
    int o = 0;
    for (int t = 0; t < tracks.size(); t++) {
      if (!triangulate(t)) {
        continue;
      }
      System.arraycopy(point, 0, xyz, 3 * points, 3);
      double sum = 0;
      for (int k = 0; k < n; k++) {
        int at = seen[k];
        FeatureSet set = features.get(tracks.photo()[at]);
        int f = tracks.feature()[at];
        sum += error(at);
        view[o] = tracks.photo()[at];
        feature[o] = f;
        System.arraycopy(set.xy(), 2 * f, xy, 2 * o, 2);
        if (k == 0) {
          System.arraycopy(set.rgb(), 3 * f, rgb, 3 * points, 3);
        }
        o++;
      }
      error[points] = (float) (sum / n);
      start[++points] = o;
    }
    return new SparsePoints(
        java.util.Arrays.copyOf(xyz, 3 * points),
        java.util.Arrays.copyOf(rgb, 3 * points),
        java.util.Arrays.copyOf(error, points),
        java.util.Arrays.copyOf(start, points + 1),
        java.util.Arrays.copyOf(view, o),
        java.util.Arrays.copyOf(feature, o),
        java.util.Arrays.copyOf(xy, 2 * o));
  }

  private boolean triangulate(int track) {
    n = 0;
    for (int at = tracks.start()[track]; at < tracks.start()[track + 1]; at++) {
      if (views.containsKey(tracks.photo()[at]) && ray(at)) {
        seen[n++] = at;
      }
    }
    while (n >= LEAST_VIEWS && widest() && intersect()) {
      int worst = 0;
      double largest = 0;
      for (int k = 0; k < n; k++) {
        double e = error(seen[k]) / cameras.get(tracks.photo()[seen[k]]).width();
        if (!(e <= largest)) {
          largest = e;
          worst = k;
        }
      }
      if (largest <= MAX_ERROR_SHARE) {
        return true;
      }
      n--;
      seen[worst] = seen[n];
      System.arraycopy(direction, 3 * n, direction, 3 * worst, 3);
    }
    return false;
  }

  /** The unit direction, in the world, in which an observation was seen; into place n. */
  private boolean ray(int at) {
    int photo = tracks.photo()[at];
    float[] xy = features.get(photo).xy();
    int f = tracks.feature()[at];
    if (!cameras.get(photo).unproject(xy[2 * f], xy[2 * f + 1], pixel)) {
      return false;
    }
    double[] r = rotations.get(photo);
    double length = Math.sqrt(pixel[0] * pixel[0] + pixel[1] * pixel[1] + 1);
    for (int j = 0; j < 3; j++) {
      direction[3 * n + j] = (r[j] * pixel[0] + r[3 + j] * pixel[1] + r[6 + j]) / length;
    }
    return true;
  }

  /** Whether any two rays meet at a sufficient angle. */
  private boolean widest() {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double cosine = 0;
        for (int k = 0; k < 3; k++) {
          cosine += direction[3 * i + k] * direction[3 * j + k];
        }
        if (cosine < LEAST_ANGLE_COSINE) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean intersect() {
    double[] a = new double[6];
    double[] b = new double[3];
    for (int k = 0; k < n; k++) {
      double[] c = centres.get(tracks.photo()[seen[k]]);
      int entry = 0;
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          double m = (i == j ? 1 : 0) - direction[3 * k + i] * direction[3 * k + j];
          b[i] += m * c[j];
          if (j >= i) {
            a[entry++] += m;
          }
        }
      }
    }
    return Linear3.solve(a, b, point);
  }

  private double error(int at) {
    int photo = tracks.photo()[at];
    float[] xy = features.get(photo).xy();
    int f = tracks.feature()[at];
    views.get(photo).pose().apply(point[0], point[1], point[2], camera);
    return cameras.get(photo).project(camera[0], camera[1], camera[2], pixel)
        ? Math.hypot(pixel[0] - xy[2 * f], pixel[1] - xy[2 * f + 1])
        : Double.POSITIVE_INFINITY;
  }
}
