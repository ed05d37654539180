package org.e2e3d.engine.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each lens model against its definition, and its inverse against itself. */
final class CameraTest {
  private final double[] pixel = new double[2];
  private final double[] ray = new double[2];

  @ParameterizedTest
  @EnumSource(CameraModel.class)
  void followsColmapsDefinition(CameraModel model) {
    Camera c = lens(model);
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      double z = 0.5 + 4 * random.nextDouble();
      double x = z * (random.nextDouble() - 0.5);
      double y = z * (random.nextDouble() - 0.5);
      double[] expected = definition(c, x / z, y / z);
      assertThat(c.project(x, y, z, pixel)).isTrue();
      assertThat(pixel[0]).isCloseTo(expected[0], within(1e-9));
      assertThat(pixel[1]).isCloseTo(expected[1], within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource(CameraModel.class)
  void everyPixelGoesToItsRayAndBack(CameraModel model) {
    Camera c = lens(model);
    for (int v = 0; v <= c.height(); v += 48) {
      for (int u = 0; u <= c.width(); u += 64) {
        assertThat(c.unproject(u, v, ray)).isTrue();
        assertThat(c.project(ray[0], ray[1], 1, pixel)).isTrue();
        assertThat(Math.hypot(pixel[0] - u, pixel[1] - v)).isLessThan(1e-9);
      }
    }
  }

  @Test
  void strongBarrelDistortionIsInvertedWhereTheFixedPointIterationDiverges() {
    // An action camera's lens: half a field of view of 64 degrees on the diagonal.
    Camera c = Camera.radial(0, 1000, 750, 430, -0.25, 0.045);
    double x = 1.25;
    double y = 0.9;
    assertThat(c.project(x, y, 1, pixel)).isTrue();
    assertThat(c.unproject(pixel[0], pixel[1], ray)).isTrue();
    assertThat(ray[0]).isCloseTo(x, within(1e-10));
    assertThat(ray[1]).isCloseTo(y, within(1e-10));
  }

  @Test
  void whatThePolynomialFoldsBackIsNotInTheImage() {
    // r (1 - 0.2 r²) turns back at r = 1.29 with radius 0.86.
    Camera c = Camera.radial(0, 1000, 1000, 500, -0.2, 0);
    assertThat(c.project(1.28, 0, 1, pixel)).isTrue();
    pixel[0] = -7;
    assertThat(c.project(1.30, 0, 1, pixel)).isFalse();
    assertThat(c.project(2.2, 0, 1, pixel)).isFalse(); // would land beside the principal point
    assertThat(pixel[0]).isEqualTo(-7);
    assertThat(c.unproject(500 + 500 * 0.9, 500, ray)).isFalse();
    assertThat(ray[0]).isCloseTo(Math.sqrt(1 / 0.6), within(1e-6));
  }

  @Test
  void aPolynomialThatRisesAgainIsStillFolded() {
    // Slope 1 - 1.5 q + 0.5 q² with q = r²: falls between q = 1 and q = 2, rises after.
    Camera c = Camera.radial(0, 1000, 1000, 500, -0.5, 0.1);
    assertThat(c.project(0.99, 0, 1, pixel)).isTrue();
    assertThat(c.project(2.5, 0, 1, pixel)).isFalse();
  }

  @Test
  void nothingBehindTheCameraIsSeen() {
    for (CameraModel model : CameraModel.values()) {
      assertThat(lens(model).project(0.1, 0.1, -1, pixel)).isFalse();
      assertThat(lens(model).project(0.1, 0.1, 0, pixel)).isFalse();
      assertThat(lens(model).project(0.1, 0.1, Double.NaN, pixel)).isFalse();
    }
  }

  @Test
  void aFisheyeSeesNearlyToTheSideAndNoFurther() {
    Camera c =
        new Camera(0, CameraModel.OPENCV_FISHEYE, 1000, 1000, 318, 318, 500, 500, 0, 0, 0, 0, 0, 0);
    double angle = Math.toRadians(89);
    assertThat(c.project(Math.sin(angle), 0, Math.cos(angle), pixel)).isTrue();
    assertThat(pixel[0]).isCloseTo(500 + 318 * angle, within(1e-9));
    assertThat(c.unproject(pixel[0], pixel[1], ray)).isTrue();
    assertThat(Math.atan(ray[0])).isCloseTo(angle, within(1e-12));
    assertThat(c.unproject(500 + 318 * 1.7, 500, ray)).isFalse();
  }

  @Test
  void aStraightenedFisheyeShowsAllItSeesUpToABound() {
    Camera narrow =
        new Camera(
            0, CameraModel.OPENCV_FISHEYE, 1000, 750, 700, 700, 510, 370, 0.02, 0, 0, 0, 0, 0);
    Camera plane = narrow.straightened();
    for (double[] border : new double[][] {{0, 370}, {1000, 370}, {510, 0}, {510, 750}}) {
      narrow.unproject(border[0], border[1], ray);
      assertThat(plane.project(ray[0], ray[1], 1, pixel)).isTrue();
      assertThat(pixel[0]).isBetween(-1e-6, 1000 + 1e-6);
      assertThat(pixel[1]).isBetween(-1e-6, 750 + 1e-6);
    }
    Camera round =
        new Camera(0, CameraModel.OPENCV_FISHEYE, 1000, 1000, 318, 318, 500, 500, 0, 0, 0, 0, 0, 0);
    assertThat(Math.toDegrees(Math.atan(500 / round.straightened().fx()))).isBetween(54.0, 58.0);
    Camera brown = lens(CameraModel.OPENCV);
    assertThat(brown.straightened().fx()).isEqualTo(brown.fx());
  }

  @ParameterizedTest
  @EnumSource(CameraModel.class)
  void aResizedCameraSeesTheSame(CameraModel model) {
    Camera c = lens(model);
    Camera half = c.scaledTo(c.width() / 2, c.height() / 2);
    c.project(0.2, -0.3, 1.1, pixel);
    double u = pixel[0];
    double v = pixel[1];
    half.project(0.2, -0.3, 1.1, pixel);
    assertThat(pixel[0]).isCloseTo(u / 2, within(1e-9));
    assertThat(pixel[1]).isCloseTo(v / 2, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource(CameraModel.class)
  void aTurnedCameraSeesTheTurnedPicture(CameraModel model) {
    Camera c = lens(model);
    Pose pose = new Pose(0.9, 0.1, -0.3, 0.2, 0.1, 0.2, 0.3);
    double[] point = new double[3];
    for (int turns = 0; turns < 5; turns++) {
      pose.apply(0.3, -0.2, 1.5, point);
      c.project(point[0], point[1], point[2], pixel);
      double[] expected = {pixel[0], pixel[1], c.width(), c.height()};
      for (int i = 0; i < turns; i++) {
        expected = new double[] {expected[3] - expected[1], expected[0], expected[3], expected[2]};
      }
      Camera turned = c.turned(turns);
      pose.turned(turns).apply(0.3, -0.2, 1.5, point);
      assertThat(turned.project(point[0], point[1], point[2], pixel)).isTrue();
      assertThat(pixel[0]).isCloseTo(expected[0], within(1e-9));
      assertThat(pixel[1]).isCloseTo(expected[1], within(1e-9));
      assertThat(turned.width()).isEqualTo((int) expected[2]);
      assertThat(pose.turned(turns).centre()).containsExactly(pose.centre(), within(1e-12));
    }
    assertThat(c.turned(-1)).isEqualTo(c.turned(3));
  }

  private static Camera lens(CameraModel m) {
    return switch (m) {
      case SIMPLE_PINHOLE -> new Camera(0, m, 640, 480, 500, 500, 321, 238, 0, 0, 0, 0, 0, 0);
      case PINHOLE -> new Camera(0, m, 640, 480, 500, 520, 321, 238, 0, 0, 0, 0, 0, 0);
      case SIMPLE_RADIAL -> new Camera(0, m, 640, 480, 500, 500, 321, 238, -0.11, 0, 0, 0, 0, 0);
      case RADIAL -> new Camera(0, m, 640, 480, 500, 500, 321, 238, -0.2, 0.06, 0, 0, 0, 0);
      case OPENCV ->
          new Camera(0, m, 640, 480, 500, 510, 321, 238, -0.2, 0.06, 0, 0, 0.002, -0.003);
      case FULL_OPENCV ->
          new Camera(
              0, m, 640, 480, 500, 510, 321, 238, 0.3, 0.1, 0.01, 0.5, 0.002, -0.003, 0.15, 0.02);
      case SIMPLE_RADIAL_FISHEYE ->
          new Camera(0, m, 640, 480, 300, 300, 321, 238, 0.03, 0, 0, 0, 0, 0);
      case RADIAL_FISHEYE ->
          new Camera(0, m, 640, 480, 300, 300, 321, 238, 0.03, -0.01, 0, 0, 0, 0);
      case OPENCV_FISHEYE ->
          new Camera(0, m, 640, 480, 300, 305, 321, 238, 0.03, -0.01, 0.004, -0.001, 0, 0);
    };
  }

  /** COLMAP's src/base/camera_models.h, term by term. */
  private static double[] definition(Camera c, double u, double v) {
    double r2 = u * u + v * v;
    double r = Math.sqrt(r2);
    double theta = Math.atan(r);
    double uu = u * theta / r;
    double vv = v * theta / r;
    double t2 = theta * theta;
    double tangentialX = 2 * c.p1() * u * v + c.p2() * (r2 + 2 * u * u);
    double tangentialY = 2 * c.p2() * u * v + c.p1() * (r2 + 2 * v * v);
    double[] d =
        switch (c.model()) {
          case SIMPLE_PINHOLE, PINHOLE -> new double[] {u, v};
          case SIMPLE_RADIAL -> new double[] {u + u * c.k1() * r2, v + v * c.k1() * r2};
          case RADIAL -> {
            double radial = c.k1() * r2 + c.k2() * r2 * r2;
            yield new double[] {u + u * radial, v + v * radial};
          }
          case OPENCV -> {
            double radial = c.k1() * r2 + c.k2() * r2 * r2;
            yield new double[] {u + u * radial + tangentialX, v + v * radial + tangentialY};
          }
          case FULL_OPENCV -> {
            double r4 = r2 * r2;
            double r6 = r4 * r2;
            double radial =
                (1 + c.k1() * r2 + c.k2() * r4 + c.k3() * r6)
                    / (1 + c.k4() * r2 + c.k5() * r4 + c.k6() * r6);
            yield new double[] {u * radial + tangentialX, v * radial + tangentialY};
          }
          case SIMPLE_RADIAL_FISHEYE -> new double[] {uu + uu * c.k1() * t2, vv + vv * c.k1() * t2};
          case RADIAL_FISHEYE -> {
            double radial = c.k1() * t2 + c.k2() * t2 * t2;
            yield new double[] {uu + uu * radial, vv + vv * radial};
          }
          case OPENCV_FISHEYE -> {
            double t4 = t2 * t2;
            double bent = 1 + c.k1() * t2 + c.k2() * t4 + c.k3() * t2 * t4 + c.k4() * t4 * t4;
            yield new double[] {uu * bent, vv * bent};
          }
        };
    return new double[] {c.fx() * d[0] + c.cx(), c.fy() * d[1] + c.cy()};
  }
}
