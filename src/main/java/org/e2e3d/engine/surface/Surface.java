package org.e2e3d.engine.surface;

import org.e2e3d.engine.scene.TriangleMesh;

/**
 * A surface as it comes from a {@link VoxelGrid}.
 *
 * @param mesh without colours
 * @param closing per face, whether it closes a gap instead of having been measured
 * @param own per face, whether it lies in the part of the lattice that was asked for, not in its
 *     rim
 */
record Surface(TriangleMesh mesh, boolean[] closing, boolean[] own) {}
