package org.e2e3d.engine.matching;

import org.e2e3d.engine.stage.Check;
import org.e2e3d.engine.stage.Preset;

/**
 * Options of stage 3.
 *
 * @param ratio largest ratio of the distances to the nearest and second nearest descriptor (Lowe
 *     2004, section 7.1)
 * @param guidedRatio the same among the partners near the epipolar line
 * @param errorFraction largest distance from the epipolar line, as a fraction of the longer side
 * @param words size of the vocabulary of visual words, learnt from the photographs
 * @param wordSamples how many descriptors it is learnt from
 * @param wordsOfFeature under how many of its nearest words a feature is filed; more find more
 *     matches and take longer
 * @param minInliers fewest verified matches of a pair
 * @param maxIterations most RANSAC iterations of a pair
 * @param exhaustiveUpTo up to this many photographs all pairs are matched
 * @param neighbours in larger sets, how many partners each photograph proposes; two thirds of them
 *     by GPS where there is one, the others by looks
 * @param sequenceReach in larger sets, how many places ahead in capture order are proposed too
 * @param minPartners a photograph with fewer verified partners, or apart from the largest group of
 *     connected photographs, is given a second, thorough try
 * @param secondTries how many partners, those that look most alike, that second try takes
 */
public record MatchingOptions(
    double ratio,
    double guidedRatio,
    double errorFraction,
    int words,
    int wordSamples,
    int wordsOfFeature,
    int minInliers,
    int maxIterations,
    int exhaustiveUpTo,
    int neighbours,
    int sequenceReach,
    int minPartners,
    int secondTries) {

  /** Defaults. */
  public static MatchingOptions of(Preset preset) {
    int words = preset == Preset.LOW ? 256 : 512;
    int samples = preset == Preset.LOW ? 8000 : 16_000;
    return new MatchingOptions(0.8, 0.8, 0.0013, words, samples, 2, 15, 10_000, 32, 14, 2, 4, 8);
  }

  /** Checks every field. */
  public void validate() {
    Check.range("matching.ratio", ratio, 0.3, 1);
    Check.range("matching.guidedRatio", guidedRatio, 0.3, 1);
    Check.range("matching.words", words, 1, 100_000);
    Check.range("matching.wordSamples", wordSamples, 100, 10_000_000);
    Check.range("matching.wordsOfFeature", wordsOfFeature, 1, 16);
    Check.range("matching.errorFraction", errorFraction, 0.0001, 0.05);
    Check.range("matching.minInliers", minInliers, 8, 10_000);
    Check.range("matching.maxIterations", maxIterations, 100, 10_000_000);
    Check.range("matching.exhaustiveUpTo", exhaustiveUpTo, 2, 100_000);
    Check.range("matching.neighbours", neighbours, 2, 100_000);
    Check.range("matching.sequenceReach", sequenceReach, 0, 1000);
    Check.range("matching.minPartners", minPartners, 0, 1000);
    Check.range("matching.secondTries", secondTries, 0, 100_000);
  }
}
