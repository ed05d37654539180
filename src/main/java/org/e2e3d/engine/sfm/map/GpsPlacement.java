package org.e2e3d.engine.sfm.map;

import java.util.Arrays;
import java.util.Optional;
import org.e2e3d.engine.image.GeoPoint;
import org.e2e3d.engine.scene.GeoReference;
import org.e2e3d.engine.sfm.geometry.Similarity;
import org.e2e3d.engine.sfm.geometry.SymmetricEigen;

/**
 * Places a map on Earth by the positions in the photographs' metadata: a similarity to east, north,
 * up metres, robust by reweighting. Where all positions lie on a line, the turn about that line
 * comes from the cameras' own notion of up.
 */
final class GpsPlacement {
  private static final double A = 6378137.0; // WGS 84
  private static final double E2 = 6.69437999014e-3;
  private static final int ROUNDS = 20;

  private GpsPlacement() {}

  /**
   * Moves the map if at least three registered photographs have positions that are spread wider
   * than their errors.
   *
   * @return the origin of the new frame, or empty if the map was left alone
   */
  static Optional<GeoReference> place(MapState s) {
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
    double[] from = new double[3 * n];
    double[] to = new double[3 * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(s.centre, 3 * known[i], from, 3 * i, 3);
      GeoPoint g = s.photos.get(known[i]).gps().orElseThrow();
      System.arraycopy(enu(origin, g), 0, to, 3 * i, 3);
    }
    Similarity fit = fit(s, from, to, n);
    if (fit == null) {
      return Optional.empty();
    }
    WorldFrame.apply(s, fit);
    return Optional.of(origin);
  }

  private static Similarity fit(MapState s, double[] from, double[] to, int n) {
    double[] spread = spread(to, n);
    if (spread[2] < 2) {
      return null; // all within two metres: no better than one position
    }
    if (spread[1] < 0.05 * spread[2]) {
      // on a line: stations above the cameras fix the turn about it
      double[] up = WorldFrame.up(s);
      double[] spreadFrom = spread(from, n);
      from = Arrays.copyOf(from, 6 * n);
      to = Arrays.copyOf(to, 6 * n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < 3; j++) {
          from[3 * (n + i) + j] = from[3 * i + j] + spreadFrom[2] * up[j];
          to[3 * (n + i) + j] = to[3 * i + j] + (j == 2 ? spread[2] : 0);
        }
      }
    }
    int m = from.length / 3;
    double[] weight = new double[m];
    Arrays.fill(weight, 1);
    Similarity fit = null;
    double middle = 0;
    for (int round = 0; round < ROUNDS; round++) {
      fit = Similarity.fit(from, to, weight);
      double[] error = new double[m];
      for (int i = 0; i < m; i++) {
        double[] x = Arrays.copyOfRange(from, 3 * i, 3 * i + 3);
        fit.apply(x, 0);
        error[i] =
            Math.sqrt(
                Math.pow(x[0] - to[3 * i], 2)
                    + Math.pow(x[1] - to[3 * i + 1], 2)
                    + Math.pow(x[2] - to[3 * i + 2], 2));
      }
      double[] sorted = error.clone();
      Arrays.sort(sorted);
      middle = sorted[m / 2];
      for (int i = 0; i < m; i++) {
        double q = error[i] / (2 * middle + 1e-6);
        weight[i] = 1 / (1 + q * q);
      }
    }
    return fit.scale() > 0 && middle < spread[2] / 3 ? fit : null;
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
