package org.e2e3d.engine.export;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.e2e3d.engine.io.PageCorners;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.meshoptimizer.MeshOptimizer;

/**
 * A coarser level of detail of a model, with the same texture: edges collapse in order of quadric
 * error (meshoptimizer). Along the seams of the atlas both sides collapse together, and a texture
 * that slides over the surface counts as much as a surface that moves, so every face keeps showing
 * what it showed.
 */
final class MeshReduction {
  /**
   * A level of detail.
   *
   * @param error by how much its surface is off, in units of the model
   */
  record Reduced(TexturedMesh model, double error) {}

  /** Corners that stay, 3 a face. */
  private record Collapsed(int[] corners, double error) {}

  /** Pieces smaller than this share of the model's size may be dropped. */
  private static final float PIECE_ERROR = 0.01f;

  private final TexturedMesh model;
  private final int corners;
  private final int[] vertexOf;
  private final int[] pageOf;
  private final float[] uv;
  private final int[] triangles;

  private MeshReduction(TexturedMesh model) {
    this.model = model;
    int[][] vertices = new int[model.pages().size()][];
    int n = 0;
    triangles = new int[model.mesh().triangles().length];
    float[] allUv = new float[2 * triangles.length];
    int at = 0;
    for (int p = 0; p < vertices.length; p++) {
      PageCorners page = PageCorners.of(model, p);
      vertices[p] = page.vertex();
      System.arraycopy(page.uv(), 0, allUv, 2 * n, 2 * page.count());
      for (int c : page.corners()) {
        triangles[at++] = n + c;
      }
      n += page.count();
    }
    corners = n;
    uv = Arrays.copyOf(allUv, 2 * n);
    vertexOf = new int[n];
    pageOf = new int[n];
    for (int p = 0, from = 0; p < vertices.length; from += vertices[p].length, p++) {
      System.arraycopy(vertices[p], 0, vertexOf, from, vertices[p].length);
      Arrays.fill(pageOf, from, from + vertices[p].length, p);
    }
  }

  /**
   * Reduces a model.
   *
   * @param faces about how many faces to keep; where the seams of the atlas forbid it, more stay
   * @return the model itself if it has no more faces
   */
  static Reduced reduce(TexturedMesh model, int faces) {
    if (model.mesh().faceCount() <= faces) {
      return new Reduced(model, 0);
    }
    return model.hasTexture() ? new MeshReduction(model).textured(faces) : plain(model, faces);
  }

  private static Reduced plain(TexturedMesh model, int faces) {
    TriangleMesh mesh = model.mesh();
    int n = mesh.vertexCount();
    int[] all = new int[n];
    Arrays.setAll(all, i -> i);
    Collapsed c = collapse(mesh.triangles(), mesh.xyz(), new float[2 * n], n, 0, faces);
    TriangleMesh kept = compact(mesh, c.corners, all);
    return new Reduced(new TexturedMesh(kept, model.uv(), model.page(), model.pages()), c.error);
  }

  private Reduced textured(int faces) {
    float[] xyz = new float[3 * corners];
    for (int c = 0; c < corners; c++) {
      System.arraycopy(model.mesh().xyz(), 3 * vertexOf[c], xyz, 3 * c, 3);
    }
    Collapsed collapsed = collapse(triangles, xyz, uv, corners, surfaceOfPage(), faces);
    int[] kept = collapsed.corners;
    float[] newUv = new float[2 * kept.length];
    int[] newPage = new int[kept.length / 3];
    for (int i = 0; i < kept.length; i++) {
      newUv[2 * i] = uv[2 * kept[i]];
      newUv[2 * i + 1] = uv[2 * kept[i] + 1];
      newPage[i / 3] = pageOf[kept[i]];
    }
    TriangleMesh mesh = compact(model.mesh(), kept, vertexOf);
    return new Reduced(new TexturedMesh(mesh, newUv, newPage, model.pages()), collapsed.error);
  }

