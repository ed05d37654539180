package org.e2e3d.engine.matching;

import java.util.List;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.stage.Workers;

/**
 * How alike photographs look: VLAD vectors (Jegou et al., CVPR 2010) with intra-normalisation
 * (Arandjelovic and Zisserman, CVPR 2013) over a small vocabulary learnt from the set itself, so
 * that no model file is needed. The cost grows linearly with the photographs, but for one matrix
 * product of n x n x 8192; so does the memory, 32 KiB a photograph, but for n x n floats.
 */
final class VisualIndex {
  private static final int LENGTH = Vocabulary.LENGTH;
  private static final int WORDS = 64;
  private static final int TRAINING = 24_000;
  private static final int FEATURES = 1500;

  private final int size;
  private final float[] similar;

  private VisualIndex(int size, float[] similar) {
    this.size = size;
    this.similar = similar;
  }

  /**
   * Builds the index; the same features and seed give the same index on any number of threads, and
   * however the photographs are numbered.
   */
  static VisualIndex of(List<Photo> photos, List<FeatureSet> sets, int threads, long seed) {
    List<FeatureSet> ordered =
        photos.stream().sorted(DescriptorIndex.canonical()).map(p -> sets.get(p.id())).toList();
    Vocabulary words = Vocabulary.learn(ordered, WORDS, TRAINING, threads, seed);
    int n = sets.size();
    float[] vectors = new float[n * WORDS * LENGTH];
    Workers.forEach(threads, n, i -> describe(sets.get(i), words, vectors, i * WORDS * LENGTH));
    return new VisualIndex(n, Vocabulary.products(vectors, n, vectors, n, WORDS * LENGTH));
  }

  /** Likeness of two photographs, at most 1. */
  float similarity(int a, int b) {
    return similar[Math.min(a, b) * size + Math.max(a, b)];
  }

  private static void describe(FeatureSet set, Vocabulary words, float[] out, int at) {
    int n = Math.min(FEATURES, set.size());
    if (n == 0) {
      return;
    }
    float[] values = new float[n * LENGTH];
    Vocabulary.widen(set.descriptor(), 0, values, 0, values.length);
    int[] nearest = words.nearest(values, n, 1);
    for (int i = 0; i < n; i++) {
      int w = nearest[i] * LENGTH;
      for (int k = 0; k < LENGTH; k++) {
        out[at + w + k] += values[i * LENGTH + k] - words.centres()[w + k];
      }
    }
    for (int w = 0; w < WORDS; w++) {
      normalise(out, at + w * LENGTH, LENGTH);
    }
    normalise(out, at, WORDS * LENGTH);
  }

  private static void normalise(float[] v, int at, int n) {
    double squares = 0;
    for (int k = at; k < at + n; k++) {
      squares += v[k] * v[k];
    }
    double norm = Math.sqrt(squares);
    if (norm > 0) {
      for (int k = at; k < at + n; k++) {
        v[k] /= (float) norm;
      }
    }
  }
}
