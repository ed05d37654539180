package org.e2e3d.engine.sfm.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.junit.jupiter.api.Test;

final class ReducedSystemTest {
  private static final int VIEWS = 12;

  /** Views on a chain: each point is seen by two neighbours; the lens has three free columns. */
  private static BundleProblem chain() {
    BundleProblem p = new BundleProblem(VIEWS, 1, VIEWS - 1, 2 * (VIEWS - 1));
    for (int i = 0; i < VIEWS - 1; i++) {
      p.obsView[2 * i] = i;
      p.obsView[2 * i + 1] = i + 1;
      p.pointStart[i + 1] = 2 * i + 2;
    }
    p.lensFree[Lens.F] = p.lensFree[Lens.K1] = p.lensFree[Lens.P2] = true;
    p.fixView(0);
    return p;
  }

  @Test
  void onlyBlocksThatShareAPointAreStored() {
    BundleProblem p = chain();
    BundleLayout layout = new BundleLayout(p);
    BlockPattern pattern = new BlockPattern(p, layout);
    assertThat(layout.size()).isEqualTo(6 * (VIEWS - 1) + 3);
    // 11 movable views and their 10 neighbours, each view with the lens, the lens itself
    assertThat(pattern.filled()).isEqualTo(11 + 10 + 11 + 1);
    assertThat(pattern.size()).isEqualTo(21 * 36 + 11 * 18 + 9);
    assertThat(pattern.offset(0, 5)).isNegative();
    assertThat(layout.lensParameters(0)).containsExactly(Lens.F, Lens.K1, Lens.P2);
  }

  @Test
  void conjugateGradientsAgreeWithTheFactor() {
    BundleProblem p = chain();
    BundleLayout layout = new BundleLayout(p);
    BlockPattern pattern = new BlockPattern(p, layout);
    double[] blocks = new double[pattern.size()];
    Random random = new Random(1);
    for (int a = 0; a < layout.blocks(); a++) {
      for (int b = a; b < layout.blocks(); b++) {
        int o = pattern.offset(a, b);
        for (int i = 0; o >= 0 && i < layout.width(a); i++) {
          for (int j = 0; j < layout.width(b); j++) {
            blocks[o + i * layout.width(b) + j] = random.nextGaussian();
          }
          if (a == b) {
            blocks[o + i * (layout.width(a) + 1)] = 40 + 100 * random.nextDouble();
          }
        }
      }
    }
    double[] right = random.doubles(layout.size(), -1, 1).toArray();
    double[] factored = right.clone();
    double[] iterated = right.clone();
    assertThat(new ReducedSystem(layout, pattern, blocks, 1000).solve(factored)).isTrue();
    assertThat(new ReducedSystem(layout, pattern, blocks, 10).solve(iterated)).isTrue();
    assertThat(iterated).containsExactly(factored, within(1e-8));
    blocks[pattern.offset(3, 3)] = -1;
    assertThat(new ReducedSystem(layout, pattern, blocks, 1000).solve(right.clone())).isFalse();
    assertThat(new ReducedSystem(layout, pattern, blocks, 10).solve(right.clone())).isFalse();
  }
}
