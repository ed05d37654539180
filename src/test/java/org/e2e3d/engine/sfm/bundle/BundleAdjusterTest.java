package org.e2e3d.engine.sfm.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.sfm.geometry.Rotations;
import org.e2e3d.engine.sfm.geometry.Similarity;
import org.e2e3d.testing.SyntheticScene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BundleAdjusterTest {
  private static final Camera LENS = Camera.radial(0, 1600, 1200, 1500, -0.08, 0.03);

  /** A bundle problem at the truth of a scene. */
  private static BundleProblem problem(SyntheticScene scene) {
    int points = scene.xyz().length / 3;
    List<List<double[]>> seen = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      seen.add(new ArrayList<>());
    }
    for (int v = 0; v < scene.poses().size(); v++) {
      for (int f = 0; f < scene.pointOf()[v].length; f++) {
        if (scene.pointOf()[v][f] >= 0) {
          float[] xy = scene.features().get(v).xy();
          seen.get(scene.pointOf()[v][f]).add(new double[] {v, xy[2 * f], xy[2 * f + 1]});
        }
      }
    }
    seen.removeIf(l -> l.size() < 2); // keeps the order; points are then re-indexed
    int observations = seen.stream().mapToInt(List::size).sum();
    BundleProblem p = new BundleProblem(scene.poses().size(), 1, seen.size(), observations);
    for (int v = 0; v < scene.poses().size(); v++) {
      System.arraycopy(scene.poses().get(v).rotation(), 0, p.rotation, 9 * v, 9);
      System.arraycopy(scene.poses().get(v).centre(), 0, p.centre, 3 * v, 3);
    }
    Lens.load(scene.cameras().get(0), p.lens, 0);
    int i = 0;
    int o = 0;
    for (int t = 0; t < points; t++) {
      List<double[]> obs = new ArrayList<>();
      for (int v = 0; v < scene.poses().size(); v++) {
        for (int f = 0; f < scene.pointOf()[v].length; f++) {
          if (scene.pointOf()[v][f] == t) {
            float[] xy = scene.features().get(v).xy();
            obs.add(new double[] {v, xy[2 * f], xy[2 * f + 1]});
          }
        }
      }
      if (obs.size() < 2) {
        continue;
      }
      System.arraycopy(scene.xyz(), 3 * t, p.xyz, 3 * i, 3);
      for (double[] ob : obs) {
        p.obsView[o] = (int) ob[0];
        p.obsXy[2 * o] = ob[1];
        p.obsXy[2 * o + 1] = ob[2];
        o++;
      }
      p.pointStart[++i] = o;
    }
    return p;
  }

  private static void disturb(BundleProblem p, double amount, long seed) {
    Random random = new Random(seed);
    for (int v = 1; v < p.views(); v++) {
      Rotations.leftMultiplyExp(
          p.rotation,
          9 * v,
          amount * random.nextGaussian(),
          amount * random.nextGaussian(),
          amount * random.nextGaussian());
      for (int j = 0; j < 3; j++) {
        p.centre[3 * v + j] += amount * random.nextGaussian();
      }
    }
    for (int i = 0; i < p.xyz.length; i++) {
      p.xyz[i] += amount * random.nextGaussian();
    }
  }

  /** The largest distance of a camera centre from the truth after a similarity. */
  private static double centreError(BundleProblem p, SyntheticScene scene) {
    int n = p.views();
    double[] truth = new double[3 * n];
    for (int v = 0; v < n; v++) {
      System.arraycopy(scene.poses().get(v).centre(), 0, truth, 3 * v, 3);
    }
    double[] found = Arrays.copyOf(p.centre, 3 * n);
    double[] weight = new double[n];
    Arrays.fill(weight, 1);
    Similarity s = Similarity.fit(found, truth, weight);
    double most = 0;
    for (int v = 0; v < n; v++) {
      s.apply(found, 3 * v);
      double d = 0;
      for (int j = 0; j < 3; j++) {
        d += Math.pow(found[3 * v + j] - truth[3 * v + j], 2);
      }
      most = Math.max(most, Math.sqrt(d));
    }
    return most;
  }

  private static BundleOptions options(RobustLoss loss, int threads) {
    return new BundleOptions(100, 1e-12, loss, 1, threads);
  }

  @Test
  void findsTheTruthWithoutNoise() {
    SyntheticScene scene = SyntheticScene.withSeed(1).views(8).points(300).lens(LENS).build();
    BundleProblem p = problem(scene);
    disturb(p, 0.02, 2);
    p.lens[Lens.F] *= 1.03;
    p.lens[Lens.K1] = 0;
    p.lens[Lens.K2] = 0;
    p.lensFree[Lens.F] = p.lensFree[Lens.K1] = p.lensFree[Lens.K2] = true;
    p.fixGauge(0, 4);
    double[] first = Arrays.copyOf(p.centre, 3);
    BundleSummary summary = BundleAdjuster.adjust(p, options(RobustLoss.SQUARE, 2));
    // pixels are stored as floats: 1e-4 of a pixel is what can be hoped for
    assertThat(Math.sqrt(2 * summary.finalCost() / p.observations())).isLessThan(2e-4);
    assertThat(p.lens[Lens.F]).isCloseTo(1500, within(0.02));
    assertThat(p.lens[Lens.K1]).isCloseTo(-0.08, within(1e-4));
    assertThat(centreError(p, scene)).isLessThan(1e-5);
    assertThat(Arrays.copyOf(p.centre, 3)).containsExactly(first);
  }

  @ParameterizedTest
  @EnumSource(
      value = RobustLoss.class,
      names = {"CAUCHY", "SOFT_L1", "HUBER"})
  void bearsNoiseAndOutliers(RobustLoss loss) {
    SyntheticScene scene =
        SyntheticScene.withSeed(3).views(10).points(400).noise(0.5).lens(LENS).build();
    BundleProblem p = problem(scene);
    Random random = new Random(4);
    for (int o = 0; o < p.observations(); o++) {
      if (random.nextDouble() < 0.03) {
        p.obsXy[2 * o] += 30 * random.nextGaussian();
      }
    }
    disturb(p, 0.005, 5);
    p.lensFree[Lens.F] = p.lensFree[Lens.K1] = p.lensFree[Lens.K2] = true;
    p.fixGauge(0, 5);
    BundleAdjuster.adjust(p, options(loss, 2));
    assertThat(p.lens[Lens.F]).isCloseTo(1500, within(6.0));
    assertThat(centreError(p, scene)).isLessThan(4 * 0.005);
    BundleProblem plain = problem(scene);
    System.arraycopy(p.obsXy, 0, plain.obsXy, 0, p.obsXy.length);
    plain.fixGauge(0, 5);
    BundleAdjuster.adjust(plain, options(RobustLoss.SQUARE, 2));
    assertThat(centreError(p, scene)).isLessThan(centreError(plain, scene));
  }

  @Test
  void doesNotDependOnTheThreads() {
    double[][] centres = new double[2][];
    for (int threads = 1; threads <= 2; threads++) {
      SyntheticScene scene = SyntheticScene.withSeed(6).views(16).points(1500).noise(0.5).build();
      BundleProblem p = problem(scene);
      disturb(p, 0.01, 7);
      p.fixGauge(0, 8);
      BundleAdjuster.adjust(p, options(RobustLoss.CAUCHY, threads));
      centres[threads - 1] = p.centre;
    }
    assertThat(centres[0]).containsExactly(centres[1]);
  }

  @Test
  void heldParametersStayAndPriorsPull() {
    SyntheticScene scene = SyntheticScene.withSeed(8).views(6).points(200).noise(0.3).build();
    BundleProblem p = problem(scene);
    disturb(p, 0.01, 9);
    p.fixGauge(0, 3);
    p.fixView(2);
    double[] held = Arrays.copyOfRange(p.centre, 6, 9);
    p.lensFree[Lens.F] = true;
    p.lensPrior[Lens.F] = 1600;
    p.lensSigma[Lens.F] = 1e-3;
    BundleAdjuster.adjust(p, options(RobustLoss.SQUARE, 1));
    assertThat(Arrays.copyOfRange(p.centre, 6, 9)).containsExactly(held);
    assertThat(p.lens[Lens.F]).isCloseTo(1600, within(0.1));
    assertThat(p.lens[Lens.CX]).isEqualTo(800);
  }
}
