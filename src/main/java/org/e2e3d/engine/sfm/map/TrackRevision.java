package org.e2e3d.engine.sfm.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.sfm.track.TrackBuilder;
import org.e2e3d.engine.sfm.track.Tracks;

/**
 * Revises the tracks in the light of a map. Tracks were joined on looks alone; now that points and
 * cameras stand, tracks that a verified match connects and one point explains are merged, features
 * that do not support their track go over to a matched one that explains them, and what is left
 * over forms tracks of its own, to be triangulated anew.
 */
final class TrackRevision {
  private static final int FREE = -1;

  private final MapState s;
  private final List<PairMatches> pairs;
  private final double maxError;
  private final int[] offset; // of each photograph's features in one numbering of all
  private final int[] owner; // the living track that a feature supports, or FREE
  private final int[] heir; // of a merged track
  private final int[][] members; // features of each living track
  private final double[] scratch = new double[2];
  private int merged;
  private int moved;

  private TrackRevision(MapState state, List<PairMatches> pairs, MapTolerances tolerances) {
    this.s = state;
    this.pairs = pairs;
    maxError = tolerances.completeError();
    offset = new int[s.size() + 1];
    for (int p = 0; p < s.size(); p++) {
      offset[p + 1] = offset[p] + s.features.get(p).size();
    }
    owner = new int[offset[s.size()]];
    Arrays.fill(owner, FREE);
    heir = new int[s.tracks()];
    members = new int[s.tracks()][];
    for (int t = 0; t < s.tracks(); t++) {
      heir[t] = t;
      members[t] = new int[0];
      for (int o = s.trackStart[t]; s.alive[t] && o < s.trackStart[t + 1]; o++) {
        // photographs that are not in the map yet stay where looks put them
        if (s.obsOn[o] || !s.registered[s.obsPhoto[o]]) {
          give(t, s.obsPhoto[o], s.obsFeature[o]);
        }
      }
    }
  }

  /**
   * What was changed.
   *
   * @param merged tracks that went up in others
   * @param moved features that went over to another track
   */
  record Change(int merged, int moved) {}

  /** Revises a map's tracks in place. */
  static Change apply(MapState state, List<PairMatches> pairs, MapTolerances tolerances) {
    TrackRevision revision = new TrackRevision(state, pairs, tolerances);
    revision.mergeAll();
    revision.moveAll();
    revision.replace();
    return new Change(revision.merged, revision.moved);
  }

  private void give(int t, int photo, int feature) {
    int[] old = members[t];
    members[t] = Arrays.copyOf(old, old.length + 1);
    members[t][old.length] = offset[photo] + feature;
    owner[offset[photo] + feature] = t;
  }

  private int living(int t) {
    int r = t;
    while (r != FREE && heir[r] != r) {
      r = heir[r];
    }
    return r;
  }

  private void mergeAll() {
    for (PairMatches pair : pairs) {
      for (int i = 0; i < pair.size(); i++) {
        int a = living(owner[offset[pair.a()] + pair.featureA()[i]]);
        int b = living(owner[offset[pair.b()] + pair.featureB()[i]]);
        if (a != FREE && b != FREE && a != b) {
          merge(Math.min(a, b), Math.max(a, b));
        }
      }
    }
  }

  private void merge(int into, int from) {
    double[] point = new double[3];
    double n = members[into].length;
    double m = members[from].length;
    for (int j = 0; j < 3; j++) {
      point[j] = (n * s.xyz[3 * into + j] + m * s.xyz[3 * from + j]) / (n + m);
    }
    for (int node : members[from]) {
      if (sees(into, photoOf(node))) {
        return;
      }
    }
    if (!explains(point, members[into]) || !explains(point, members[from])) {
      return;
    }
    System.arraycopy(point, 0, s.xyz, 3 * into, 3);
    int[] all = Arrays.copyOf(members[into], members[into].length + members[from].length);
    System.arraycopy(members[from], 0, all, members[into].length, members[from].length);
    members[into] = all;
    members[from] = new int[0];
    heir[from] = into;
    merged++;
  }

