package org.e2e3d.engine.matching;

import org.bytedeco.javacpp.FloatPointer;
import org.e2e3d.engine.features.FeatureSet;

/** Descriptors as unit vectors in native memory, row-major n x 128, ready for BLAS. */
final class DescriptorBlock implements AutoCloseable {
  static final int LENGTH = 128;

  private final int size;
  private final FloatPointer values;

  private DescriptorBlock(int size, FloatPointer values) {
    this.size = size;
    this.values = values;
  }

  /** The first {@code n} features of a set. */
  static DescriptorBlock of(FeatureSet set, int n) {
    return new DescriptorBlock(n, new FloatPointer(unit(set, n)));
  }

  /** The descriptors of the first {@code n} features as unit vectors, 128n values. */
  static float[] unit(FeatureSet set, int n) {
    float[] all = new float[n * LENGTH];
    byte[] bytes = set.descriptor();
    for (int i = 0; i < n; i++) {
      int from = i * LENGTH;
      int squares = 0;
      for (int k = from; k < from + LENGTH; k++) {
        int v = bytes[k] & 0xFF;
        squares += v * v;
      }
      float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
      for (int k = from; k < from + LENGTH; k++) {
        all[k] = (bytes[k] & 0xFF) * scale;
      }
    }
    return all;
  }

  int size() {
    return size;
  }

  FloatPointer values() {
    return values;
  }

  @Override
  public void close() {
    values.close();
  }
}
