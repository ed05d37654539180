package org.e2e3d.engine.sfm.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.e2e3d.engine.image.GeoPoint;
import org.e2e3d.engine.scene.GeoReference;
import org.e2e3d.engine.sfm.geometry.Similarity;
import org.e2e3d.engine.sfm.geometry.SymmetricEigen;

/**
 * Places a map on Earth by the positions in the photographs' metadata: a similarity to east, north,
 * up metres, found by the least median of residuals over samples of three positions (Rousseeuw,
 * "Least median of squares regression", 1984), which bears nearly half of them wrong, and refined
 * on the positions that agree. Where the cameras stand on a line, as far as the positions' errors
 * can tell, the turn about it comes from the cameras' own notion of up.
 */
final class GpsPlacement {
  private static final double A = 6378137.0; // WGS 84
  private static final double E2 = 6.69437999014e-3;
  private static final int ROUNDS = 12;
  private static final int SAMPLES = 600;
  private static final double LEAST_EXTENT = 2; // metres: closer positions are as good as one
  private static final double LEAST_TOLERANCE = 0.5; // metres
  private static final double WRONG = 2; // tolerances: worse positions are called wrong
  private static final double LINE = 0.05; // width over length
  private static final double TO_DEVIATION = 0.65; // median length of a unit 3D Gaussian is 1.54

  private final MapState s;
  private final int[] known;
  private final int n;
  private final double[] from;
  private final double[] to;
  private boolean collinear;

  private GpsPlacement(MapState state, int[] known, int n, GeoReference origin) {
    this.s = state;
    this.known = known;
    this.n = n;
    from = new double[3 * n];
    to = new double[3 * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(s.centre, 3 * known[i], from, 3 * i, 3);
      GeoPoint g = s.photos.get(known[i]).gps().orElseThrow();
      System.arraycopy(enu(origin, g), 0, to, 3 * i, 3);
    }
  }

