package org.e2e3d.engine.matching;

import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;

/**
 * A photograph's features, n of them, filed under visual words, with binary signatures that tell
 * unlike descriptors apart at a fraction of the cost of comparing them.
 *
 * @param start for each word where its entries start; one more at the end
 * @param feature for each entry the feature; ascending within a word
 * @param entrySignature for each entry two words of 64 signs: on which side of the visual word the
 *     descriptor lies, along 128 fixed directions (Hamming embedding, Jegou et al., ECCV 2008)
 * @param signature for each feature the same relative to the mean of all descriptors, 2n
 * @param inverseNorm for each feature one over the length of its descriptor
 */
record IndexedPhoto(
    Photo photo,
    FeatureSet features,
    int[] start,
    int[] feature,
    long[] entrySignature,
    long[] signature,
    float[] inverseNorm) {

  /** How many of the 128 signs of two signatures differ, each two words long. */
  static int distance(long[] a, int atA, long[] b, int atB) {
    return Long.bitCount(a[atA] ^ b[atB]) + Long.bitCount(a[atA + 1] ^ b[atB + 1]);
  }

  /** The cosine of the angle between descriptor i of this and descriptor j of the other. */
  float similarity(int i, IndexedPhoto other, int j) {
    byte[] a = features.descriptor();
    byte[] b = other.features.descriptor();
    int from = i * Vocabulary.LENGTH;
    int to = j * Vocabulary.LENGTH;
    int sum = 0;
    for (int k = 0; k < Vocabulary.LENGTH; k++) {
      sum += (a[from + k] & 0xFF) * (b[to + k] & 0xFF);
    }
    return sum * inverseNorm[i] * other.inverseNorm[j];
  }
}
