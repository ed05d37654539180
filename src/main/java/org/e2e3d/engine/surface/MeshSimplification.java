package org.e2e3d.engine.surface;

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
    return simplify(mesh, maxFaces, MeshOptimizer.meshopt_SimplifyRegularizeLight);
  }

  /** The same with every border vertex where it was. */
  static TriangleMesh simplifyInside(TriangleMesh mesh, int maxFaces) {
    return simplify(
        mesh,
        maxFaces,
        MeshOptimizer.meshopt_SimplifyRegularizeLight | MeshOptimizer.meshopt_SimplifyLockBorder);
  }

  private static TriangleMesh simplify(TriangleMesh mesh, int maxFaces, int how) {
    if (mesh.faceCount() <= maxFaces) {
      return mesh;
    }
    IntBuffer from = MemoryUtil.memAllocInt(mesh.triangles().length);
    IntBuffer to = MemoryUtil.memAllocInt(mesh.triangles().length);
    FloatBuffer xyz = MemoryUtil.memAllocFloat(mesh.xyz().length);
    FloatBuffer error = MemoryUtil.memAllocFloat(1);
    try {
      from.put(0, mesh.triangles());
      xyz.put(0, mesh.xyz());
      int n =
          (int)
              MeshOptimizer.meshopt_simplify(
                  to,
                  from,
                  xyz,
                  mesh.vertexCount(),
                  3L * Float.BYTES,
                  3L * maxFaces,
                  1f,
                  how,
                  error);
      int[] triangles = new int[n];
      to.get(0, triangles);
      return MeshCleaning.withUsedVertices(mesh, triangles);
    } finally {
      MemoryUtil.memFree(from);
      MemoryUtil.memFree(to);
      MemoryUtil.memFree(xyz);
      MemoryUtil.memFree(error);
    }
  }
}
