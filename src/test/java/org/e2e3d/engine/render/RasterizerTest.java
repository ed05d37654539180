package org.e2e3d.engine.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;

/** Against exact plane geometry. The camera stands at the origin and looks along +z. */
final class RasterizerTest {
  private static final Camera CAMERA = Camera.pinhole(0, 200, 160, 150, 150, 97.3, 81.9);

  private static TriangleMesh mesh(float[] xyz, int... triangles) {
    return new TriangleMesh(xyz, triangles, new byte[0]);
  }

  private static FaceBuffer draw(TriangleMesh mesh, FaceCulling culling, int threads) {
    return Rasterizer.draw(mesh, CAMERA, Pose.IDENTITY, culling, threads);
  }

  @Test
  void aSlantedTriangleHasThePixelsAndDepthsOfItsPlane() {
    double[] a = {-0.9, -0.7, 2};
    double[] b = {1.1, -0.5, 4};
    double[] c = {-0.2, 0.8, 3};
    FaceBuffer seen =
        draw(
            mesh(new float[] {-0.9f, -0.7f, 2, 1.1f, -0.5f, 4, -0.2f, 0.8f, 3}, 0, 1, 2),
            FaceCulling.NONE,
            1);
    double[] n = normal(a, b, c);
    double offset = n[0] * a[0] + n[1] * a[1] + n[2] * a[2];
    int count = 0;
    for (int y = 0; y < 160; y++) {
      for (int x = 0; x < 200; x++) {
        int i = y * 200 + x;
        if (seen.face()[i] == 0) {
          double dx = (x + 0.5 - CAMERA.cx()) / CAMERA.fx();
          double dy = (y + 0.5 - CAMERA.cy()) / CAMERA.fy();
          double z = offset / (n[0] * dx + n[1] * dy + n[2]);
          assertThat((double) seen.depth()[i]).isCloseTo(z, within(1e-5));
          count++;
        } else {
          assertThat(seen.depth()[i]).isZero();
        }
      }
    }
    double area = projectedArea(a, b, c);
    assertThat((double) count).isCloseTo(area, within(0.02 * area));
  }

  @Test
  void theNearerFaceHidesTheFartherWhicheverComesFirst() {
    float[] xyz = {-9, -9, 5, 9, -9, 5, 0, 20, 5, -9, -9, 3, 9, -9, 3, 0, 20, 3};
    FaceBuffer farFirst = draw(mesh(xyz, 0, 1, 2, 3, 4, 5), FaceCulling.NONE, 1);
    FaceBuffer nearFirst = draw(mesh(xyz, 3, 4, 5, 0, 1, 2), FaceCulling.NONE, 1);
    int middle = 80 * 200 + 100;
    assertThat(farFirst.face()[middle]).isEqualTo(1);
    assertThat(nearFirst.face()[middle]).isEqualTo(0);
    assertThat(farFirst.depth()[middle]).isEqualTo(3);
    assertThat(nearFirst.depth()).isEqualTo(farFirst.depth());
  }

  @Test
  void interpenetratingFacesMeetOnTheirLine() {
    // z = 4 + x and z = 4 - x cross at x = 0: the nearer one is z = 4 - |x| .
    float[] xyz = {
      -3, -9, 1, 3, -9, 7, 3, 9, 7, -3, 9, 1, -3, -9, 7, 3, -9, 1, 3, 9, 1, -3, 9, 7,
    };
    FaceBuffer seen = draw(mesh(xyz, 0, 1, 2, 0, 2, 3, 4, 5, 6, 4, 6, 7), FaceCulling.NONE, 1);
    for (int x = 60; x < 140; x++) {
      double dx = (x + 0.5 - CAMERA.cx()) / CAMERA.fx();
      double z = 4 / (1 + Math.abs(dx));
      assertThat((double) seen.depth()[40 * 200 + x]).isCloseTo(z, within(1e-5));
      assertThat(seen.face()[40 * 200 + x] < 2).isEqualTo(dx < 0);
    }
  }

