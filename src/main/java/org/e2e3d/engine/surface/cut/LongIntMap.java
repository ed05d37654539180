package org.e2e3d.engine.surface.cut;

import java.util.Arrays;

/** An open-addressing hash map from non-negative longs to non-negative ints; grows as needed. */
public final class LongIntMap {
  private long[] keys;
  private int[] values;
  private int size;

  /**
   * @param expected about how many keys; more may come
   */
  public LongIntMap(int expected) {
    int capacity = Integer.highestOneBit(Math.max(8, expected) * 2 - 1) << 1;
    keys = new long[capacity];
    values = new int[capacity];
    Arrays.fill(keys, -1);
  }

  /** How many keys it holds. */
  public int size() {
    return size;
  }

  /** The value of a key, or -1. */
  public int get(long key) {
    int i = slot(key);
    return keys[i] == key ? values[i] : -1;
  }

  /** Sets the value of a key; returns the former value, or -1. */
  public int put(long key, int value) {
    int i = slot(key);
    if (keys[i] == key) {
      int old = values[i];
      values[i] = value;
      return old;
    }
    keys[i] = key;
    values[i] = value;
    size++;
    if (size * 2 > keys.length) {
      grow();
    }
    return -1;
  }

  /** The keys, ascending. */
  public long[] sortedKeys() {
    long[] out = new long[size];
    int n = 0;
    for (long k : keys) {
      if (k >= 0) {
        out[n++] = k;
      }
    }
    Arrays.sort(out);
    return out;
  }

  private int slot(long key) {
    long h = key * 0x9E3779B97F4A7C15L;
    int i = (int) (h ^ h >>> 32) & keys.length - 1;
    while (keys[i] >= 0 && keys[i] != key) {
      i = i + 1 & keys.length - 1;
    }
    return i;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[keys.length];
    Arrays.fill(keys, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] >= 0) {
        int s = slot(oldKeys[i]);
        keys[s] = oldKeys[i];
        values[s] = oldValues[i];
      }
    }
  }
}
