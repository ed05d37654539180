package org.e2e3d.engine.surface;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.e2e3d.engine.scene.TriangleMesh;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.meshoptimizer.MeshOptimizer;

/** Fewer faces by collapsing edges in order of quadric error, with meshoptimizer. */
final class MeshSimplification {
  private MeshSimplification() {}

  /**
   * Simplifies to about {@code maxFaces} faces; a mesh that has no more is returned as it is.
   * Borders keep their shape, pieces stay apart.
   *
   * @return a mesh that may need {@link MeshCleaning}
   */
  static TriangleMesh simplify(TriangleMesh mesh, int maxFaces) {
    return mesh.faceCount() <= maxFaces
        ? mesh
        : MeshCleaning.withUsedVertices(mesh, simplified(mesh, new boolean[0], maxFaces));
  }

  /**
   * The corners of the faces that remain.
   *
   * @param locked per vertex, whether it stays where it is; empty if none has to
   */
  static int[] simplified(TriangleMesh mesh, boolean[] locked, int maxFaces) {
    IntBuffer from = MemoryUtil.memAllocInt(mesh.triangles().length);
    IntBuffer to = MemoryUtil.memAllocInt(mesh.triangles().length);
    FloatBuffer xyz = MemoryUtil.memAllocFloat(mesh.xyz().length);
    FloatBuffer error = MemoryUtil.memAllocFloat(1);
    ByteBuffer locks = locked.length == 0 ? null : MemoryUtil.memAlloc(locked.length);
    try {
      from.put(0, mesh.triangles());
      xyz.put(0, mesh.xyz());
      for (int v = 0; v < locked.length; v++) {
        locks.put(v, (byte) (locked[v] ? MeshOptimizer.meshopt_SimplifyVertex_Lock : 0));
      }
      // the variant with attributes is the one that takes locks; there are none
      int n =
          (int)
              MeshOptimizer.nmeshopt_simplifyWithAttributes(
                  MemoryUtil.memAddress(to),
                  MemoryUtil.memAddress(from),
                  from.remaining(),
                  MemoryUtil.memAddress(xyz),
                  mesh.vertexCount(),
                  3L * Float.BYTES,
                  MemoryUtil.NULL,
                  0,
                  MemoryUtil.NULL,
                  0,
                  MemoryUtil.memAddressSafe(locks),
                  3L * maxFaces,
                  1f,
                  MeshOptimizer.meshopt_SimplifyRegularizeLight,
                  MemoryUtil.memAddress(error));
      int[] triangles = new int[n];
      to.get(0, triangles);
      return triangles;
    } finally {
      MemoryUtil.memFree(from);
      MemoryUtil.memFree(to);
      MemoryUtil.memFree(xyz);
      MemoryUtil.memFree(error);
      MemoryUtil.memFree(locks);
    }
  }
}
