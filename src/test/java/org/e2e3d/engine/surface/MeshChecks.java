package org.e2e3d.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * What must hold of any mesh that the surface stage hands on, checked independently of its code.
 */
final class MeshChecks {
  private MeshChecks() {}

  /** Valid indices, finite coordinates, manifold, consistently oriented, nothing useless in it. */
  static void assertSound(TriangleMesh mesh) {
    int n = mesh.vertexCount();
    int[] t = mesh.triangles();
    boolean[] used = new boolean[n];
    Set<String> faces = new HashSet<>();
    Map<Long, Integer> directed = new HashMap<>();
    for (int f = 0; f < mesh.faceCount(); f++) {
      int[] v = {t[3 * f], t[3 * f + 1], t[3 * f + 2]};
      for (int i = 0; i < 3; i++) {
        assertThat(v[i]).isBetween(0, n - 1);
        assertThat(v[i]).as("corners of face %d differ", f).isNotEqualTo(v[(i + 1) % 3]);
        used[v[i]] = true;
        directed.merge((long) v[i] << 32 | v[(i + 1) % 3], 1, Integer::sum);
      }
      assertThat(area(mesh, f)).as("area of face %d", f).isPositive();
      Arrays.sort(v);
      assertThat(faces.add(Arrays.toString(v))).as("face %d is no duplicate", f).isTrue();
    }
    assertThat(directed.values())
        .as("each directed edge has one face: manifold, one orientation")
        .allMatch(c -> c == 1);
    for (int v = 0; v < n; v++) {
      assertThat(used[v]).as("vertex %d is used", v).isTrue();
    }
    for (float x : mesh.xyz()) {
      assertThat(Float.isFinite(x)).isTrue();
    }
    assertThat(mesh.rgb().length).isIn(0, 3 * n);
    assertFans(mesh);
  }

  /** Every vertex has one fan of faces around it. */
  private static void assertFans(TriangleMesh mesh) {
    int[] t = mesh.triangles();
    Map<Integer, Map<Integer, Integer>> around = new HashMap<>();
    for (int h = 0; h < t.length; h++) {
      int next = h % 3 == 2 ? h - 2 : h + 1;
      int after = next % 3 == 2 ? next - 2 : next + 1;
      around.computeIfAbsent(t[h], v -> new HashMap<>()).put(t[next], t[after]);
    }
    for (var entry : around.entrySet()) {
      Map<Integer, Integer> next = entry.getValue();
      Set<Integer> begins = new HashSet<>(next.keySet());
      begins.removeAll(next.values());
      int first = begins.isEmpty() ? next.keySet().iterator().next() : begins.iterator().next();
      int steps = 0;
      for (Integer at = first; next.containsKey(at) && steps <= next.size(); at = next.get(at)) {
        steps++;
        if (next.get(at) == first) {
          break;
        }
      }
      assertThat(steps).as("faces in the fan of vertex %d", entry.getKey()).isEqualTo(next.size());
    }
  }

  /** The number of edges with one face only. */
  static int borderEdges(TriangleMesh mesh) {
    Set<Long> directed = new HashSet<>();
    int[] t = mesh.triangles();
    for (int h = 0; h < t.length; h++) {
      int next = h % 3 == 2 ? h - 2 : h + 1;
      directed.add((long) t[h] << 32 | t[next]);
    }
    int border = 0;
    for (long e : directed) {
      if (!directed.contains(e << 32 | e >>> 32)) {
        border++;
      }
    }
    return border;
  }

  /** The number of pieces connected over shared vertices. */
  static int pieces(TriangleMesh mesh) {
    int[] parent = new int[mesh.vertexCount()];
    Arrays.setAll(parent, i -> i);
    int pieces = parent.length;
    for (int h = 0; h < mesh.triangles().length; h++) {
      int a = root(parent, mesh.triangles()[h]);
      int b = root(parent, mesh.triangles()[h % 3 == 2 ? h - 2 : h + 1]);
      if (a != b) {
        parent[a] = b;
        pieces--;
      }
    }
    return pieces;
  }

  private static int root(int[] parent, int i) {
    int at = i;
    while (parent[at] != at) {
      at = parent[at];
    }
    parent[i] = at;
    return at;
  }

  private static double area(TriangleMesh mesh, int f) {
    float[] p = mesh.xyz();
    int a = 3 * mesh.triangles()[3 * f];
    int b = 3 * mesh.triangles()[3 * f + 1];
    int c = 3 * mesh.triangles()[3 * f + 2];
    double[] u = new double[3];
    double[] v = new double[3];
    for (int k = 0; k < 3; k++) {
      u[k] = (double) p[b + k] - p[a + k];
      v[k] = (double) p[c + k] - p[a + k];
    }
    double x = u[1] * v[2] - u[2] * v[1];
    double y = u[2] * v[0] - u[0] * v[2];
    double z = u[0] * v[1] - u[1] * v[0];
    return Math.sqrt(x * x + y * y + z * z) / 2;
  }
}
