package org.e2e3d.engine.surface.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;

/** A unit ball seen from eight sides. */
final class FreeSpaceTest {
  private static final double[] EYES = {
    4, 4, 4, 4, 4, -4, 4, -4, 4, 4, -4, -4, -4, 4, 4, -4, 4, -4, -4, -4, 4, -4, -4, -4
  };

  @Test
  void theInsideOfABallIsNotFree() {
    FreeSpace space = FreeSpace.of(ball(0, 100_000), EYES, 1, 1, 1, 2);
    FreeSpace.Probe probe = space.probe();
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      double x = 3 * random.nextDouble() - 1.5;
      double y = 3 * random.nextDouble() - 1.5;
      double z = 3 * random.nextDouble() - 1.5;
      double r = Math.sqrt(x * x + y * y + z * z);
      if (Math.abs(r - 1) > 0.1) {
        assertThat(probe.free(x, y, z)).as("free at radius %f", r).isEqualTo(r > 1);
      }
    }
  }

  @Test
  void outliersInFreeSpaceAndInsideAreOutvoted() {
    TriangleMesh surface = FreeSpace.of(ball(150, 100_000), EYES, 1, 1, 1, 2).surface();
    double area = 0;
    double far = 0;
    float[] p = surface.xyz();
    for (int f = 0; f < surface.faceCount(); f++) {
      int a = 3 * surface.triangles()[3 * f];
      double size = surface.area(f);
      area += size;
      double r = Math.sqrt(p[a] * p[a] + p[a + 1] * p[a + 1] + p[a + 2] * p[a + 2]);
      far += Math.abs(r - 1) > 0.1 ? size : 0;
    }
    assertThat(area).isBetween(0.9 * 4 * Math.PI, 1.1 * 4 * Math.PI);
    assertThat(far / area).isLessThan(0.02);
  }

  @Test
  void fewerCellsThanPointsAndNoMoreThanAllowed() {
    PointCells cells = ball(0, 500);
    assertThat(cells.size()).isBetween(100, 500);
    SeenPoints points = cells.points();
    for (int i = 0; i < points.size(); i++) {
      double r =
          Math.sqrt(
              Math.pow(points.xyz()[3 * i], 2)
                  + Math.pow(points.xyz()[3 * i + 1], 2)
                  + Math.pow(points.xyz()[3 * i + 2], 2));
      assertThat(r).isBetween(0.9, 1.001);
      assertThat(points.views()[PointCells.VIEWS * i]).isBetween(0, 7);
    }
  }

  /** What the eight views see of the ball, and points of theirs where nothing is. */
  private static PointCells ball(int outliers, int most) {
    PointCells cells = new PointCells(2, most);
    Random random = new Random(8);
    for (int view = 0; view < 8; view++) {
      for (int i = 0; i < 4000; i++) {
        double x = random.nextGaussian();
        double y = random.nextGaussian();
        double z = random.nextGaussian();
        double n = Math.sqrt(x * x + y * y + z * z);
        double toward = (x * EYES[3 * view] + y * EYES[3 * view + 1] + z * EYES[3 * view + 2]) / n;
        if (toward > 1.5) {
          cells.add(x / n, y / n, z / n, 0.03, 1, view);
        }
      }
      for (int i = 0; i < outliers / 8; i++) {
        cells.add(
            3 * random.nextDouble() - 1.5,
            3 * random.nextDouble() - 1.5,
            3 * random.nextDouble() - 1.5,
            0.03,
            0.5,
            view);
      }
    }
    return cells;
  }
}
