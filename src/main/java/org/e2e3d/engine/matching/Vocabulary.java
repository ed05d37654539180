package org.e2e3d.engine.matching;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.stage.Workers;

/**
 * Visual words (Sivic and Zisserman, ICCV 2003): centres of clusters of descriptors, learnt from
 * the photographs at hand by k-means, so that no model file is needed.
 */
final class Vocabulary {
  static final int LENGTH = 128;
  private static final int ROUNDS = 6;
  private static final int CHUNK = 1024;

  private final int size;
  private final float[] centres;
  private final float[] halfSquares;

  private Vocabulary(int size, float[] centres) {
    this.size = size;
    this.centres = centres;
    this.halfSquares = new float[size];
    for (int w = 0; w < size; w++) {
      float squares = 0;
      for (int k = w * LENGTH; k < (w + 1) * LENGTH; k++) {
        squares += centres[k] * centres[k];
      }
      halfSquares[w] = squares / 2;
    }
  }

  /**
   * Learns a vocabulary. The same sets in the same order and the same seed give the same words on
   * any number of threads.
   *
   * @param words how many, at least 1
   * @param samples about how many descriptors to learn from, the strongest of every photograph
   */
  static Vocabulary learn(List<FeatureSet> sets, int words, int samples, int threads, long seed) {
    int each = Math.max(1, samples / Math.max(1, sets.size()));
    int n = sets.stream().mapToInt(s -> Math.min(each, s.size())).sum();
    float[] learnt = new float[n * LENGTH];
    int at = 0;
    for (FeatureSet set : sets) {
      int m = Math.min(each, set.size());
      widen(set.descriptor(), 0, learnt, at * LENGTH, m * LENGTH);
      at += m;
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] centres = new float[words * LENGTH];
    for (int w = 0; w < words && n > 0; w++) {
      System.arraycopy(learnt, random.nextInt(n) * LENGTH, centres, w * LENGTH, LENGTH);
    }
    Vocabulary v = new Vocabulary(words, centres);
    for (int round = 0; round < ROUNDS && n > 0; round++) {
      v = v.moved(learnt, n, threads);
    }
    return v;
  }

  /** One round of k-means; a word that nothing is near to stays. */
  private Vocabulary moved(float[] learnt, int n, int threads) {
    int[] nearest = new int[n];
    int chunks = (n + CHUNK - 1) / CHUNK;
    Workers.forEach(
        threads,
        chunks,
        c -> {
          int from = c * CHUNK;
          int m = Math.min(CHUNK, n - from);
          float[] part = new float[m * LENGTH];
          System.arraycopy(learnt, from * LENGTH, part, 0, part.length);
          System.arraycopy(nearest(part, m, 1), 0, nearest, from, m);
        });
    double[] sums = new double[centres.length];
    int[] counts = new int[size];
    for (int i = 0; i < n; i++) {
      int to = nearest[i] * LENGTH;
      counts[nearest[i]]++;
      for (int k = 0; k < LENGTH; k++) {
        sums[to + k] += learnt[i * LENGTH + k];
      }
    }
    float[] moved = centres.clone();
    for (int k = 0; k < moved.length; k++) {
      if (counts[k / LENGTH] > 0) {
        moved[k] = (float) (sums[k] / counts[k / LENGTH]);
      }
    }
    return new Vocabulary(size, moved);
  }

  int size() {
    return size;
  }

  /** The centres, row-major size x 128, in the descriptors' scale. */
  float[] centres() {
    return centres;
  }

  /**
   * The nearest words of each of n descriptors.
   *
   * @param descriptors row-major n x 128
   * @param most how many words, at most {@link #size}
   * @return row-major n x most, nearest first
   */
  int[] nearest(float[] descriptors, int n, int most) {
    float[] products = products(descriptors, n, centres, size);
    int[] words = new int[n * most];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < most; k++) {
        int best = 0;
        float highest = Float.NEGATIVE_INFINITY;
        for (int w = 0; w < size; w++) {
          float v = products[i * size + w] - halfSquares[w];
          if (v > highest) {
            highest = v;
            best = w;
          }
        }
        words[i * most + k] = best;
        products[i * size + best] = Float.NEGATIVE_INFINITY;
      }
    }
    return words;
  }

  /** a (m x 128) times the transpose of b (n x 128), row-major m x n. */
  static float[] products(float[] a, int m, float[] b, int n) {
    return products(a, m, b, n, LENGTH);
  }

  /** a (m x k) times the transpose of b (n x k), row-major m x n. */
  static float[] products(float[] a, int m, float[] b, int n, int k) {
    float[] result = new float[m * n];
    if (m == 0 || n == 0) {
      return result;
    }
    try (FloatPointer pa = new FloatPointer(a);
        FloatPointer pb = new FloatPointer(b);
        FloatPointer pc = new FloatPointer((long) m * n)) {
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, pa, k, pb, k, 0, pc, n);
      pc.get(result);
    }
    return result;
  }

  /** Unsigned bytes to floats. */
  static void widen(byte[] bytes, int from, float[] out, int to, int count) {
    for (int k = 0; k < count; k++) {
      out[to + k] = bytes[from + k] & 0xFF;
    }
  }
}