  /** How long a page's side is on the surface, on the average, in units of the model. */
  private double surfaceOfPage() {
    double surface = 0;
    double page = 0;
    float[] p = model.mesh().xyz();
    int[] t = model.mesh().triangles();
    float[] w = model.uv();
    for (int i = 0; i < t.length; i += 3) {
      int k = 2 * i;
      surface += area(p, 3 * t[i], 3 * t[i + 1], 3 * t[i + 2], 3);
      page += area(w, k, k + 2, k + 4, 2);
    }
    return page > 0 ? Math.sqrt(surface / page) : 0;
  }

  private static double area(float[] p, int a, int b, int c, int dimensions) {
    double uu = 0;
    double vv = 0;
    double uv = 0;
    for (int k = 0; k < dimensions; k++) {
      double u = (double) p[b + k] - p[a + k];
      double v = (double) p[c + k] - p[a + k];
      uu += u * u;
      vv += v * v;
      uv += u * v;
    }
    return Math.sqrt(Math.max(0, uu * vv - uv * uv)) / 2;
  }

  /**
   * In two passes: the first may also drop pieces that are too small to be seen at the reduced
   * size; the second only collapses. Dropping without a bound would take the largest piece too
   * where the seams of an atlas of many charts keep the target out of reach.
   */
  private static Collapsed collapse(
      int[] triangles, float[] xyz, float[] uv, int vertices, double pageSide, int faces) {
    Collapsed pruned =
        pass(
            new Collapsed(triangles, 0),
            xyz,
            uv,
            vertices,
            pageSide,
            faces,
            PIECE_ERROR,
            MeshOptimizer.meshopt_SimplifyPrune);
    return pruned.corners.length <= 3 * faces
        ? pruned
        : pass(pruned, xyz, uv, vertices, pageSide, faces, 1f, 0);
  }

  private static Collapsed pass(
      Collapsed before,
      float[] xyz,
      float[] uv,
      int vertices,
      double pageSide,
      int faces,
      float errorLimit,
      int flags) {
    int[] triangles = before.corners;
    IntBuffer from = MemoryUtil.memAllocInt(triangles.length);
    IntBuffer to = MemoryUtil.memAllocInt(triangles.length);
    FloatBuffer positions = MemoryUtil.memAllocFloat(xyz.length);
    FloatBuffer attributes = MemoryUtil.memAllocFloat(uv.length);
    FloatBuffer weights = MemoryUtil.memAllocFloat(2);
    FloatBuffer error = MemoryUtil.memAllocFloat(1);
    try {
      from.put(0, triangles);
      positions.put(0, xyz);
      attributes.put(0, uv);
      // Errors of positions count in shares of the model's size.
      float size = MeshOptimizer.meshopt_simplifyScale(positions, vertices, 3L * Float.BYTES);
      float weight = size > 0 ? (float) (pageSide / size) : 0;
      weights.put(0, weight).put(1, weight);
      int n =
          (int)
              MeshOptimizer.meshopt_simplifyWithAttributes(
                  to,
                  from,
                  positions,
                  vertices,
                  3L * Float.BYTES,
                  attributes,
                  2L * Float.BYTES,
                  weights,
                  null,
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
      MemoryUtil.memFree(attributes);
      MemoryUtil.memFree(weights);
      MemoryUtil.memFree(error);
    }
  }

  /** The mesh of some corners, with the vertices that are used. */
  private static TriangleMesh compact(TriangleMesh mesh, int[] corners, int[] vertexOf) {
    int[] number = new int[mesh.vertexCount()];
    Arrays.fill(number, -1);
    int[] triangles = new int[corners.length];
    int[] used = new int[corners.length];
    int n = 0;
    for (int i = 0; i < corners.length; i++) {
      int v = vertexOf[corners[i]];
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
    return new TriangleMesh(xyz, triangles, rgb);
  }
}
