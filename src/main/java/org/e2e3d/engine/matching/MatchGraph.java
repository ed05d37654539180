package org.e2e3d.engine.matching;

import java.util.List;

/**
 * The photographs as nodes, their verified pairs as edges.
 *
 * @param photos number of photographs
 * @param pairs verified pairs, ordered by (a, b)
 * @param pairsTried how many pairs were matched to find them
 */
public record MatchGraph(int photos, List<PairMatches> pairs, int pairsTried) {

  public MatchGraph {
    pairs = List.copyOf(pairs);
  }
}