  private int photoOf(int node) {
    int at = Arrays.binarySearch(offset, node);
    if (at < 0) {
      return -at - 2;
    }
    while (offset[at + 1] == node) {
      at++; // photographs without features share their offset with the next
    }
    return at;
  }

  private boolean sees(int track, int photo) {
    for (int node : members[track]) {
      if (photoOf(node) == photo) {
        return true;
      }
    }
    return false;
  }

  private boolean explains(double[] point, int[] nodes) {
    for (int node : nodes) {
      int p = photoOf(node);
      if (s.registered[p] && !explains(point, 0, p, node - offset[p])) {
        return false;
      }
    }
    return true;
  }

  private boolean explains(double[] xyz, int o, int photo, int feature) {
    float[] xy = s.features.get(photo).xy();
    return s.error(photo, xy[2 * feature], xy[2 * feature + 1], xyz, o, scratch) < maxError;
  }

  private void moveAll() {
    for (PairMatches pair : pairs) {
      for (int i = 0; i < pair.size(); i++) {
        move(pair.a(), pair.featureA()[i], pair.b(), pair.featureB()[i]);
        move(pair.b(), pair.featureB()[i], pair.a(), pair.featureA()[i]);
      }
    }
  }

  /** Lets a free feature join the track of the feature it matches. */
  private void move(int photo, int feature, int other, int otherFeature) {
    int t = living(owner[offset[other] + otherFeature]);
    if (t != FREE
        && owner[offset[photo] + feature] == FREE
        && s.registered[photo]
        && !sees(t, photo)
        && explains(s.xyz, 3 * t, photo, feature)) {
      give(t, photo, feature);
      moved++;
    }
  }

  private void replace() {
    Tracks rest = rest();
    int tracks = rest.size();
    int observations = rest.observations();
    for (int[] m : members) {
      tracks += m.length > 0 ? 1 : 0;
      observations += m.length;
    }
    int[] start = new int[tracks + 1];
    int[] photo = new int[observations];
    int[] feature = new int[observations];
    double[] xyz = new double[3 * tracks];
    int n = 0;
    int k = 0;
    for (int t = 0; t < members.length; t++) {
      if (members[t].length > 0) {
        Arrays.sort(members[t]);
        for (int node : members[t]) {
          photo[k] = photoOf(node);
          feature[k] = node - offset[photo[k]];
          k++;
        }
        System.arraycopy(s.xyz, 3 * t, xyz, 3 * n, 3);
        start[++n] = k;
      }
    }
    int living = n;
    System.arraycopy(rest.photo(), 0, photo, k, rest.observations());
    System.arraycopy(rest.feature(), 0, feature, k, rest.observations());
    for (int t = 0; t < rest.size(); t++) {
      start[++n] = k + rest.start()[t + 1];
    }
    s.retrack(new Tracks(start, photo, feature, rest.conflicts()), living, xyz);
  }

  /** Tracks of the matches between features that support nothing. */
  private Tracks rest() {
    List<PairMatches> free = new ArrayList<>();
    for (PairMatches pair : pairs) {
      int[] a = new int[pair.size()];
      int[] b = new int[pair.size()];
      int n = 0;
      for (int i = 0; i < pair.size(); i++) {
        if (owner[offset[pair.a()] + pair.featureA()[i]] == FREE
            && owner[offset[pair.b()] + pair.featureB()[i]] == FREE) {
          a[n] = pair.featureA()[i];
          b[n++] = pair.featureB()[i];
        }
      }
      if (n > 0) {
        free.add(
            new PairMatches(
                pair.a(),
                pair.b(),
                Arrays.copyOf(a, n),
                Arrays.copyOf(b, n),
                pair.kind(),
                pair.matrix()));
      }
    }
    List<FeatureSet> features = s.features;
    return TrackBuilder.build(features, new MatchGraph(s.size(), free, free.size()));
  }
}
