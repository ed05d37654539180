package org.e2e3d.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;

final class ViewLabellingTest {

  /** A strip of n triangles: its face graph is a path, so one sweep must find the optimum. */
  private static TriangleMesh strip(int n) {
    float[] xyz = new float[3 * (n + 2)];
    for (int v = 0; v < n + 2; v++) {
      xyz[3 * v] = v / 2;
      xyz[3 * v + 1] = v % 2;
    }
    int[] t = new int[3 * n];
    for (int f = 0; f < n; f++) {
      t[3 * f] = f;
      t[3 * f + 1] = f % 2 == 0 ? f + 1 : f + 2;
      t[3 * f + 2] = f % 2 == 0 ? f + 2 : f + 1;
    }
    return new TriangleMesh(xyz, t, new byte[0]);
  }

  private static Candidates random(int faces, int views, long seed) {
    Random r = new Random(seed);
    Candidates c = new Candidates(faces, 4);
    for (int f = 0; f < faces; f++) {
      for (int v = 0; v < views; v++) {
        if (r.nextInt(4) > 0) {
          c.offer(f, v, 0.1f + r.nextFloat(), 0, 0, 0);
        }
      }
    }
    return c;
  }

  @Test
  void onAPathItFindsTheOptimum() {
    int n = 9;
    FaceGraph graph = new FaceGraph(strip(n));
    for (int seed = 0; seed < 20; seed++) {
      Candidates c = random(n, 3, seed);
      ViewLabelling labelling = new ViewLabelling(graph, c, 1.3);
      int[] found = labelling.solve();
      assertThat(labelling.energy()).isLessThanOrEqualTo(best(c, n, 1.3) + 1e-4);
      for (int f = 0; f < n; f++) {
        assertThat(c.count[f] == 0 ? found[f] == -1 : c.slotOf(f, found[f]) >= 0).isTrue();
      }
    }
  }

  private static double best(Candidates c, int n, double detail) {
    double best = Double.POSITIVE_INFINITY;
    for (int code = 0; code < Math.pow(3, n); code++) {
      double e = 0;
      int previous = -1;
      int rest = code;
      for (int f = 0; f < n; f++, rest /= 3) {
        int slot = c.count[f] == 0 ? -1 : c.slotOf(f, rest % 3);
        if (c.count[f] > 0 && slot < 0) {
          e = Double.POSITIVE_INFINITY;
          break;
        }
        int label = slot < 0 ? -1 : rest % 3;
        if (slot >= 0) {
          e += detail * (1 - c.quality[4 * f + slot] / c.quality[4 * f]);
          e += previous >= 0 && previous != label ? 1 : 0;
        }
        previous = label;
      }
      best = Math.min(best, e);
    }
    return best;
  }

  @Test
  void neighboursAgreeWhereOneViewIsHardlyWorse() {
    int n = 40;
    Candidates c = new Candidates(n, 4);
    for (int f = 0; f < n; f++) {
      c.offer(f, 0, f % 2 == 0 ? 1.0f : 0.9f, 0, 0, 0);
      c.offer(f, 1, f % 2 == 0 ? 0.9f : 1.0f, 0, 0, 0);
    }
    int[] label = new ViewLabelling(new FaceGraph(strip(n)), c, 1.3).solve();
    assertThat(label).containsOnly(label[0]);
  }

  @Test
  void aFaceNobodySeesHasNoView() {
    Candidates c = new Candidates(3, 4);
    c.offer(0, 5, 1, 0, 0, 0);
    c.offer(2, 6, 1, 0, 0, 0);
    assertThat(new ViewLabelling(new FaceGraph(strip(3)), c, 1).solve()).containsExactly(5, -1, 6);
  }

  @Test
  void candidatesKeepTheBestInOrderWhateverTheOrderOfOffers() {
    Candidates a = new Candidates(1, 3);
    Candidates b = new Candidates(1, 3);
    float[] quality = {0.5f, 0.9f, 0.1f, 0.7f, 0.6f};
    for (int v = 0; v < 5; v++) {
      a.offer(0, v, quality[v], v, v, v);
      b.offer(0, 4 - v, quality[4 - v], 4 - v, 4 - v, 4 - v);
    }
    assertThat(a.view).containsExactly(1, 3, 4).isEqualTo(b.view);
    assertThat(a.colour).isEqualTo(b.colour);
    a.remove(0, 0b10);
    assertThat(a.count[0]).isEqualTo(2);
    assertThat(a.slotOf(0, 4)).isEqualTo(1);
    assertThat(a.slotOf(0, 3)).isEqualTo(-1);
  }
}
