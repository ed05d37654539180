package org.e2e3d.engine.matching;

/**
 * Geometrically verified matches of two photographs.
 *
 * @param a id of the first photograph; a &lt; b
 * @param b id of the second
 * @param featureA m feature indices in a
 * @param featureB m feature indices in b, one to one
 * @param kind what relates the two views
 * @param matrix row-major 3x3 in pixels: the fundamental matrix (x_b^T F x_a = 0), or the
 *     homography a to b for PLANAR and ROTATION
 */
public record PairMatches(
    int a, int b, int[] featureA, int[] featureB, Kind kind, double[] matrix) {

  /** The kind of two-view geometry. */
  public enum Kind {
    /** Epipolar geometry with parallax. */
    GENERAL,
    /** A homography explains the matches: the scene is planar. */
    PLANAR,
    /** A homography of a pure rotation explains the matches: no parallax. */
    ROTATION
  }

  public int size() {
    return featureA.length;
  }

  /** The same matches seen from the other photograph. */
  PairMatches reversed() {
    double[] turned = kind == Kind.GENERAL ? Matrix3.transpose(matrix) : Matrix3.inverse(matrix);
    return new PairMatches(b, a, featureB, featureA, kind, turned);
  }
}
