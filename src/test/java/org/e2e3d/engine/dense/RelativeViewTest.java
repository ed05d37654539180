package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

final class RelativeViewTest {

  @Property(tries = 100)
  void carriesPixelsAsProjectionDoes(
      @ForAll @DoubleRange(min = -0.3, max = 0.3) double turn,
      @ForAll @DoubleRange(min = -1, max = 1) double move,
      @ForAll @DoubleRange(min = 0, max = 63) double x,
      @ForAll @DoubleRange(min = 0, max = 47) double y,
      @ForAll @DoubleRange(min = 2, max = 10) double depth) {
    Camera from = DenseScenes.smallCamera();
    Camera to = Camera.pinhole(1, 80, 60, 70, 75, 41, 28);
    Pose a = new Pose(1, turn, 0.1, -turn, move, 0.2, 0.1);
    Pose b = new Pose(1, 0, turn, 0.05, -move, 0, 0.3);
    // the world point of the pixel with array indices x, y
    double cx = (x + 0.5 - from.cx()) / from.fx() * depth - a.tx();
    double cy = (y + 0.5 - from.cy()) / from.fy() * depth - a.ty();
    double cz = depth - a.tz();
    double[] r = a.rotation();
    double[] p = new double[3];
    b.apply(
        r[0] * cx + r[3] * cy + r[6] * cz,
        r[1] * cx + r[4] * cy + r[7] * cz,
        r[2] * cx + r[5] * cy + r[8] * cz,
        p);
    RelativeView v = RelativeView.of(from, a, to, b);
    double[] m = v.m();
    double w = m[6] * x + m[7] * y + m[8] + v.b()[2] / depth;
    assertThat(w * depth).isCloseTo(p[2], within(1e-9));
    assertThat(m[0] * x + m[1] * y + m[2] + v.b()[0] / depth)
        .isCloseTo((to.fx() * p[0] + (to.cx() - 0.5) * p[2]) / depth, within(1e-6));
    assertThat(m[3] * x + m[4] * y + m[5] + v.b()[1] / depth)
        .isCloseTo((to.fy() * p[1] + (to.cy() - 0.5) * p[2]) / depth, within(1e-6));
  }
}
