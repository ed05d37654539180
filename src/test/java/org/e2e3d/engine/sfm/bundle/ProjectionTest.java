package org.e2e3d.engine.sfm.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.sfm.geometry.Rotations;
import org.junit.jupiter.api.Test;

final class ProjectionTest {

  /** Every analytic derivative against central differences, to six digits of the largest. */
  @Property(tries = 100)
  void derivativesOfBrownsLensAgree(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    java.util.Random random = new java.util.Random(seed);
    double[] lens = {
      1200 + 400 * random.nextDouble(),
      800,
      600,
      0.1 * random.nextDouble(),
      0.1 * random.nextDouble() - 0.02,
      0.003 * random.nextGaussian(),
      0.003 * random.nextGaussian(),
      Lens.BROWN
    };
    derivativesAgree(random, lens, 0.6);
  }

  @Property(tries = 100)
  void derivativesOfTheFisheyeAgree(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    java.util.Random random = new java.util.Random(seed);
    double[] lens = {
      500 + 200 * random.nextDouble(),
      800,
      600,
      0.05 * random.nextGaussian(),
      0.02 * random.nextGaussian(),
      0.01 * random.nextGaussian(),
      0.003 * random.nextGaussian(),
      Lens.FISHEYE
    };
    derivativesAgree(random, lens, 3); // as far as 75 degrees and more off the axis
  }

  @Test
  void derivativesOfTheFisheyeAgreeOnTheAxis() {
    double[] lens = {500, 800, 600, 0.02, 0.01, 0, 0, Lens.FISHEYE};
    derivativesAgree(new java.util.Random(1), lens, 0);
  }

  private static void derivativesAgree(java.util.Random random, double[] lens, double spread) {
    BundleProblem p = new BundleProblem(1, 1, 1, 1);
    System.arraycopy(
        Rotations.exp(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()),
        0,
        p.rotation,
        0,
        9);
    System.arraycopy(lens, 0, p.lens, 0, Lens.SIZE);
    double[] inCamera = {random.nextGaussian() * spread, random.nextGaussian() * spread, 2};
    for (int j = 0; j < 3; j++) {
      p.centre[j] = random.nextGaussian();
    }
    for (int j = 0; j < 3; j++) {
      p.xyz[j] = p.centre[j];
      for (int k = 0; k < 3; k++) {
        p.xyz[j] += p.rotation[3 * k + j] * inCamera[k];
      }
    }
    Projection at = new Projection();
    assertThat(at.linearise(p, 0, p.xyz[0], p.xyz[1], p.xyz[2], 700, 500)).isTrue();
    double[] rotation = p.rotation.clone();
    for (int j = 0; j < 3; j++) {
      int axis = j;
      check(
          p,
          at.byRotation,
          j,
          3,
          1e-6,
          h -> {
            System.arraycopy(rotation, 0, p.rotation, 0, 9);
            Rotations.leftMultiplyExp(
                p.rotation, 0, axis == 0 ? h : 0, axis == 1 ? h : 0, axis == 2 ? h : 0);
          });
      System.arraycopy(rotation, 0, p.rotation, 0, 9);
      double x = p.xyz[j];
      check(p, at.byPoint, j, 3, 1e-6, h -> p.xyz[axis] = x + h);
      p.xyz[j] = x;
      double c = p.centre[j];
      double[] byCentre = new double[6];
      for (int i = 0; i < 6; i++) {
        byCentre[i] = -at.byPoint[i];
      }
      check(p, byCentre, j, 3, 1e-6, h -> p.centre[axis] = c + h);
      p.centre[j] = c;
    }
    for (int j = 0; j < Lens.PARAMETERS; j++) {
      int parameter = j;
      double step = j < 3 ? 1e-3 : 1e-6;
      check(p, at.byLens, j, Lens.PARAMETERS, step, h -> p.lens[parameter] = lens[parameter] + h);
      p.lens[j] = lens[j];
    }
  }

  private static void check(
      BundleProblem p,
      double[] jacobian,
      int column,
      int width,
      double h,
      java.util.function.DoubleConsumer move) {
    Projection q = new Projection();
    move.accept(h);
    q.error(p, 0, p.xyz[0], p.xyz[1], p.xyz[2], 700, 500);
    double u = q.residual[0];
    double v = q.residual[1];
    move.accept(-h);
    q.error(p, 0, p.xyz[0], p.xyz[1], p.xyz[2], 700, 500);
    double du = (u - q.residual[0]) / (2 * h);
    double dv = (v - q.residual[1]) / (2 * h);
    double tolerance = 1e-5 * (1 + Math.abs(du) + Math.abs(dv));
    assertThat(jacobian[column]).isCloseTo(du, within(tolerance));
    assertThat(jacobian[width + column]).isCloseTo(dv, within(tolerance));
  }

  @Test
  void pointsBehindAreRefused() {
    BundleProblem p = new BundleProblem(1, 1, 1, 1);
    p.rotation[0] = p.rotation[4] = p.rotation[8] = 1;
    p.lens[0] = 1000;
    assertThat(new Projection().linearise(p, 0, 0, 0, -1, 0, 0)).isFalse();
  }
}
