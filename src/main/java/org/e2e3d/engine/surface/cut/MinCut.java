package org.e2e3d.engine.surface.cut;

import java.util.Arrays;

/**
 * The minimum cut of a graph whose nodes have up to four arcs each (Boykov and Kolmogorov, "An
 * experimental comparison of min-cut/max-flow algorithms", PAMI 26(9), 2004). Arc 4 * node + i and
 * its reverse are told by an array; capacities are whole numbers, so the cut is exact.
 */
public final class MinCut {
  /** Arcs of a node. */
  public static final int ARCS = 4;

  /** The reverse of an arc that is not there. */
  public static final int NO_ARC = -1;

  private static final int NONE = -1;
  private static final int TERMINAL = -2;
  private static final int ORPHAN = -3;
  private static final int FAR = Integer.MAX_VALUE;

  private final int[] reverse;
  private final int[] residual;
  private final int[] terminal;

  private final int[] parent;
  private final boolean[] sinkTree;
  private final int[] time;
  private final int[] distance;
  private int now;

  private final int[] next;
  private final int[] first = {NONE, NONE};
  private final int[] end = {NONE, NONE};

  private int[] orphans = new int[1024];
  private int orphanHead;
  private int orphanCount;

  /**
   * @param reverse the reverse of each arc; negative where there is none
   * @param capacity of each arc, 0 or more; used up
   * @param terminal a node's capacity from the source, or, negative, to the sink; used up
   */
  public MinCut(int[] reverse, int[] capacity, int[] terminal) {
    this.reverse = reverse;
    this.residual = capacity;
    this.terminal = terminal;
    int n = terminal.length;
    parent = new int[n];
    sinkTree = new boolean[n];
    time = new int[n];
    distance = new int[n];
    next = new int[n];
    Arrays.fill(parent, NONE);
    Arrays.fill(next, NONE);
  }

  /** The nodes on the source's side; of all minimum cuts, that with the fewest of them. */
  public boolean[] sourceSide() {
    int n = terminal.length;
    for (int i = 0; i < n; i++) {
      if (terminal[i] != 0) {
        sinkTree[i] = terminal[i] < 0;
        parent[i] = TERMINAL;
        distance[i] = 1;
        activate(i);
      }
    }
    int current = NONE;
    while (true) {
      int i = current;
      if (i != NONE) {
        next[i] = NONE;
        if (parent[i] == NONE) {
          i = NONE;
        }
      }
      if (i == NONE) {
        i = nextActive();
        if (i == NONE) {
          break;
        }
      }
      int meeting = grow(i);
      now++;
      if (meeting != NONE) {
        next[i] = i;
        current = i;
        augment(meeting);
        adopt();
      } else {
        current = NONE;
      }
    }
    boolean[] source = new boolean[n];
    for (int i = 0; i < n; i++) {
      source[i] = parent[i] != NONE && !sinkTree[i];
    }
    return source;
  }

  private void activate(int i) {
    if (next[i] == NONE) {
      if (end[1] == NONE) {
        first[1] = i;
      } else {
        next[end[1]] = i;
      }
      end[1] = i;
      next[i] = i;
    }
  }

  private int nextActive() {
    while (true) {
      int i = first[0];
      if (i == NONE) {
        first[0] = first[1];
        end[0] = end[1];
        first[1] = NONE;
        end[1] = NONE;
        i = first[0];
        if (i == NONE) {
          return NONE;
        }
      }
      if (next[i] == i) {
        first[0] = NONE;
        end[0] = NONE;
      } else {
        first[0] = next[i];
      }
      next[i] = NONE;
      if (parent[i] != NONE) {
        return i;
      }
    }
  }

  /** Grows a tree at node i; returns an arc from the source's tree to the sink's, or NONE. */
  private int grow(int i) {
    boolean sink = sinkTree[i];
    for (int a = 4 * i; a < 4 * i + 4; a++) {
      int back = reverse[a];
      if (back < 0 || (sink ? residual[back] : residual[a]) == 0) {
        continue;
      }
      int j = back >> 2;
      if (parent[j] == NONE) {
        sinkTree[j] = sink;
        parent[j] = back;
        time[j] = time[i];
        distance[j] = distance[i] + 1;
        activate(j);
      } else if (sinkTree[j] != sink) {
        return sink ? back : a;
      } else if (time[j] <= time[i] && distance[j] > distance[i]) {
        parent[j] = back;
        time[j] = time[i];
        distance[j] = distance[i] + 1;
      }
    }
    return NONE;
  }

