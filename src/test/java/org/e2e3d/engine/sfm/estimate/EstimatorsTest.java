package org.e2e3d.engine.sfm.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.sfm.geometry.Rotations;
import org.e2e3d.testing.SyntheticScene;
import org.junit.jupiter.api.Test;

final class EstimatorsTest {

  /** The lens whose pixels are coordinates of the plane z = 1. */
  private static final double[] UNIT = {1, 0, 0, 0, 0, 0, 0, Lens.BROWN};

  private static AbsolutePose.Result pose(
      double[] points, double[] rays, double threshold, int trials) {
    return AbsolutePose.estimate(
        new AbsolutePose.Matches(points, rays, UNIT), threshold, trials, 1);
  }

  /** A pose and points in front of it, with the rays that see them. */
  private record View(double[] rotation, double[] translation, double[] points, double[] rays) {
    static View random(long seed, int n) {
      Random random = new Random(seed);
      double[] r =
          Rotations.exp(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
      double[] t = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      double[] points = new double[3 * n];
      double[] rays = new double[2 * n];
      for (int i = 0; i < n; i++) {
        double z = 2 + 3 * random.nextDouble();
        rays[2 * i] = random.nextDouble() - 0.5;
        rays[2 * i + 1] = random.nextDouble() - 0.5;
        double[] c = {rays[2 * i] * z - t[0], rays[2 * i + 1] * z - t[1], z - t[2]};
        for (int j = 0; j < 3; j++) {
          points[3 * i + j] = r[j] * c[0] + r[3 + j] * c[1] + r[6 + j] * c[2];
        }
      }
      return new View(r, t, points, rays);
    }

    double[] bearings() {
      double[] out = new double[3 * (rays.length / 2)];
      for (int i = 0; i < rays.length / 2; i++) {
        Lens.bearing(UNIT, 0, rays[2 * i], rays[2 * i + 1], out, 3 * i);
      }
      return out;
    }

    double angleTo(double[] pose) {
      double[] r = java.util.Arrays.copyOf(pose, 9);
      return Rotations.angle(Rotations.multiply(r, Rotations.transpose(rotation)));
    }
  }

  @Property(tries = 300)
  void oneOfThreePointSolutionsIsTheTruth(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    View view = View.random(seed, 3);
    double[] poses = new double[4 * P3p.POSE];
    int n = new P3p().solve(view.points(), view.bearings(), new int[] {0, 1, 2}, poses);
    double best = Double.POSITIVE_INFINITY;
    for (int k = 0; k < n; k++) {
      double e = view.angleTo(java.util.Arrays.copyOfRange(poses, 12 * k, 12 * k + 12));
      for (int j = 0; j < 3; j++) {
        e = Math.max(e, Math.abs(poses[12 * k + 9 + j] - view.translation()[j]));
      }
      best = Math.min(best, e);
    }
    assertThat(best).isLessThan(1e-4); // nearly degenerate triangles included
  }

  @Test
  void absolutePoseBearsHalfTheMatchesWrong() {
    View view = View.random(11, 300);
    Random random = new Random(12);
    double[] rays = view.rays().clone();
    for (int i = 0; i < rays.length; i++) {
      rays[i] += 5e-4 * random.nextGaussian();
    }
    for (int i = 0; i < 150; i++) {
      rays[2 * i] = random.nextDouble() - 0.5;
    }
    AbsolutePose.Result r = pose(view.points(), rays, 2e-3, 2000);
    assertThat(r.inlierCount()).isBetween(140, 160);
    assertThat(view.angleTo(r.pose())).isLessThan(3e-4);
    assertThat(r.pose()[9]).isCloseTo(view.translation()[0], within(1e-3));
    AbsolutePose.Result again = pose(view.points(), rays, 2e-3, 2000);
    assertThat(again.pose()).containsExactly(r.pose());
  }

  @Test
  void absolutePoseNeedsFourPoints() {
    View view = View.random(13, 3);
    assertThat(pose(view.points(), view.rays(), 1e-3, 100).inlierCount()).isZero();
  }

  @Test
  void relativePoseIsFound() {
    View view = View.random(14, 200);
    // view a is the world frame; keep points in front of it by shifting the world
    double[] raysA = new double[400];
    double[] t = view.translation().clone();
    double[] r = view.rotation();
    for (int i = 0; i < 200; i++) {
      raysA[2 * i] = view.points()[3 * i] / (view.points()[3 * i + 2] + 8);
      raysA[2 * i + 1] = view.points()[3 * i + 1] / (view.points()[3 * i + 2] + 8);
    }
    double norm = 0;
    for (int j = 0; j < 3; j++) {
      t[j] -= 8 * r[3 * j + 2];
      norm += t[j] * t[j];
    }
    Random random = new Random(15);
    double[] raysB = view.rays().clone();
    for (int i = 0; i < 40; i++) {
      raysB[2 * i] = random.nextDouble() - 0.5;
    }
    RelativePose.Result found = RelativePose.estimate(raysA, raysB, 1e-3);
    assertThat(found.inlierCount()).isBetween(155, 175);
    assertThat(view.angleTo(found.rotation())).isLessThan(1e-3);
    for (int j = 0; j < 3; j++) {
      assertThat(found.translation()[j]).isCloseTo(t[j] / Math.sqrt(norm), within(2e-3));
    }
  }

