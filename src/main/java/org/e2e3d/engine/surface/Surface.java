package org.e2e3d.engine.surface;

import org.e2e3d.engine.scene.TriangleMesh;

/**
 * A surface as it comes from a {@link VoxelGrid}.
 *
 * @param mesh without colours
 * @param closing per face, whether it closes a gap instead of having been measured
 */
record Surface(TriangleMesh mesh, boolean[] closing) {}