  private void augment(int meeting) {
    int bottleneck = residual[meeting];
    int i = reverse[meeting];
    int s = meeting >> 2;
    int t = i >> 2;
    int u = s;
    while (parent[u] != TERMINAL) {
      int a = parent[u];
      bottleneck = Math.min(bottleneck, residual[reverse[a]]);
      u = reverse[a] >> 2;
    }
    bottleneck = Math.min(bottleneck, terminal[u]);
    u = t;
    while (parent[u] != TERMINAL) {
      int a = parent[u];
      bottleneck = Math.min(bottleneck, residual[a]);
      u = reverse[a] >> 2;
    }
    bottleneck = Math.min(bottleneck, -terminal[u]);

    residual[meeting] -= bottleneck;
    residual[i] += bottleneck;
    u = s;
    while (parent[u] != TERMINAL) {
      int a = parent[u];
      int v = reverse[a] >> 2;
      residual[a] += bottleneck;
      residual[reverse[a]] -= bottleneck;
      if (residual[reverse[a]] == 0) {
        orphan(u);
      }
      u = v;
    }
    terminal[u] -= bottleneck;
    if (terminal[u] == 0) {
      orphan(u);
    }
    u = t;
    while (parent[u] != TERMINAL) {
      int a = parent[u];
      int v = reverse[a] >> 2;
      residual[reverse[a]] += bottleneck;
      residual[a] -= bottleneck;
      if (residual[a] == 0) {
        orphan(u);
      }
      u = v;
    }
    terminal[u] += bottleneck;
    if (terminal[u] == 0) {
      orphan(u);
    }
  }

  private void orphan(int i) {
    parent[i] = ORPHAN;
    if (orphanCount == orphans.length) {
      int[] more = new int[2 * orphans.length];
      for (int k = 0; k < orphanCount; k++) {
        more[k] = orphans[(orphanHead + k) & orphans.length - 1];
      }
      orphans = more;
      orphanHead = 0;
    }
    orphans[(orphanHead + orphanCount++) & orphans.length - 1] = i;
  }

  private void adopt() {
    while (orphanCount > 0) {
      int i = orphans[orphanHead];
      orphanHead = orphanHead + 1 & orphans.length - 1;
      orphanCount--;
      adopt(i);
    }
  }

  private void adopt(int i) {
    boolean sink = sinkTree[i];
    int best = NONE;
    int bestDistance = FAR;
    for (int a = 4 * i; a < 4 * i + 4; a++) {
      int back = reverse[a];
      if (back < 0 || (sink ? residual[a] : residual[back]) == 0) {
        continue;
      }
      int j = back >> 2;
      if (sinkTree[j] != sink || parent[j] == NONE) {
        continue;
      }
      int d = toTerminal(j);
      if (d < FAR) {
        if (d < bestDistance) {
          best = a;
          bestDistance = d;
        }
        remember(j, d);
      }
    }
    parent[i] = best;
    if (best != NONE) {
      time[i] = now;
      distance[i] = bestDistance + 1;
      return;
    }
    for (int a = 4 * i; a < 4 * i + 4; a++) {
      int back = reverse[a];
      if (back < 0) {
        continue;
      }
      int j = back >> 2;
      if (sinkTree[j] == sink && parent[j] != NONE) {
        if ((sink ? residual[a] : residual[back]) != 0) {
          activate(j);
        }
        if (parent[j] >= 0 && parent[j] == back) {
          orphan(j);
        }
      }
    }
  }

  /** Steps from a node to its terminal, or FAR if its tree was cut above it. */
  private int toTerminal(int start) {
    int d = 0;
    int j = start;
    while (true) {
      if (time[j] == now) {
        return d + distance[j];
      }
      int a = parent[j];
      d++;
      if (a == TERMINAL) {
        time[j] = now;
        distance[j] = 1;
        return d;
      }
      if (a == ORPHAN) {
        return FAR;
      }
      j = reverse[a] >> 2;
    }
  }

  private void remember(int start, int d) {
    int j = start;
    int steps = d;
    while (time[j] != now) {
      time[j] = now;
      distance[j] = steps--;
      j = reverse[parent[j]] >> 2;
    }
  }
}
