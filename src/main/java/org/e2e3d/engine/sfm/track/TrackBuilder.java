package org.e2e3d.engine.sfm.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.PairMatches;

/**
 * Joins verified matches to tracks by union-find, strongest pairs first. A match that would put two
 * features of one photograph on one track is left out, so a wrong match costs the weaker of two
 * tracks instead of joining two points.
 */
public final class TrackBuilder {
  private final int[] offset;
  private final int[] photoOf;
  private final int[] parent;
  private final int[] next; // members of a track form a ring
  private final int[] size;
  private final int[] stamp;
  private int stamps;
  private int conflicts;

  private TrackBuilder(List<FeatureSet> features) {
    offset = new int[features.size() + 1];
    for (int i = 0; i < features.size(); i++) {
      offset[i + 1] = offset[i] + features.get(i).size();
    }
    int n = offset[features.size()];
    photoOf = new int[n];
    for (int i = 0; i < features.size(); i++) {
      Arrays.fill(photoOf, offset[i], offset[i + 1], i);
    }
    parent = new int[n];
    next = new int[n];
    size = new int[n];
    Arrays.setAll(parent, i -> i);
    Arrays.setAll(next, i -> i);
    Arrays.fill(size, 1);
    stamp = new int[features.size()];
  }

  /**
   * @param features one set a photograph, in the order of ids
   */
  public static Tracks build(List<FeatureSet> features, MatchGraph graph) {
    TrackBuilder b = new TrackBuilder(features);
    List<PairMatches> pairs = new ArrayList<>(graph.pairs());
    pairs.sort(
        (p, q) ->
            p.size() != q.size()
                ? Integer.compare(q.size(), p.size())
                : p.a() != q.a() ? Integer.compare(p.a(), q.a()) : Integer.compare(p.b(), q.b()));
    for (PairMatches pair : pairs) {
      for (int i = 0; i < pair.size(); i++) {
        b.join(b.offset[pair.a()] + pair.featureA()[i], b.offset[pair.b()] + pair.featureB()[i]);
      }
    }
    return b.collect();
  }

  private int root(int i) {
    while (parent[i] != i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  private void join(int i, int j) {
    int a = root(i);
    int b = root(j);
    if (a == b) {
      return;
    }
    if (share(a, b)) {
      conflicts++;
      return;
    }
    int big = size[a] >= size[b] ? a : b;
    int small = big == a ? b : a;
    parent[small] = big;
    size[big] += size[small];
    int t = next[big];
    next[big] = next[small];
    next[small] = t;
  }

  /** Whether two tracks have a photograph in common. */
  private boolean share(int a, int b) {
    stamps++;
    int i = a;
    do {
      stamp[photoOf[i]] = stamps;
      i = next[i];
    } while (i != a);
    i = b;
    do {
      if (stamp[photoOf[i]] == stamps) {
        return true;
      }
      i = next[i];
    } while (i != b);
    return false;
  }

  private Tracks collect() {
    int tracks = 0;
    int observations = 0;
    for (int i = 0; i < parent.length; i++) {
      if (parent[i] == i && size[i] > 1) {
        tracks++;
        observations += size[i];
      }
    }
    int[] start = new int[tracks + 1];
    int[] photo = new int[observations];
    int[] feature = new int[observations];
    int t = 0;
    int o = 0;
    for (int i = 0; i < parent.length; i++) {
      if (parent[i] != i || size[i] < 2) {
        continue;
      }
      int[] members = new int[size[i]];
      int j = i;
      for (int k = 0; k < members.length; k++) {
        members[k] = j;
        j = next[j];
      }
      Arrays.sort(members); // features are numbered photograph by photograph
      for (int m : members) {
        photo[o] = photoOf[m];
        feature[o++] = m - offset[photoOf[m]];
      }
      start[++t] = o;
    }
    return new Tracks(start, photo, feature, conflicts);
  }
}
