package org.e2e3d.engine.sfm.track;

/**
 * Feature tracks in flat arrays: n tracks, m observations, at most one observation a track and
 * photograph.
 *
 * @param start n+1 offsets into the observation arrays
 * @param photo m photograph ids, ascending within a track
 * @param feature m feature indices within that photograph
 * @param conflicts how many verified matches were left out because they would have put two features
 *     of one photograph on one track
 */
public record Tracks(int[] start, int[] photo, int[] feature, int conflicts) {

  public int size() {
    return start.length - 1;
  }

  public int observations() {
    return photo.length;
  }
}
