package org.e2e3d.engine.sfm.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.e2e3d.engine.scene.CameraModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeometryTest {

  @Property(tries = 300)
  void unprojectInvertsProject(
      @ForAll @DoubleRange(min = -0.6, max = 0.6) double x,
      @ForAll @DoubleRange(min = -0.6, max = 0.6) double y,
      @ForAll @DoubleRange(min = -0.3, max = 0.3) double k1,
      @ForAll @DoubleRange(min = -0.05, max = 0.2) double k2,
      @ForAll @DoubleRange(min = -3, max = 3) double tangential) {
    double p1 = tangential / 1000;
    double[] lens = {9, 1500, 810, 590, k1, k2, p1, -p1, Lens.BROWN};
    double[] pixel = new double[2];
    double[] ray = new double[2];
    assertThat(Lens.project(lens, 1, 2 * x, 2 * y, 2, pixel)).isTrue();
    Lens.unproject(lens, 1, pixel[0], pixel[1], ray);
    assertThat(ray[0]).isCloseTo(x, within(1e-9));
    assertThat(ray[1]).isCloseTo(y, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Lens.BROWN, Lens.FISHEYE})
  void lensAgreesWithTheSceneCamera(double curve) {
    double[] lens = {1500, 810, 590, -0.1, 0.05, 0.001, -0.002, curve};
    double[] a = new double[2];
    double[] b = new double[2];
    Lens.project(lens, 0, 0.3, -0.4, 1.3, a);
    Lens.camera(lens, 0, 4, 1600, 1200).project(0.3, -0.4, 1.3, b);
    assertThat(a).containsExactly(b, within(1e-10));
    assertThat(Lens.project(lens, 0, 0, 0, -1, a)).isFalse();
    double[] loaded = new double[Lens.SIZE];
    Lens.load(Lens.camera(lens, 0, 4, 1600, 1200), loaded, 0);
    assertThat(loaded).containsExactly(lens);
  }

  /** Across the field of an action camera, to 80 degrees off the axis. */
  @Property(tries = 200)
  void fisheyeUnprojectInvertsProject(
      @ForAll @DoubleRange(min = 0, max = 1.4) double theta,
      @ForAll @DoubleRange(min = 0, max = 6.28) double turn,
      @ForAll @DoubleRange(min = -0.05, max = 0.05) double k1) {
    double[] lens = {600, 810, 590, k1, 0.01, -0.002, 0.0005, Lens.FISHEYE};
    double x = Math.tan(theta) * Math.cos(turn);
    double y = Math.tan(theta) * Math.sin(turn);
    double[] pixel = new double[2];
    double[] ray = new double[3];
    assertThat(Lens.project(lens, 0, 3 * x, 3 * y, 3, pixel)).isTrue();
    Lens.bearing(lens, 0, pixel[0], pixel[1], ray, 0);
    double n = Math.sqrt(x * x + y * y + 1);
    assertThat(ray).containsExactly(new double[] {x / n, y / n, 1 / n}, within(1e-9));
  }

  @Test
  void pointsBeyondTheTurnOfThePolynomialAreRefused() {
    double[] lens = {1000, 500, 500, -0.3, 0, 0, 0, Lens.BROWN};
    double[] pixel = new double[2];
    assertThat(Lens.project(lens, 0, 0.9, 0, 1, pixel)).isTrue();
    assertThat(Lens.project(lens, 0, 1.2, 0, 1, pixel)).isFalse();
  }

  @Test
  void lensesBecomeTheSmallestCameraModelThatHoldsThem() {
    double[] lens = {1000, 500, 500, 0, 0, 0, 0, Lens.BROWN};
    assertThat(Lens.camera(lens, 0, 0, 1000, 1000).model()).isEqualTo(CameraModel.SIMPLE_PINHOLE);
    lens[Lens.K1] = 0.1;
    assertThat(Lens.camera(lens, 0, 0, 1000, 1000).model()).isEqualTo(CameraModel.SIMPLE_RADIAL);
    lens[Lens.K2] = 0.1;
    assertThat(Lens.camera(lens, 0, 0, 1000, 1000).model()).isEqualTo(CameraModel.RADIAL);
    lens[Lens.P1] = 0.001;
    assertThat(Lens.camera(lens, 0, 0, 1000, 1000).model()).isEqualTo(CameraModel.OPENCV);
    lens[Lens.CURVE] = Lens.FISHEYE;
    assertThat(Lens.camera(lens, 0, 0, 1000, 1000).model()).isEqualTo(CameraModel.OPENCV_FISHEYE);
  }

  @Property(tries = 300)
  void quarticFindsItsRealRoots(
      @ForAll @DoubleRange(min = -3, max = 3) double a,
      @ForAll @DoubleRange(min = -3, max = 3) double b,
      @ForAll @DoubleRange(min = -2, max = 2) double re,
      @ForAll @DoubleRange(min = 0.1, max = 2) double im) {
    if (Math.abs(a - b) < 0.01) {
      return;
    }
    // (x - a)(x - b)(x^2 - 2 re x + re^2 + im^2)
    double p = -(a + b);
    double q = a * b;
    double r = -2 * re;
    double s = re * re + im * im;
    double[] roots = new double[4];
    int n =
        Quartic.solve(2, 2 * (p + r), 2 * (q + p * r + s), 2 * (q * r + p * s), 2 * q * s, roots);
    assertThat(n).isEqualTo(2);
    double[] found = {Math.min(roots[0], roots[1]), Math.max(roots[0], roots[1])};
    assertThat(found[0]).isCloseTo(Math.min(a, b), within(1e-6));
    assertThat(found[1]).isCloseTo(Math.max(a, b), within(1e-6));
  }

  @Test
  void rotationsStayRotations() {
    double[] r = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      Rotations.leftMultiplyExp(
          r, 0, random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
    }
    double[] one = Rotations.multiply(r, Rotations.transpose(r));
    assertThat(one).containsExactly(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, within(1e-12));
    assertThat(Rotations.angle(Rotations.exp(0.3, -0.4, 1.2))).isCloseTo(1.3, within(1e-12));
    assertThat(Rotations.exp(1e-9, 0, 0)[7]).isCloseTo(1e-9, within(1e-18));
  }

  @Test
  void eigenvectorsDiagonalise() {
    Random random = new Random(5);
    double[] a = new double[16];
    for (int i = 0; i < 4; i++) {
      for (int j = i; j < 4; j++) {
        a[4 * i + j] = a[4 * j + i] = random.nextGaussian();
      }
    }
    SymmetricEigen eigen = new SymmetricEigen(a, 4);
    for (int k = 0; k < 4; k++) {
      double[] v = eigen.vector(k);
      for (int i = 0; i < 4; i++) {
        double av = 0;
        for (int j = 0; j < 4; j++) {
          av += a[4 * i + j] * v[j];
        }
        assertThat(av).isCloseTo(eigen.value(k) * v[i], within(1e-12));
      }
      assertThat(k == 0 || eigen.value(k) >= eigen.value(k - 1)).isTrue();
    }
  }

  @Test
  void similarityIsRecovered() {
    Random random = new Random(7);
    Similarity truth = new Similarity(2.5, Rotations.exp(0.4, -1.1, 2.0), new double[] {3, -4, 5});
    double[] from = random.doubles(30, -1, 1).toArray();
    double[] to = from.clone();
    for (int i = 0; i < 10; i++) {
      truth.apply(to, 3 * i);
    }
    double[] weight = new double[10];
    Arrays.fill(weight, 0.5);
    to[0] += 100; // a wrong pair, without weight
    weight[0] = 0;
    Similarity found = Similarity.fit(from, to, weight);
    assertThat(found.scale()).isCloseTo(2.5, within(1e-10));
    assertThat(found.rotation()).containsExactly(truth.rotation(), within(1e-10));
    assertThat(found.translation()).containsExactly(truth.translation(), within(1e-10));
  }

  /** Any similarity, any places that are not on one line: the fit and its way back lead home. */
  @Property(tries = 200)
  void similaritiesAreRecoveredAndUndone(
      @ForAll @DoubleRange(min = -3, max = 3) double turnX,
      @ForAll @DoubleRange(min = -3, max = 3) double turnY,
      @ForAll @DoubleRange(min = -6, max = 6) double logScale,
      @ForAll @DoubleRange(min = -1000, max = 1000) double shift,
      @ForAll long seed) {
    double scale = Math.exp(logScale);
    double[] from = new Random(seed).doubles(24, -1, 1).toArray();
    Similarity truth =
        new Similarity(scale, Rotations.exp(turnX, turnY, 0.5), new double[] {shift, 2, -shift});
    double[] to = from.clone();
    for (int i = 0; i < 8; i++) {
      truth.apply(to, 3 * i);
    }
    double[] weight = new double[8];
    Arrays.fill(weight, 1);
    Similarity there = Similarity.fit(from, to, weight);
    Similarity back = Similarity.fit(to, from, weight);
    assertThat(there.scale() / scale).isCloseTo(1, within(1e-7));
    double[] home = from.clone();
    for (int i = 0; i < 8; i++) {
      there.apply(home, 3 * i);
      back.apply(home, 3 * i);
    }
    assertThat(home).containsExactly(from, within(1e-6 * Math.max(1, Math.abs(shift) / scale)));
  }

  @Test
  void singularSystemsAreRefused() {
    assertThat(Linear3.invert(new double[] {1, 1, 0, 1, 0, 1}, new double[6])).isFalse();
    double[] x = new double[3];
    assertThat(Linear3.solve(new double[] {4, 1, 0, 3, 1, 2}, new double[] {6, 10, 8}, x)).isTrue();
    assertThat(4 * x[0] + x[1]).isCloseTo(6, within(1e-12));
    assertThat(x[0] + 3 * x[1] + x[2]).isCloseTo(10, within(1e-12));
    assertThat(x[1] + 2 * x[2]).isCloseTo(8, within(1e-12));
  }
}
