package org.e2e3d.engine.matching;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.stage.Workers;

/**
 * How alike photographs look: VLAD vectors (Jegou et al., CVPR 2010) with intra-normalisation
 * (Arandjelovic and Zisserman, CVPR 2013) over a small vocabulary learnt from the set itself, so
 * that no model file is needed. The cost grows linearly with the photographs, but for one matrix
 * product of n x n x 8192.
 */
final class VisualIndex {
  private static final int LENGTH = DescriptorBlock.LENGTH;
  private static final int WORDS = 64;
  private static final int TRAINING = 24_000;
  private static final int ROUNDS = 8;
  private static final int FEATURES = 1500;

  private final float[][] similar;

  private VisualIndex(float[][] similar) {
    this.similar = similar;
  }

  /** Builds the index; the same features and seed give the same index on any number of threads. */
  static VisualIndex of(List<FeatureSet> sets, int threads, long seed) {
    float[] words = vocabulary(sets, seed);
    float[] vectors = new float[sets.size() * WORDS * LENGTH];
    Workers.forEach(
        threads, sets.size(), i -> describe(sets.get(i), words, vectors, i * WORDS * LENGTH));
    int n = sets.size();
    float[] flat = products(vectors, n, vectors, n, WORDS * LENGTH);
    float[][] similar = new float[n][];
    for (int i = 0; i < n; i++) {
      similar[i] = Arrays.copyOfRange(flat, i * n, (i + 1) * n);
    }
    return new VisualIndex(similar);
  }

  /** Likeness of two photographs, at most 1. */
  float similarity(int a, int b) {
    return similar[a][b];
  }

  private static float[] vocabulary(List<FeatureSet> sets, long seed) {
    int each = Math.max(1, TRAINING / Math.max(1, sets.size()));
    float[] samples = new float[sets.size() * Math.min(each, FEATURES) * LENGTH];
    int n = 0;
    for (FeatureSet set : sets) {
      int m = Math.min(Math.min(each, FEATURES), set.size());
      float[] part = DescriptorBlock.unit(set, m);
      System.arraycopy(part, 0, samples, n * LENGTH, part.length);
      n += m;
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] words = new float[WORDS * LENGTH];
    for (int w = 0; w < WORDS && n > 0; w++) {
      System.arraycopy(samples, random.nextInt(n) * LENGTH, words, w * LENGTH, LENGTH);
    }
    for (int round = 0; round < ROUNDS && n > 0; round++) {
      int[] nearest = assign(samples, n, words);
      float[] sums = new float[words.length];
      for (int i = 0; i < n; i++) {
        add(samples, i * LENGTH, sums, nearest[i] * LENGTH);
      }
      for (int w = 0; w < WORDS; w++) {
        if (norm(sums, w * LENGTH, LENGTH) > 0) {
          System.arraycopy(sums, w * LENGTH, words, w * LENGTH, LENGTH);
          normalise(words, w * LENGTH, LENGTH);
        }
      }
    }
    return words;
  }

  private static void describe(FeatureSet set, float[] words, float[] out, int at) {
    int n = Math.min(FEATURES, set.size());
    if (n == 0) {
      return;
    }
    float[] unit = DescriptorBlock.unit(set, n);
    int[] nearest = assign(unit, n, words);
    for (int i = 0; i < n; i++) {
      int w = nearest[i] * LENGTH;
      for (int k = 0; k < LENGTH; k++) {
        out[at + w + k] += unit[i * LENGTH + k] - words[w + k];
      }
    }
    for (int w = 0; w < WORDS; w++) {
      normalise(out, at + w * LENGTH, LENGTH);
    }
    normalise(out, at, WORDS * LENGTH);
  }

  /** The word of the largest cosine for each of n unit vectors. */
  private static int[] assign(float[] unit, int n, float[] words) {
    float[] cosines = products(unit, n, words, WORDS, LENGTH);
    int[] nearest = new int[n];
    for (int i = 0; i < n; i++) {
      int best = 0;
      for (int w = 1; w < WORDS; w++) {
        if (cosines[i * WORDS + w] > cosines[i * WORDS + best]) {
          best = w;
        }
      }
      nearest[i] = best;
    }
    return nearest;
  }

  /** a (m x k) times the transpose of b (n x k), row-major m x n. */
  private static float[] products(float[] a, int m, float[] b, int n, int k) {
    float[] result = new float[m * n];
    try (FloatPointer pa = new FloatPointer(a);
        FloatPointer pb = new FloatPointer(b);
        FloatPointer pc = new FloatPointer((long) m * n)) {
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, pa, k, pb, k, 0, pc, n);
      pc.get(result);
    }
    return result;
  }

  private static void add(float[] from, int at, float[] to, int into) {
    for (int k = 0; k < LENGTH; k++) {
      to[into + k] += from[at + k];
    }
  }

  private static double norm(float[] v, int at, int n) {
    double squares = 0;
    for (int k = at; k < at + n; k++) {
      squares += v[k] * v[k];
    }
    return Math.sqrt(squares);
  }

  private static void normalise(float[] v, int at, int n) {
    double norm = norm(v, at, n);
    if (norm > 0) {
      for (int k = at; k < at + n; k++) {
        v[k] /= (float) norm;
      }
    }
  }
}