  @Test
  void fundamentalMatricesTellTheFocalLength() {
    SyntheticScene scene =
        SyntheticScene.withSeed(16).views(8).lens(Camera.radial(0, 1600, 1200, 2100, 0, 0)).build();
    List<FocalSweep.Pair> pairs = new ArrayList<>();
    for (PairMatches p : scene.graph().pairs()) {
      pairs.add(new FocalSweep.Pair(p.matrix(), 800, 600, 800, 600, p.size()));
    }
    double[] found = FocalSweep.candidates(1600, pairs);
    assertThat(found).isNotEmpty();
    assertThat(found[0]).isCloseTo(2100, within(80.0));
    assertThat(FocalSweep.candidates(1600, List.of())).isEmpty();
  }

  /**
   * Projection and triangulation are inverse, for any point in front and any turn of the cameras.
   */
  @Property(tries = 200)
  void triangulationInvertsProjection(
      @ForAll @DoubleRange(min = -1, max = 1) double x,
      @ForAll @DoubleRange(min = -1, max = 1) double y,
      @ForAll @DoubleRange(min = 3, max = 30) double depth,
      @ForAll @DoubleRange(min = 0.3, max = 2) double baseline,
      @ForAll @DoubleRange(min = -0.15, max = 0.1) double k1,
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    double[] lens = {1500, 800, 600, k1, 0, 0, 0, Lens.BROWN};
    double[] point = {x, y, depth};
    Random random = new Random(seed);
    Triangulation t = new Triangulation();
    double[] pixel = new double[2];
    for (int v = 0; v < 3; v++) {
      double[] c = {baseline * (v - 1), 0.1 * random.nextGaussian(), 0.1 * random.nextGaussian()};
      double[] r = Rotations.exp(0.1 * random.nextGaussian(), 0.1 * random.nextGaussian(), 0.7 * v);
      double[] q = new double[3];
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          q[i] += r[3 * i + j] * (point[j] - c[j]);
        }
      }
      assertThat(Lens.project(lens, 0, q[0], q[1], q[2], pixel)).isTrue();
      t.add(r, 0, c, 0, lens, 0, pixel[0], pixel[1], 1);
    }
    double[] found = new double[3];
    assertThat(t.solve(Math.toRadians(0.5), found)).isEqualTo(3);
    assertThat(found).containsExactly(point, within(1e-6 * depth * depth));
  }

  @Test
  void triangulationLeavesWrongObservationsOut() {
    double[] lens = {1500, 800, 600, -0.05, 0, 0, 0, Lens.BROWN};
    double[] point = {0.1, -0.2, 0.3};
    Triangulation t = new Triangulation();
    double[] pixel = new double[2];
    for (int v = 0; v < 8; v++) {
      double angle = Math.toRadians(10 * v);
      double[] c = {4 * Math.sin(angle), 0, -4 * Math.cos(angle)};
      double[] r = Rotations.exp(0, angle, 0);
      double[] q = new double[3];
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          q[i] += r[3 * i + j] * (point[j] - c[j]);
        }
      }
      assertThat(Lens.project(lens, 0, q[0], q[1], q[2], pixel)).isTrue();
      double wrong = v == 2 || v == 5 ? 40 : 0;
      t.add(r, 0, c, 0, lens, 0, pixel[0] + wrong, pixel[1] - wrong, 2);
    }
    double[] found = new double[3];
    assertThat(t.solve(Math.toRadians(2), found)).isEqualTo(6);
    assertThat(t.isInlier(2)).isFalse();
    assertThat(t.isInlier(5)).isFalse();
    assertThat(found).containsExactly(point, within(1e-8));
    assertThat(t.solve(Math.toRadians(89), found)).isZero();
  }

  @Test
  void triangulationGrowsWithTheTrack() {
    SyntheticScene scene = SyntheticScene.withSeed(17).views(40).points(50).arc(60).build();
    double[] lens = new double[Lens.SIZE];
    Lens.load(scene.cameras().get(0), lens, 0);
    int point = 0;
    while (observations(scene, point) < 30) {
      point++;
    }
    Triangulation t = new Triangulation();
    for (int v = 0; v < 40; v++) {
      Pose pose = scene.poses().get(v);
      for (int f = 0; f < scene.pointOf()[v].length; f++) {
        if (scene.pointOf()[v][f] == point) {
          float[] xy = scene.features().get(v).xy();
          t.add(pose.rotation(), 0, pose.centre(), 0, lens, 0, xy[2 * f], xy[2 * f + 1], 1);
        }
      }
    }
    double[] found = new double[3];
    assertThat(t.solve(0.02, found)).isEqualTo(t.size());
    assertThat(found[0]).isCloseTo(scene.xyz()[3 * point], within(1e-4));
  }

  private static int observations(SyntheticScene scene, int point) {
    int n = 0;
    for (int[] view : scene.pointOf()) {
      for (int p : view) {
        n += p == point ? 1 : 0;
      }
    }
    return n;
  }
}
