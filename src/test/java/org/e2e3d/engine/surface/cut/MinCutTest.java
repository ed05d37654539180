package org.e2e3d.engine.surface.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MinCutTest {
  private static final int NODES = 12;

  @Test
  void theCutIsAsCheapAsTheCheapestOfAll() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      int[] reverse = new int[4 * NODES];
      Arrays.fill(reverse, -1);
      for (int i = 0; i < 20; i++) {
        join(reverse, random.nextInt(NODES), random.nextInt(NODES));
      }
      int[] capacity = random.ints(4 * NODES, 0, 10).toArray();
      int[] terminal = random.ints(NODES, -12, 13).toArray();
      boolean[] side = new MinCut(reverse, capacity.clone(), terminal.clone()).sourceSide();

      int set = 0;
      for (int i = 0; i < NODES; i++) {
        set |= side[i] ? 1 << i : 0;
      }
      int best = Integer.MAX_VALUE;
      for (int other = 0; other < 1 << NODES; other++) {
        best = Math.min(best, cost(reverse, capacity, terminal, other));
      }
      assertThat(cost(reverse, capacity, terminal, set)).isEqualTo(best);
    }
  }

  private static void join(int[] reverse, int a, int b) {
    int i = freeArc(reverse, a);
    int j = freeArc(reverse, b);
    if (a != b && i >= 0 && j >= 0) {
      reverse[i] = j;
      reverse[j] = i;
    }
  }

  private static int freeArc(int[] reverse, int node) {
    for (int i = 4 * node; i < 4 * node + 4; i++) {
      if (reverse[i] < 0) {
        return i;
      }
    }
    return -1;
  }

  private static int cost(int[] reverse, int[] capacity, int[] terminal, int set) {
    int sum = 0;
    for (int i = 0; i < NODES; i++) {
      boolean source = (set >> i & 1) == 1;
      sum += source ? Math.max(0, -terminal[i]) : Math.max(0, terminal[i]);
      for (int a = 4 * i; source && a < 4 * i + 4; a++) {
        if (reverse[a] >= 0 && (set >> (reverse[a] >> 2) & 1) == 0) {
          sum += capacity[a];
        }
      }
    }
    return sum;
  }
}
