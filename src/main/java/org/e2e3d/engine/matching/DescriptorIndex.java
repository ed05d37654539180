package org.e2e3d.engine.matching;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.stage.Workers;

/**
 * Files features so that two photographs can be compared without comparing all with all: under a
 * few visual words each, learnt from the set, as an inverted file does (Jegou et al., ECCV 2008).
 *
 * <p>The words do not depend on how the photographs are numbered, only on what they are.
 */
final class DescriptorIndex {
  /** Signs of a signature. */
  static final int BITS = 128;

  private static final int LENGTH = Vocabulary.LENGTH;
  private static final int CHUNK = 1024;

  private final Vocabulary words;
  private final int wordsOfFeature;
  private final float[] directions;
  private final float[] wordSides;
  private final float[] meanSides;

  private DescriptorIndex(Vocabulary words, int wordsOfFeature, float[] mean, long seed) {
    this.words = words;
    this.wordsOfFeature = wordsOfFeature;
    directions = directions(seed);
    wordSides = Vocabulary.products(words.centres(), words.size(), directions, BITS);
    meanSides = Vocabulary.products(mean, 1, directions, BITS);
  }

  /** Learns the words and files all photographs' features. */
  static List<IndexedPhoto> of(
      List<Photo> photos, List<FeatureSet> sets, MatchingOptions options, int threads, long seed) {
    List<FeatureSet> ordered =
        photos.stream().sorted(canonical()).map(p -> sets.get(p.id())).toList();
    Vocabulary words =
        Vocabulary.learn(ordered, options.words(), options.wordSamples(), threads, seed);
    DescriptorIndex index =
        new DescriptorIndex(
            words, Math.min(options.wordsOfFeature(), words.size()), mean(sets), seed);
    IndexedPhoto[] filed = new IndexedPhoto[photos.size()];
    Workers.forEach(threads, filed.length, i -> filed[i] = index.file(photos.get(i), sets.get(i)));
    return List.of(filed);
  }

  /** An order of photographs that renaming files does not change. */
  static Comparator<Photo> canonical() {
    return Comparator.comparing(Photo::digest).thenComparing(Photo::name);
  }

  private IndexedPhoto file(Photo photo, FeatureSet set) {
    int n = set.size();
    int[] nearest = new int[n * wordsOfFeature];
    float[] sides = new float[n * BITS];
    float[] part = new float[Math.min(n, CHUNK) * LENGTH];
    for (int from = 0; from < n; from += CHUNK) {
      int m = Math.min(CHUNK, n - from);
      Vocabulary.widen(set.descriptor(), from * LENGTH, part, 0, m * LENGTH);
      int[] found = words.nearest(part, m, wordsOfFeature);
      System.arraycopy(found, 0, nearest, from * wordsOfFeature, m * wordsOfFeature);
      float[] projected = Vocabulary.products(part, m, directions, BITS);
      System.arraycopy(projected, 0, sides, from * BITS, m * BITS);
    }
    int[] start = new int[words.size() + 1];
    for (int w : nearest) {
      start[w + 1]++;
    }
    for (int w = 0; w < words.size(); w++) {
      start[w + 1] += start[w];
    }
    int[] next = start.clone();
    int[] feature = new int[nearest.length];
    long[] entrySignature = new long[2 * nearest.length];
    long[] signature = new long[2 * n];
    for (int i = 0; i < n; i++) {
      for (int k = i * wordsOfFeature; k < (i + 1) * wordsOfFeature; k++) {
        int entry = next[nearest[k]]++;
        feature[entry] = i;
        sign(sides, i, wordSides, nearest[k], entrySignature, entry);
      }
      sign(sides, i, meanSides, 0, signature, i);
    }
    return new IndexedPhoto(
        photo, set, start, feature, entrySignature, signature, inverseNorms(set));
  }

  private static void sign(float[] sides, int i, float[] origin, int o, long[] out, int at) {
    for (int half = 0; half < 2; half++) {
      int from = i * BITS + half * Long.SIZE;
      int zero = o * BITS + half * Long.SIZE;
      long bits = 0;
      for (int k = 0; k < Long.SIZE; k++) {
        bits |= sides[from + k] > origin[zero + k] ? 1L << k : 0;
      }
      out[2 * at + half] = bits;
    }
  }

  /** The mean descriptor: exact sums, so that the order of the sets does not matter. */
  private static float[] mean(List<FeatureSet> sets) {
    long[] sums = new long[LENGTH];
    long n = 0;
    for (FeatureSet s : sets) {
      byte[] d = s.descriptor();
      for (int i = 0; i < d.length; i++) {
        sums[i % LENGTH] += d[i] & 0xFF;
      }
      n += s.size();
    }
    float[] mean = new float[LENGTH];
    for (int k = 0; k < LENGTH; k++) {
      mean[k] = (float) ((double) sums[k] / Math.max(1, n));
    }
    return mean;
  }

  /** Random orthonormal directions, row-major 128 x 128, by Gram and Schmidt. */
  private static float[] directions(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] all = new float[BITS * LENGTH];
    double[][] d = new double[BITS][LENGTH];
    for (int i = 0; i < BITS; i++) {
      for (int k = 0; k < LENGTH; k++) {
        d[i][k] =
            Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                * Math.cos(2 * Math.PI * random.nextDouble());
      }
      for (int j = 0; j < i; j++) {
        double along = dot(d[i], d[j]);
        for (int k = 0; k < LENGTH; k++) {
          d[i][k] -= along * d[j][k];
        }
      }
      double length = Math.sqrt(dot(d[i], d[i]));
      for (int k = 0; k < LENGTH; k++) {
        d[i][k] /= length;
        all[i * LENGTH + k] = (float) d[i][k];
      }
    }
    return all;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < LENGTH; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static float[] inverseNorms(FeatureSet set) {
    byte[] d = set.descriptor();
    float[] inverse = new float[set.size()];
    for (int i = 0; i < inverse.length; i++) {
      int squares = 0;
      for (int k = i * LENGTH; k < (i + 1) * LENGTH; k++) {
        squares += (d[k] & 0xFF) * (d[k] & 0xFF);
      }
      inverse[i] = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    }
    return inverse;
  }
}
