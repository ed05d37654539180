package org.e2e3d.engine.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How verified pairs connect the photographs. */
final class Connections {
  private final int[] partners;
  private final int[] parent;

  Connections(int photos, Collection<PairMatches> pairs) {
    partners = new int[photos];
    parent = new int[photos];
    for (int i = 0; i < photos; i++) {
      parent[i] = i;
    }
    for (PairMatches p : pairs) {
      partners[p.a()]++;
      partners[p.b()]++;
      parent[root(p.a())] = root(p.b());
    }
  }

  /** How many verified partners a photograph has. */
  int partners(int photo) {
    return partners[photo];
  }

  /** The connected groups, as ascending ids; the largest first, then by the first id. */
  List<List<Integer>> groups() {
    List<List<Integer>> byRoot = new ArrayList<>();
    for (int i = 0; i < parent.length; i++) {
      byRoot.add(new ArrayList<>());
    }
    for (int i = 0; i < parent.length; i++) {
      byRoot.get(root(i)).add(i);
    }
    byRoot.removeIf(List::isEmpty);
    byRoot.sort(
        (x, y) ->
            x.size() != y.size()
                ? Integer.compare(y.size(), x.size())
                : Integer.compare(x.get(0), y.get(0)));
    return byRoot;
  }

  /** Photographs with too few partners, or outside the largest group. */
  List<Integer> weak(MatchingOptions options) {
    List<Integer> weak = new ArrayList<>();
    if (parent.length == 0) {
      return weak;
    }
    int main = root(groups().get(0).get(0));
    for (int i = 0; i < parent.length; i++) {
      if (partners[i] < options.minPartners() || root(i) != main) {
        weak.add(i);
      }
    }
    return weak;
  }

  private int root(int i) {
    int r = i;
    while (parent[r] != r) {
      parent[r] = parent[parent[r]];
      r = parent[r];
    }
    return r;
  }
}
