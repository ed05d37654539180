package org.e2e3d.engine.texture;

import java.util.Arrays;

/**
 * For each face the best few views that see it, in flat arrays: slot k of face f is at f*limit+k,
 * best first, of equals the lower view first. Faces may be filled by different threads.
 */
final class Candidates {
  final int limit;

  /** How many slots of a face are in use. */
  final int[] count;

  /** View indices (positions in the model's list of views). */
  final int[] view;

  final float[] quality;

  /** Mean colour of the face in that view, 3 a slot, 0 to 255. */
  final float[] colour;

  Candidates(int faces, int limit) {
    this.limit = limit;
    this.count = new int[faces];
    this.view = new int[faces * limit];
    this.quality = new float[faces * limit];
    this.colour = new float[3 * faces * limit];
    Arrays.fill(view, -1);
  }

  int faces() {
    return count.length;
  }

  /** Offers a view to a face; it is kept if it is among the best. */
  void offer(int face, int newView, float newQuality, float r, float g, float b) {
    int base = face * limit;
    int n = count[face];
    int at = n;
    while (at > 0 && quality[base + at - 1] < newQuality) {
      at--;
    }
    if (at == limit) {
      return;
    }
    int moved = Math.min(n, limit - 1) - at;
    System.arraycopy(view, base + at, view, base + at + 1, moved);
    System.arraycopy(quality, base + at, quality, base + at + 1, moved);
    System.arraycopy(colour, 3 * (base + at), colour, 3 * (base + at + 1), 3 * moved);
    view[base + at] = newView;
    quality[base + at] = newQuality;
    colour[3 * (base + at)] = r;
    colour[3 * (base + at) + 1] = g;
    colour[3 * (base + at) + 2] = b;
    count[face] = Math.min(n + 1, limit);
  }

  /** Removes the slots of a face whose bit is set. */
  void remove(int face, int slots) {
    int base = face * limit;
    int kept = 0;
    for (int k = 0; k < count[face]; k++) {
      if ((slots >> k & 1) != 0) {
        continue;
      }
      view[base + kept] = view[base + k];
      quality[base + kept] = quality[base + k];
      System.arraycopy(colour, 3 * (base + k), colour, 3 * (base + kept), 3);
      kept++;
    }
    count[face] = kept;
  }

  /** The slot in which a face holds a view, or -1. */
  int slotOf(int face, int wanted) {
    int base = face * limit;
    for (int k = 0; k < count[face]; k++) {
      if (view[base + k] == wanted) {
        return k;
      }
    }
    return -1;
  }
}
