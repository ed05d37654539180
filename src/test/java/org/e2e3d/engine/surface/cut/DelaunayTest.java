package org.e2e3d.engine.surface.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class DelaunayTest {

  @Test
  void everySphereIsEmpty() {
    Random random = new Random(4);
    double[] xyz = random.doubles(3 * 300).toArray();
    Delaunay d = Delaunay.of(xyz, 300, 1);
    assertSound(d);
    for (int t = 0; t < d.size(); t++) {
      for (int v = 0; d.exists(t) && v < 304; v++) {
        assertThat(inSphere(d, t, v)).isLessThanOrEqualTo(0);
      }
    }
  }

  @Test
  void pointsOfALatticeAndOfAPlaneAndCoincidingPoints() {
    int n = 0;
    double[] xyz = new double[3 * (7 * 7 * 7 + 400 + 50)];
    for (int i = 0; i < 343; i++, n++) {
      xyz[3 * n] = i % 7;
      xyz[3 * n + 1] = i / 7 % 7;
      xyz[3 * n + 2] = i / 49;
    }
    for (int i = 0; i < 400; i++, n++) {
      xyz[3 * n] = i % 20;
      xyz[3 * n + 1] = i / 20;
      xyz[3 * n + 2] = -5;
    }
    for (int i = 0; i < 50; i++, n++) {
      System.arraycopy(xyz, 3 * (7 * i), xyz, 3 * n, 3);
    }
    Delaunay d = Delaunay.of(xyz, n, 1);
    assertSound(d);
    int without = 0;
    for (int v = 0; v < n; v++) {
      without += d.home[v] < 0 ? 1 : 0;
    }
    assertThat(without).isEqualTo(50);
  }

  /** Neighbours are mutual and share a facet; all tetrahedra are positive; they fill the whole. */
  private static void assertSound(Delaunay d) {
    double volume = 0;
    for (int t = 0; t < d.size(); t++) {
      if (!d.exists(t)) {
        continue;
      }
      int[] c = {
        3 * d.corner[4 * t],
        3 * d.corner[4 * t + 1],
        3 * d.corner[4 * t + 2],
        3 * d.corner[4 * t + 3]
      };
      assertThat(Predicates.orient(d.xyz, c[0], c[1], c[2], c[3])).isPositive();
      volume += volume(d.xyz, c);
      for (int i = 0; i < 4; i++) {
        int o = d.across[4 * t + i];
        if (o != Delaunay.NONE) {
          assertThat(d.across[o]).isEqualTo(4 * t + i);
          assertThat(d.exists(o >> 2)).isTrue();
          for (int k = 1; k < 4; k++) {
            int v = d.corner[4 * t + (i + k & 3)];
            assertThat(
                    d.corner[o & ~3] == v
                        || d.corner[(o & ~3) + 1] == v
                        || d.corner[(o & ~3) + 2] == v
                        || d.corner[(o & ~3) + 3] == v)
                .isTrue();
          }
        }
      }
    }
    int n = 3 * d.pointCount;
    double all = Math.abs(volume(d.xyz, new int[] {n, n + 3, n + 6, n + 9}));
    assertThat(volume).isBetween(all * (1 - 1e-9), all * (1 + 1e-9));
  }

  private static double volume(double[] p, int[] c) {
    double[] u = new double[9];
    for (int k = 0; k < 9; k++) {
      u[k] = p[c[k / 3] + k % 3] - p[c[3] + k % 3];
    }
    return (u[0] * (u[4] * u[8] - u[5] * u[7])
            - u[1] * (u[3] * u[8] - u[5] * u[6])
            + u[2] * (u[3] * u[7] - u[4] * u[6]))
        / 6;
  }

  private static int inSphere(Delaunay d, int t, int v) {
    int[] c = d.corner;
    for (int i = 4 * t; i < 4 * t + 4; i++) {
      if (c[i] == v) {
        return 0;
      }
    }
    return Predicates.inSphere(
        d.xyz, 3 * c[4 * t], 3 * c[4 * t + 1], 3 * c[4 * t + 2], 3 * c[4 * t + 3], 3 * v);
  }
}
