package org.e2e3d.engine.surface;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Small holes in a mesh, and the triangles of least area that close them (Barequet and Sharir,
 * "Filling gaps in the boundary of a polyhedron", CAGD 12(2), 1995). Noise tears such holes where
 * depths scatter by more than the lattice's spacing. They have no vertices of their own inside, so
 * a wider hole is not for them.
 */
final class SmallHoles {
  /** Edges around a hole. */
  private static final int MOST_EDGES = 64;

  private final TriangleMesh mesh;
  private final HalfEdges edges;
  private final List<int[]> patches = new ArrayList<>();

  /**
   * @param mesh as {@link MeshCleaning#clean} leaves it
   */
  SmallHoles(TriangleMesh mesh) {
    this.mesh = mesh;
    this.edges = new HalfEdges(mesh.vertexCount(), mesh.triangles());
    int[] leaving = new int[mesh.vertexCount()];
    Arrays.fill(leaving, HalfEdges.BORDER);
    for (int h = 0; h < edges.opposite.length; h++) {
      if (edges.opposite[h] == HalfEdges.BORDER) {
        leaving[edges.from(h)] = h;
      }
    }
    boolean[] seen = new boolean[mesh.vertexCount()];
    for (int v = 0; v < leaving.length; v++) {
      int[] rim = seen[v] || leaving[v] < 0 ? new int[0] : rim(v, leaving, seen);
      int[] patch = rim.length >= 3 && rim.length <= MOST_EDGES ? patch(rim) : null;
      if (patch != null) {
        patches.add(patch);
      }
    }
  }

  /** How many holes can be closed. */
  int count() {
    return patches.size();
  }

  /** Corners of the triangles that close a hole, three vertices of the mesh each. */
  int[] patch(int hole) {
    return patches.get(hole);
  }

  /** The mesh with the patches of the given holes after its own faces. */
  TriangleMesh with(boolean[] closed) {
    int n = mesh.triangles().length;
    int total = n;
    for (int i = 0; i < closed.length; i++) {
      total += closed[i] ? patches.get(i).length : 0;
    }
    int[] t = Arrays.copyOf(mesh.triangles(), total);
    for (int i = 0; i < closed.length; i++) {
      if (closed[i]) {
        System.arraycopy(patches.get(i), 0, t, n, patches.get(i).length);
        n += patches.get(i).length;
      }
    }
    return new TriangleMesh(mesh.xyz(), t, mesh.rgb());
  }

  /**
   * The faces that touch a hole, and after them the patches of all holes, as a mesh of its own: of
   * a large mesh little more is needed to judge them.
   */
  TriangleMesh surroundings() {
    boolean[] rim = new boolean[mesh.vertexCount()];
    int corners = 0;
    for (int[] patch : patches) {
      for (int v : patch) {
        rim[v] = true;
      }
      corners += patch.length;
    }
    int[] t = mesh.triangles();
    int[] out = new int[t.length + corners];
    int n = 0;
    for (int h = 0; h < t.length; h += 3) {
      if (rim[t[h]] || rim[t[h + 1]] || rim[t[h + 2]]) {
        System.arraycopy(t, h, out, n, 3);
        n += 3;
      }
    }
    for (int[] patch : patches) {
      System.arraycopy(patch, 0, out, n, patch.length);
      n += patch.length;
    }
    return MeshCleaning.withUsedVertices(mesh, Arrays.copyOf(out, n));
  }

  /** Vertices around a hole so that its patch has the orientation of the faces around. */
  private int[] rim(int start, int[] leaving, boolean[] seen) {
    int[] rim = new int[16];
    int n = 0;
    int v = start;
    do {
      if (n == rim.length) {
        rim = Arrays.copyOf(rim, 2 * n);
      }
      rim[n++] = v;
      seen[v] = true;
      v = edges.to(leaving[v]);
    } while (!seen[v] && leaving[v] >= 0);
    if (v != start) {
      return new int[0];
    }
    int[] out = new int[n];
    for (int i = 0; i < n; i++) {
      out[i] = rim[n - 1 - i];
    }
    return out;
  }

  /** Null if no triangulation keeps the mesh manifold. */
  private int[] patch(int[] rim) {
    int n = rim.length;
    double[][] least = new double[n][n];
    int[][] through = new int[n][n];
    for (int span = 2; span < n; span++) {
      for (int i = 0; i + span < n; i++) {
        int k = i + span;
        least[i][k] = Double.POSITIVE_INFINITY;
        // the last span is an edge of the rim itself
        if (span < n - 1 && joined(rim[i], rim[k])) {
          continue;
        }
        for (int j = i + 1; j < k; j++) {
          double area = least[i][j] + least[j][k] + area(rim[i], rim[j], rim[k]);
          if (area < least[i][k]) {
            least[i][k] = area;
            through[i][k] = j;
          }
        }
      }
    }
    if (least[0][n - 1] == Double.POSITIVE_INFINITY) {
      return null;
    }
    int[] out = new int[3 * (n - 2)];
    write(rim, through, 0, n - 1, out, 0);
    return out;
  }

  private static int write(int[] rim, int[][] through, int i, int k, int[] out, int at) {
    if (k - i < 2) {
      return at;
    }
    int j = through[i][k];
    out[at] = rim[i];
    out[at + 1] = rim[j];
    out[at + 2] = rim[k];
    int next = write(rim, through, i, j, out, at + 3);
    return write(rim, through, j, k, out, next);
  }

  /** True if two vertices have an edge already: a second one would have four faces. */
  private boolean joined(int u, int v) {
    for (int c = edges.start[u]; c < edges.start[u + 1]; c++) {
      int h = edges.corners[c];
      if (edges.to(h) == v || edges.from(HalfEdges.previous(h)) == v) {
        return true;
      }
    }
    return false;
  }

  /** Infinite for corners on a line. */
  private double area(int a, int b, int c) {
    float[] p = mesh.xyz();
    double ux = (double) p[3 * b] - p[3 * a];
    double uy = (double) p[3 * b + 1] - p[3 * a + 1];
    double uz = (double) p[3 * b + 2] - p[3 * a + 2];
    double vx = (double) p[3 * c] - p[3 * a];
    double vy = (double) p[3 * c + 1] - p[3 * a + 1];
    double vz = (double) p[3 * c + 2] - p[3 * a + 2];
    double x = uy * vz - uz * vy;
    double y = uz * vx - ux * vz;
    double z = ux * vy - uy * vx;
    double area = 0.5 * Math.sqrt(x * x + y * y + z * z);
    return area > 0 ? area : Double.POSITIVE_INFINITY;
  }
}
