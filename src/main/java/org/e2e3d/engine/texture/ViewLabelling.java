package org.e2e3d.engine.texture;

import java.util.Arrays;

/**
 * Chooses one view for each face: minimises the loss against the face's best view plus one for each
 * pair of neighbours with different views (Potts).
 *
 * <p>Block coordinate descent over trees, after Thuerck, Waechter, Widmer, von Buelow, Seemann,
 * Pfetsch and Goesele, "A Fast, Massively Parallel Solver for Large, Irregular Pairwise Markov
 * Random Fields" (HPG 2016): grow a set of faces that induces a forest of the face graph, hold all
 * other labels, and solve the forest exactly by dynamic programming; repeat with another forest.
 * The energy never rises.
 */
final class ViewLabelling {
  private static final int ROUNDS = 6;
  private static final int ROOT = -1;
  private static final int OUT = -2;
  private static final int OPEN = -3;

  private final FaceGraph graph;
  private final Candidates candidates;
  private final float[] loss;
  private final float[] cost;
  private final int[] slot;
  private final int[] parent;
  private final int[] order;

  /**
   * @param detail weight of the loss, which is 0 for a face's best view and near 1 for a much worse
   *     one
   */
  ViewLabelling(FaceGraph graph, Candidates candidates, double detail) {
    this.graph = graph;
    this.candidates = candidates;
    int faces = candidates.faces();
    loss = new float[candidates.view.length];
    cost = new float[candidates.view.length];
    slot = new int[faces];
    parent = new int[faces];
    order = new int[faces];
    for (int f = 0; f < faces; f++) {
      int base = f * candidates.limit;
      for (int k = 0; k < candidates.count[f]; k++) {
        loss[base + k] =
            (float) (detail * (1 - candidates.quality[base + k] / candidates.quality[base]));
      }
    }
  }

  /** The view index of each face; -1 for faces without candidates. */
  int[] solve() {
    Arrays.fill(parent, OUT);
    for (int round = 0; round < ROUNDS; round++) {
      int n = growForest();
      for (int i = n - 1; i >= 0; i--) {
        gather(order[i]);
      }
      for (int i = 0; i < n; i++) {
        decide(order[i]);
      }
    }
    int[] view = new int[slot.length];
    for (int f = 0; f < view.length; f++) {
      view[f] = candidates.count[f] == 0 ? -1 : candidates.view[f * candidates.limit + slot[f]];
    }
    return view;
  }

  /** The energy of the present labels. */
  double energy() {
    double sum = 0;
    for (int f = 0; f < slot.length; f++) {
      if (candidates.count[f] == 0) {
        continue;
      }
      sum += loss[f * candidates.limit + slot[f]];
      for (int k = 0; k < 3; k++) {
        int g = graph.across[3 * f + k];
        if (g > f && candidates.count[g] > 0 && label(f) != label(g)) {
          sum++;
        }
      }
    }
    return sum;
  }

  private int label(int f) {
    return candidates.view[f * candidates.limit + slot[f]];
  }

  /** Fills parent and order (parents first); faces left out of the last forest are roots first. */
  private int growForest() {
    int[] last = parent.clone();
    Arrays.fill(parent, OPEN);
    for (int f = 0; f < parent.length; f++) {
      if (candidates.count[f] == 0) {
        parent[f] = OUT;
      }
    }
    int tail = 0;
    for (int f = 0; f < parent.length; f++) {
      if (last[f] == OUT && parent[f] == OPEN && inForest(f) == 0) {
        parent[f] = ROOT;
        order[tail++] = f;
      }
    }
    int head = 0;
    int next = 0;
    while (true) {
      while (head < tail) {
        int f = order[head++];
        for (int k = 0; k < 3; k++) {
          int g = graph.across[3 * f + k];
          if (g >= 0 && parent[g] == OPEN) {
            if (inForest(g) == 1) {
              parent[g] = f;
              order[tail++] = g;
            } else {
              parent[g] = OUT;
            }
          }
        }
      }
      while (next < parent.length && (parent[next] != OPEN || inForest(next) != 0)) {
        next++;
      }
      if (next == parent.length) {
        return tail;
      }
      parent[next] = ROOT;
      order[tail++] = next;
    }
  }

  private int inForest(int f) {
    int n = 0;
    for (int k = 0; k < 3; k++) {
      int g = graph.across[3 * f + k];
      n += g >= 0 && parent[g] >= ROOT ? 1 : 0;
    }
    return n;
  }

  /** Cost of each of a face's views, with the best its subtree can do. */
  private void gather(int f) {
    int base = f * candidates.limit;
    int n = candidates.count[f];
    System.arraycopy(loss, base, cost, base, n);
    for (int k = 0; k < 3; k++) {
      int g = graph.across[3 * f + k];
      if (g < 0 || candidates.count[g] == 0 || g == parent[f]) {
        continue;
      }
      if (parent[g] == f) {
        float least = cost[g * candidates.limit + cheapest(g)];
        for (int i = 0; i < n; i++) {
          int s = candidates.slotOf(g, candidates.view[base + i]);
          cost[base + i] += s < 0 ? least + 1 : Math.min(least + 1, cost[g * candidates.limit + s]);
        }
      } else {
        int fixed = label(g);
        for (int i = 0; i < n; i++) {
          cost[base + i] += candidates.view[base + i] == fixed ? 0 : 1;
        }
      }
    }
  }

  private void decide(int f) {
    int best = cheapest(f);
    if (parent[f] >= 0) {
      int base = f * candidates.limit;
      int same = candidates.slotOf(f, label(parent[f]));
      if (same >= 0 && cost[base + same] <= cost[base + best] + 1) {
        best = same;
      }
    }
    slot[f] = best;
  }

  private int cheapest(int f) {
    int base = f * candidates.limit;
    int best = 0;
    for (int k = 1; k < candidates.count[f]; k++) {
      if (cost[base + k] < cost[base + best]) {
        best = k;
      }
    }
    return best;
  }
}
