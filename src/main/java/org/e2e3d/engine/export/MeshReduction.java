package org.e2e3d.engine.export;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.meshoptimizer.MeshOptimizer;

/**
 * A coarser level of detail of a mesh: edges collapse onto one of their ends in order of quadric
 * error (meshoptimizer). Textures are not looked at; see {@link
 * org.e2e3d.engine.texture.CoarseTexture}.
 */
final class MeshReduction {
  /** Pieces smaller than this share of the model's size may be dropped. */
  private static final float PIECE_ERROR = 0.01f;

  private MeshReduction() {}

  /**
   * A level of detail.
   *
   * @param mesh with vertex colours if the full one has them
   * @param kept for each vertex, the one of the full mesh at its place
   * @param error by how much the surface is off, in units of the model
   */
  record Reduced(TriangleMesh mesh, int[] kept, double error) {}

  /** Triangles that stay, as vertices of the full mesh. */
  private record Collapsed(int[] triangles, double error) {}

  /**
   * Reduces a mesh, in two passes: the first may also drop pieces that are too small to be seen at
   * the reduced size; the second only collapses, so that the largest piece stays whatever happens.
   *
   * @param faces about how many faces to keep at most
   */
  static Reduced reduce(TriangleMesh mesh, int faces) {
    Collapsed now = new Collapsed(mesh.triangles(), 0);
    if (mesh.faceCount() > faces) {
      now = pass(now, mesh, faces, PIECE_ERROR, MeshOptimizer.meshopt_SimplifyPrune);
    }
    if (now.triangles.length > 3 * faces) {
      now = pass(now, mesh, faces, 1f, 0);
    }
    return compact(mesh, now);
  }

  private static Collapsed pass(
      Collapsed before, TriangleMesh mesh, int faces, float errorLimit, int flags) {
    int[] triangles = before.triangles;
    float[] xyz = mesh.xyz();
    IntBuffer from = MemoryUtil.memAllocInt(triangles.length);
    IntBuffer to = MemoryUtil.memAllocInt(triangles.length);
    FloatBuffer positions = MemoryUtil.memAllocFloat(xyz.length);
    FloatBuffer error = MemoryUtil.memAllocFloat(1);
    try {
      from.put(0, triangles);
      positions.put(0, xyz);
      // Errors count in shares of the model's size.
      float size =
          MeshOptimizer.meshopt_simplifyScale(positions, mesh.vertexCount(), 3L * Float.BYTES);
      int n =
          (int)
              MeshOptimizer.meshopt_simplify(
                  to,
                  from,
                  positions,
                  mesh.vertexCount(),
                  3L * Float.BYTES,
                  3L * faces,
                  errorLimit,
                  flags,
                  error);
      if (n == 0) {
        return before;
      }
      int[] kept = new int[n];
      to.get(0, kept);
      return new Collapsed(kept, Math.max(before.error, (double) error.get(0) * size));
    } finally {
      MemoryUtil.memFree(from);
      MemoryUtil.memFree(to);
      MemoryUtil.memFree(positions);
      MemoryUtil.memFree(error);
    }
  }

  /** The mesh of some triangles, with the vertices that are used. */
  private static Reduced compact(TriangleMesh mesh, Collapsed collapsed) {
    int[] number = new int[mesh.vertexCount()];
    Arrays.fill(number, -1);
    int[] triangles = new int[collapsed.triangles.length];
    int[] used = new int[mesh.vertexCount()];
    int n = 0;
    for (int i = 0; i < triangles.length; i++) {
      int v = collapsed.triangles[i];
      if (number[v] < 0) {
        number[v] = n;
        used[n++] = v;
      }
      triangles[i] = number[v];
    }
    float[] xyz = new float[3 * n];
    byte[] rgb = new byte[mesh.hasColours() ? 3 * n : 0];
    for (int i = 0; i < n; i++) {
      System.arraycopy(mesh.xyz(), 3 * used[i], xyz, 3 * i, 3);
      if (rgb.length > 0) {
        System.arraycopy(mesh.rgb(), 3 * used[i], rgb, 3 * i, 3);
      }
    }
    return new Reduced(
        new TriangleMesh(xyz, triangles, rgb), Arrays.copyOf(used, n), collapsed.error);
  }
}
