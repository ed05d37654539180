package org.e2e3d.engine.sfm.map;

import java.util.concurrent.atomic.AtomicInteger;
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
    forEach(
        tracks,
        (t, triangulation, point) -> {
          if (s.alive[t]) {
            complete(t, point);
          } else {
            triangulate(t, triangulation, point);
          }
        });
  }

  /** Work on one track; the triangulation and the three entries are scratch of its thread. */
  private interface TrackWork {
    void run(int track, Triangulation triangulation, double[] scratch);
  }

  private void forEach(int[] tracks, TrackWork work) {
    int share = (tracks.length + SHARES - 1) / SHARES;
    Workers.forEach(
        threads,
        SHARES,
        k -> {
          Triangulation triangulation = new Triangulation();
          double[] scratch = new double[3];
          int to = Math.min(tracks.length, (k + 1) * share);
          for (int i = k * share; i < to; i++) {
            work.run(tracks[i], triangulation, scratch);
          }
        });
  }

  /**
   * Moves the points that an adjustment left out to where the adjusted views see them.
   *
   * @param photos the views that moved
   */
  void settle(boolean[] photos, boolean[] adjusted) {
    boolean[] seen = seenBy(photos);
    int[] others =
        IntStream.range(0, s.tracks()).filter(t -> seen[t] && s.alive[t] && !adjusted[t]).toArray();
    forEach(
        others,
        (t, triangulation, point) -> {
          triangulation.clear();
          for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
            if (s.obsOn[o]) {
              add(triangulation, o);
            }
          }
          System.arraycopy(s.xyz, 3 * t, point, 0, 3);
          triangulation.polish(point);
          System.arraycopy(point, 0, s.xyz, 3 * t, 3);
        });
  }

  /**
   * Points that hold some photographs together: those that most photographs support, until each has
   * {@code aView} of them, where it has so many.
   */
  boolean[] sample(boolean[] photos, int aView) {
    int[] has = new int[s.size()];
    boolean[] out = new boolean[s.tracks()];
    int[][] bySupport = bySupport();
    for (int n = bySupport.length - 1; n >= 2; n--) {
      for (int t : bySupport[n]) {
        boolean wanted = false;
        for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
          int p = s.obsPhoto[o];
          wanted |= s.obsOn[o] && photos[p] && has[p] < aView;
        }
        if (wanted) {
          out[t] = true;
          for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
            has[s.obsPhoto[o]] += s.obsOn[o] ? 1 : 0;
          }
        }
      }
    }
    return out;
  }

  private int[][] bySupport() {
    int[] support = new int[s.tracks()];
    int[] count = new int[s.size() + 1];
    for (int t = 0; t < support.length; t++) {
      support[t] = s.alive[t] ? s.support(t) : 0;
      count[support[t]]++;
    }
    int[][] out = new int[count.length][];
    for (int n = 0; n < count.length; n++) {
      out[n] = new int[n < 2 ? 0 : count[n]];
    }
    java.util.Arrays.fill(count, 0);
    for (int t = 0; t < support.length; t++) {
      if (support[t] >= 2) {
        out[support[t]][count[support[t]]++] = t;
      }
    }
    return out;
  }

  private void complete(int t, double[] scratch) {
    for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
      if (!s.obsOn[o] && s.registered[s.obsPhoto[o]]) {
        s.obsOn[o] = s.error(o, scratch) < tolerances.completeError();
      }
    }
  }

  private void add(Triangulation triangulation, int o) {
    int p = s.obsPhoto[o];
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

  private void triangulate(int t, Triangulation triangulation, double[] point) {
    triangulation.clear();
    for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
      if (s.registered[s.obsPhoto[o]]) {
        add(triangulation, o);
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
    return filter(IntStream.range(0, s.tracks()).toArray(), maxError);
  }

  /** The same for the points that some photographs see. */
  int filter(boolean[] photos, double maxError) {
    boolean[] seen = seenBy(photos);
    return filter(IntStream.range(0, s.tracks()).filter(t -> seen[t]).toArray(), maxError);
  }

  private boolean[] seenBy(boolean[] photos) {
    boolean[] seen = new boolean[s.tracks()];
    for (int p = 0; p < photos.length; p++) {
      for (int k = s.photoStart[p]; photos[p] && k < s.photoStart[p + 1]; k++) {
        seen[s.obsTrack[s.photoObs[k]]] = true;
      }
    }
    return seen;
  }

  private int filter(int[] tracks, double maxError) {
    AtomicInteger dropped = new AtomicInteger();
    forEach(
        tracks,
        (t, triangulation, scratch) ->
            dropped.addAndGet(s.alive[t] ? filterTrack(t, maxError, scratch) : 0));
    return dropped.get();
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
}
