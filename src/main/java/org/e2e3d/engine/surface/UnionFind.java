package org.e2e3d.engine.surface;

/** Disjoint sets of the integers 0 to n-1; a set's root is its smallest member. */
final class UnionFind {
  private final int[] parent;

  UnionFind(int n) {
    parent = new int[n];
    for (int i = 0; i < n; i++) {
      parent[i] = i;
    }
  }

  int find(int i) {
    while (parent[i] != i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  void join(int i, int j) {
    int a = find(i);
    int b = find(j);
    if (a < b) {
      parent[b] = a;
    } else {
      parent[a] = b;
    }
  }
}
