package org.e2e3d.engine.sfm.map;

import java.util.stream.IntStream;
import org.e2e3d.engine.sfm.estimate.Triangulation;
import org.e2e3d.engine.stage.Workers;

/** Makes, completes and removes points. */
final class PointKeeper {
  private static final int SHARES = 8;

  private final MapState s;
  private final MapTolerances tolerances;
  private final int threads;

  PointKeeper(MapState state, MapTolerances tolerances, int threads) {
    this.s = state;
    this.tolerances = tolerances;
    this.threads = threads;
  }

  /** Lets a newly registered photograph support points and make new ones. */
  void extend(int photo) {
    update(
        IntStream.range(s.photoStart[photo], s.photoStart[photo + 1])
            .map(k -> s.obsTrack[s.photoObs[k]])
            .toArray());
  }

  /** Completes every point and triangulates every track that has none. */
  void extendAll() {
    update(IntStream.range(0, s.tracks()).toArray());
  }

  private void update(int[] tracks) {
    int share = (tracks.length + SHARES - 1) / SHARES;
    Workers.forEach(
        threads,
        SHARES,
        k -> {
          Triangulation triangulation = new Triangulation();
          double[] point = new double[3];
          int to = Math.min(tracks.length, (k + 1) * share);
          for (int i = k * share; i < to; i++) {
            updateTrack(tracks[i], triangulation, point);
          }
        });
  }

  private void updateTrack(int t, Triangulation triangulation, double[] point) {
    if (s.alive[t]) {
      complete(t, point);
    } else {
      triangulate(t, triangulation, point);
    }
  }

  private void complete(int t, double[] scratch) {
    for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
      if (!s.obsOn[o] && s.registered[s.obsPhoto[o]]) {
        s.obsOn[o] = s.error(o, scratch) < tolerances.completeError();
      }
    }
  }

  private void triangulate(int t, Triangulation triangulation, double[] point) {
    triangulation.clear();
    for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
      int p = s.obsPhoto[o];
      if (s.registered[p]) {
        triangulation.add(
            s.rotation,
            9 * p,
            s.centre,
            3 * p,
            s.lens,
            s.lensOffset(p),
            s.obsXy[2 * o],
            s.obsXy[2 * o + 1],
            tolerances.completeError() * s.pixelUnit[p]);
      }
    }
    if (triangulation.size() < 2 || triangulation.solve(tolerances.minAngle(), point) < 2) {
      return;
    }
    System.arraycopy(point, 0, s.xyz, 3 * t, 3);
    s.alive[t] = true;
    int i = 0;
    for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
      if (s.registered[s.obsPhoto[o]]) {
        s.obsOn[o] = triangulation.isInlier(i++);
      }
    }
  }

  /**
   * Drops observations with large errors, and points left with fewer than two or with too narrow an
   * angle.
   *
   * @param maxError in pixel units
   * @return how many observations were dropped
   */
  int filter(double maxError) {
    int[] dropped = new int[SHARES];
    int share = (s.tracks() + SHARES - 1) / SHARES;
    Workers.forEach(
        threads,
        SHARES,
        k -> {
          double[] scratch = new double[2];
          int to = Math.min(s.tracks(), (k + 1) * share);
          for (int t = k * share; t < to; t++) {
            dropped[k] += s.alive[t] ? filterTrack(t, maxError, scratch) : 0;
          }
        });
    return IntStream.of(dropped).sum();
  }

  private int filterTrack(int t, double maxError, double[] scratch) {
    int dropped = 0;
    int kept = 0;
    for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
      if (s.obsOn[o]) {
        if (s.error(o, scratch) > maxError) {
          s.obsOn[o] = false;
          dropped++;
        } else {
          kept++;
        }
      }
    }
    if (kept < 2 || s.angle(t) < tolerances.minAngle()) {
      s.kill(t);
      dropped += kept;
    }
    return dropped;
  }

  /** A robust standard deviation of the supporting observations' errors, in pixel units. */
  double spread() {
    double[] scratch = new double[2];
    double[] errors =
        IntStream.range(0, s.obsOn.length)
            .filter(o -> s.obsOn[o])
            .mapToDouble(o -> s.error(o, scratch))
            .sorted()
            .toArray();
    // the median of a Rayleigh distribution is 1.1774 standard deviations of a coordinate
    return errors.length == 0 ? 0 : errors[errors.length / 2] / 1.1774;
  }
}
