package org.e2e3d.engine.surface;

import org.e2e3d.engine.scene.TriangleMesh;

/**
 * A surface as it comes from a {@link VoxelGrid}.
 *
 * @param mesh without colours
 * @param reached per face, how many steps of {@link HoleClosing} away from seen surface it lies; 0
 *     if it was seen; {@link #CLOSED} if it belongs to a hole closed before
 */
record Surface(TriangleMesh mesh, short[] reached) {
  static final short CLOSED = -1;

  /** The faces that were not seen, of those in {@code keep}. */
  int[] unseen(boolean[] keep) {
    return java.util.stream.IntStream.range(0, reached.length)
        .filter(f -> keep[f] && reached[f] != 0)
        .toArray();
  }
}