  /**
   * Moves the map if at least three registered photographs have positions that are spread wider
   * than their errors.
   *
   * @return how it went, or empty if the map was left alone
   */
  static Optional<GpsFit> place(MapState s, long seed) {
    int[] known = new int[s.size()];
    int n = 0;
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p] && s.photos.get(p).gps().isPresent()) {
        known[n++] = p;
      }
    }
    if (n < 3) {
      return Optional.empty();
    }
    GeoReference origin = origin(s, known, n);
    return new GpsPlacement(s, known, n, origin).run(origin, seed);
  }

  private Optional<GpsFit> run(GeoReference origin, long seed) {
    double extent = extent(to);
    Similarity fit = extent < LEAST_EXTENT ? null : search(seed);
    if (fit == null) {
      return Optional.empty();
    }
    double[] error = errors(fit);
    double tolerance = tolerance(error);
    for (int round = 0; round < ROUNDS && fit != null; round++) {
      fit = refine(error, tolerance);
      if (fit != null) {
        error = errors(fit);
        tolerance = tolerance(error);
      }
    }
    if (fit == null || !(fit.scale() > 0)) {
      return Optional.empty();
    }
    List<String> wrong = new ArrayList<>();
    double[] agreeing = new double[n];
    int used = 0;
    for (int i = 0; i < n; i++) {
      if (error[i] < WRONG * tolerance) {
        agreeing[used++] = error[i];
      } else {
        wrong.add(s.photos.get(known[i]).name());
      }
    }
    Arrays.sort(agreeing, 0, used);
    if (used < 3 || 2 * used < n || agreeing[used / 2] > extent / 4) {
      return Optional.empty();
    }
    WorldFrame.apply(s, fit);
    return Optional.of(
        new GpsFit(origin, used, wrong, agreeing[used / 2], agreeing[used - 1], collinear));
  }

  /** The similarity of three positions with the least median residual; null if there is none. */
  private Similarity search(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Similarity best = null;
    double least = Double.POSITIVE_INFINITY;
    double[] extents = spread(from, n);
    collinear = extents[1] < LINE * extents[2];
    double[] weight = new double[n];
    for (int trial = 0; trial < SAMPLES; trial++) {
      Arrays.fill(weight, 0);
      int a = random.nextInt(n);
      int b = random.nextInt(n);
      int c = random.nextInt(n);
      if (a == b || b == c || a == c) {
        continue;
      }
      weight[a] = weight[b] = weight[c] = 1;
      Similarity fit = fit(weight);
      if (!(fit.scale() > 0)) {
        continue;
      }
      double median = median(errors(fit));
      if (median < least) {
        least = median;
        best = fit;
      }
    }
    return best;
  }

  /** Fits to the positions that agree; null if fewer than three do. */
  private Similarity refine(double[] error, double tolerance) {
    double[] weight = new double[n];
    int used = 0;
    for (int i = 0; i < n; i++) {
      double q = error[i] / tolerance;
      weight[i] = q < 1 ? (1 - q * q) * (1 - q * q) : 0; // Tukey's biweight
      used += q < 1 ? 1 : 0;
    }
    if (used < 3) {
      return null;
    }
    Similarity fit = fit(weight);
    double[] extents = spread(from, n);
    // a layout no wider than the errors does not tell the turn about its length
    collinear |= extents[1] * fit.scale() < tolerance / 3;
    return fit(weight);
  }

  private Similarity fit(double[] weight) {
    if (!collinear) {
      return Similarity.fit(from, to, weight);
    }
    // stations above the cameras carry the up direction into the fit
    double height = spread(from, n)[2];
    Similarity flat = Similarity.fit(from, to, weight);
    double[] up = WorldFrame.up(s, flat.scale());
    double[] a = Arrays.copyOf(from, 6 * n);
    double[] b = Arrays.copyOf(to, 6 * n);
    double[] w = Arrays.copyOf(weight, 2 * n);
    for (int i = 0; i < n; i++) {
      w[n + i] = weight[i];
      for (int j = 0; j < 3; j++) {
        a[3 * (n + i) + j] = from[3 * i + j] + height * up[j];
        b[3 * (n + i) + j] = to[3 * i + j] + (j == 2 ? flat.scale() * height : 0);
      }
    }
    return Similarity.fit(a, b, w);
  }

  private double[] errors(Similarity fit) {
    double[] moved = from.clone();
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      fit.apply(moved, 3 * i);
      for (int j = 0; j < 3; j++) {
        double e = moved[3 * i + j] - to[3 * i + j];
        out[i] += e * e;
      }
      out[i] = Math.sqrt(out[i]);
    }
    return out;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Four standard deviations, from the median residual. */
  private static double tolerance(double[] error) {
    return Math.max(LEAST_TOLERANCE, 4 * TO_DEVIATION * median(error) * 1.3);
  }

  private double extent(double[] xyz) {
    return spread(xyz, n)[2];
  }

  /** Standard deviations along the principal axes, ascending. */
  private static double[] spread(double[] xyz, int n) {
    double[] mean = new double[3];
    for (int i = 0; i < 3 * n; i++) {
      mean[i % 3] += xyz[i] / n;
    }
    double[] scatter = new double[9];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          scatter[3 * j + k] += (xyz[3 * i + j] - mean[j]) * (xyz[3 * i + k] - mean[k]) / n;
        }
      }
    }
    SymmetricEigen eigen = new SymmetricEigen(scatter, 3);
    double[] out = new double[3];
    for (int j = 0; j < 3; j++) {
      out[j] = Math.sqrt(Math.max(0, eigen.value(j)));
    }
    return out;
  }

  private static GeoReference origin(MapState s, int[] known, int n) {
    double[] latitude = new double[n];
    double[] longitude = new double[n];
    double[] altitude = new double[n];
    int heights = 0;
    for (int i = 0; i < n; i++) {
      GeoPoint g = s.photos.get(known[i]).gps().orElseThrow();
      latitude[i] = g.latitude();
      longitude[i] = g.longitude();
      if (!Double.isNaN(g.altitude())) {
        altitude[heights++] = g.altitude();
      }
    }
    Arrays.sort(latitude);
    Arrays.sort(longitude);
    Arrays.sort(altitude, 0, heights);
    return new GeoReference(
        latitude[n / 2], longitude[n / 2], heights > 0 ? altitude[heights / 2] : 0);
  }

  /** East, north, up in metres from the origin; an unknown altitude counts as the origin's. */
  static double[] enu(GeoReference origin, GeoPoint g) {
    double altitude = Double.isNaN(g.altitude()) ? origin.altitude() : g.altitude();
    double[] o = ecef(origin.latitude(), origin.longitude(), origin.altitude());
    double[] p = ecef(g.latitude(), g.longitude(), altitude);
    double dx = p[0] - o[0];
    double dy = p[1] - o[1];
    double dz = p[2] - o[2];
    double sp = Math.sin(Math.toRadians(origin.latitude()));
    double cp = Math.cos(Math.toRadians(origin.latitude()));
    double sl = Math.sin(Math.toRadians(origin.longitude()));
    double cl = Math.cos(Math.toRadians(origin.longitude()));
    return new double[] {
      -sl * dx + cl * dy,
      -sp * cl * dx - sp * sl * dy + cp * dz,
      cp * cl * dx + cp * sl * dy + sp * dz
    };
  }

  private static double[] ecef(double latitude, double longitude, double altitude) {
    double sp = Math.sin(Math.toRadians(latitude));
    double cp = Math.cos(Math.toRadians(latitude));
    double n = A / Math.sqrt(1 - E2 * sp * sp);
    return new double[] {
      (n + altitude) * cp * Math.cos(Math.toRadians(longitude)),
      (n + altitude) * cp * Math.sin(Math.toRadians(longitude)),
      (n * (1 - E2) + altitude) * sp
    };
  }
}
