package org.e2e3d.engine.texture;

import java.util.Arrays;

/**
 * Gives patches of few faces to the view of a neighbouring patch where that view is a candidate of
 * all of their faces: each would otherwise cost a seam and padding all around.
 */
final class SmallPatches {
  private static final int SMALL = 24;
  private static final int ROUNDS = 3;

  private final FaceGraph graph;
  private final Candidates candidates;
  private final int[] label;
  private final int[] mark;
  private final int[] queue = new int[SMALL + 4];
  private int stamp;

  private SmallPatches(FaceGraph graph, Candidates candidates, int[] label) {
    this.graph = graph;
    this.candidates = candidates;
    this.label = label;
    this.mark = new int[label.length];
  }

  /** Changes labels in place. */
  static void absorb(FaceGraph graph, Candidates candidates, int[] label) {
    SmallPatches patches = new SmallPatches(graph, candidates, label);
    for (int round = 0; round < ROUNDS; round++) {
      Arrays.fill(patches.mark, 0);
      patches.stamp = 0;
      for (int f = 0; f < label.length; f++) {
        if (label[f] >= 0 && patches.mark[f] == 0) {
          patches.consider(f);
        }
      }
    }
  }

  private void consider(int seed) {
    stamp++;
    int n = 0;
    queue[n++] = seed;
    mark[seed] = stamp;
    for (int head = 0; head < n && n <= SMALL; head++) {
      for (int k = 0; k < 3 && n <= SMALL; k++) {
        int g = graph.across[3 * queue[head] + k];
        if (g >= 0 && mark[g] != stamp && label[g] == label[seed]) {
          // A face that belongs to a large patch marked before makes this one large too.
          if (mark[g] != 0) {
            return;
          }
          mark[g] = stamp;
          queue[n++] = g;
        }
      }
    }
    if (n <= SMALL) {
      int best = bestNeighbour(n);
      for (int i = 0; i < n && best >= 0; i++) {
        label[queue[i]] = best;
      }
    }
  }

  /** The view with the longest common border that sees every face of the patch, or -1. */
  private int bestNeighbour(int n) {
    int best = -1;
    int bestBorder = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) {
        int g = graph.across[3 * queue[i] + k];
        if (g < 0 || label[g] < 0 || label[g] == label[queue[0]] || label[g] == best) {
          continue;
        }
        int border = border(n, label[g]);
        if (border > bestBorder && seesAll(n, label[g])) {
          best = label[g];
          bestBorder = border;
        }
      }
    }
    return best;
  }

  private int border(int n, int view) {
    int border = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) {
        int g = graph.across[3 * queue[i] + k];
        border += g >= 0 && label[g] == view ? 1 : 0;
      }
    }
    return border;
  }

  private boolean seesAll(int n, int view) {
    for (int i = 0; i < n; i++) {
      if (candidates.slotOf(queue[i], view) < 0) {
        return false;
      }
    }
    return true;
  }
}