  @Test
  void aFloorThatReachesBehindTheCameraIsCutNotLost() {
    float[] xyz = {-50, 1, -50, 50, 1, -50, 50, 1, 50, -50, 1, 50};
    FaceBuffer seen = draw(mesh(xyz, 0, 1, 2, 0, 2, 3), FaceCulling.NONE, 2);
    for (int y = 0; y < 160; y++) {
      double dy = (y + 0.5 - CAMERA.cy()) / CAMERA.fy();
      double z = dy > 0 ? 1 / dy : Double.POSITIVE_INFINITY;
      for (int x = 0; x < 200; x += 7) {
        double dx = (x + 0.5 - CAMERA.cx()) / CAMERA.fx();
        float depth = seen.depth()[y * 200 + x];
        if (z <= 50 && Math.abs(dx * z) <= 50) {
          assertThat((double) depth).isCloseTo(z, within(1e-4 * z));
        } else {
          assertThat(depth).isZero();
        }
      }
    }
  }

  @Test
  void aTessellatedWallHasNoHoles() {
    int n = 60;
    float[] xyz = new float[3 * (n + 1) * (n + 1)];
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i <= n; i++) {
      for (int j = 0; j <= n; j++) {
        int v = 3 * (i * (n + 1) + j);
        xyz[v] = -4 + 8f * j / n + 0.03f * random.nextFloat();
        xyz[v + 1] = -4 + 8f * i / n + 0.03f * random.nextFloat();
        xyz[v + 2] = 4 + 0.3f * random.nextFloat();
      }
    }
    int[] triangles = new int[6 * n * n];
    int k = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int v = i * (n + 1) + j;
        for (int corner : new int[] {v, v + 1, v + n + 2, v, v + n + 2, v + n + 1}) {
          triangles[k++] = corner;
        }
      }
    }
    FaceBuffer seen = draw(new TriangleMesh(xyz, triangles, new byte[0]), FaceCulling.NONE, 2);
    for (int face : seen.face()) {
      assertThat(face).isNotNegative();
    }
  }

  @Test
  void backFacesAreCulledOnRequest() {
    float[] xyz = {-9, -9, 3, 9, -9, 3, 0, 20, 3};
    int middle = 80 * 200 + 100;
    // Seen from the camera (y down), the order 0, 1, 2 is clockwise on the picture: a back face
    // has its normal along +z.
    assertThat(draw(mesh(xyz, 0, 1, 2), FaceCulling.BACK, 1).face()[middle]).isEqualTo(-1);
    assertThat(draw(mesh(xyz, 0, 2, 1), FaceCulling.BACK, 1).face()[middle]).isEqualTo(0);
    assertThat(draw(mesh(xyz, 0, 1, 2), FaceCulling.NONE, 1).face()[middle]).isEqualTo(0);
  }

  @Test
  void threadsDoNotChangeTheResult() {
    java.util.Random random = new java.util.Random(3);
    float[] xyz = new float[900];
    int[] triangles = new int[900];
    for (int i = 0; i < 900; i++) {
      xyz[i] = i % 3 == 2 ? 2 + 4 * random.nextFloat() : 4 * random.nextFloat() - 2;
      triangles[i] = random.nextInt(300);
    }
    FaceBuffer one = draw(mesh(xyz, triangles), FaceCulling.NONE, 1);
    FaceBuffer many = draw(mesh(xyz, triangles), FaceCulling.NONE, 5);
    assertThat(many.face()).isEqualTo(one.face());
    assertThat(many.depth()).isEqualTo(one.depth());
  }

  @Test
  void aBentCameraIsRefused() {
    Camera bent = Camera.radial(0, 100, 100, 90, -0.1, 0);
    assertThatThrownBy(
            () ->
                Rasterizer.draw(
                    mesh(new float[9], 0, 1, 2), bent, Pose.IDENTITY, FaceCulling.NONE, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pinhole");
  }

  private static double[] normal(double[] a, double[] b, double[] c) {
    double ux = b[0] - a[0];
    double uy = b[1] - a[1];
    double uz = b[2] - a[2];
    double vx = c[0] - a[0];
    double vy = c[1] - a[1];
    double vz = c[2] - a[2];
    return new double[] {uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx};
  }

  private static double projectedArea(double[]... corners) {
    double[] u = new double[3];
    double[] v = new double[3];
    for (int i = 0; i < 3; i++) {
      u[i] = CAMERA.fx() * corners[i][0] / corners[i][2];
      v[i] = CAMERA.fy() * corners[i][1] / corners[i][2];
    }
    return Math.abs((u[1] - u[0]) * (v[2] - v[0]) - (u[2] - u[0]) * (v[1] - v[0])) / 2;
  }
}
