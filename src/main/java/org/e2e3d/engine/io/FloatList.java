package org.e2e3d.engine.io;

import java.util.Arrays;

/** A growing array of floats. */
final class FloatList {
  private float[] values = new float[64];
  private int size;

  void add(float v) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = v;
  }

  int size() {
    return size;
  }

  float get(int i) {
    return values[i];
  }

  float[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
