package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.Pose;
import org.junit.jupiter.api.Test;

final class BlankWallsTest {
  private static final int W = 160;
  private static final int H = 120;
  private static final Camera CAMERA = Camera.pinhole(0, W, H, 150, 150, W / 2.0, H / 2.0);
  private static final double TOLERANCE = 0.01;

  /** The wall's inverse depth: it stands at an angle. */
  private static final WallPlane PLANE = new WallPlane(0.5, 0.0008, -0.0003);

  private final float[] grey = new float[W * H];
  private final byte[] bgr = new byte[3 * W * H];
  private final float[] depth = new float[W * H];

  /** Textured everywhere, at the wall's depth; blank in [40, 120) x [30, 90), without depth. */
  BlankWallsTest() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < grey.length; i++) {
      paint(i, 60 + random.nextInt(80));
      depth[i] = (float) (1 / PLANE.inverseAt(i % W, i / W));
    }
    blank(40, 120, 30, 90, 200);
  }

  private void paint(int at, int value) {
    grey[at] = value;
    for (int k = 0; k < 3; k++) {
      bgr[3 * at + k] = (byte) value;
    }
  }

  private void blank(int x0, int x1, int y0, int y1, int value) {
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        paint(y * W + x, value);
        depth[y * W + x] = 0;
      }
    }
  }

  private List<BlankWalls.Wall> proposed() {
    List<PlainArea> areas = PlainArea.of(PlainPixels.of(grey, bgr, W, H), W, H, 50);
    assertThat(areas).isNotEmpty();
    return new BlankWalls(W, H, TOLERANCE, 1).propose(areas, depth, grey, bgr);
  }

  /** Sets the depths in some columns to another multiple of the wall's. */
  private void move(int x0, int x1, double factor) {
    for (int i = 0; i < depth.length; i++) {
      if (i % W >= x0 && i % W < x1) {
        depth[i] *= (float) factor;
      }
    }
  }

  @Test
  void aBlankAreaGetsThePlaneOfItsOutline() {
    List<BlankWalls.Wall> walls = proposed();
    assertThat(walls).hasSize(1);
    assertThat(walls.get(0).area().pixels().length).isBetween(76 * 56, 80 * 60);
    assertThat(1 / walls.get(0).plane().inverseAt(80, 60))
        .isCloseTo(1 / PLANE.inverseAt(80, 60), within(1e-4));
  }

  @Test
  void whatHidesThePlaneOnOneSideDoesNotSpeakAgainstIt() {
    move(0, 40, 0.7);
    assertThat(proposed()).hasSize(1);
  }

  @Test
  void anAreaBeforeSomethingFartherIsNoWall() {
    move(0, 40, 1.5);
    assertThat(proposed()).isEmpty();
  }

  @Test
  void anAreaHeldOnOneSideOnlyIsNoWall() {
    move(0, 40, 0.7);
    move(120, W, 0.6);
    for (int i = 90 * W; i < depth.length; i++) {
      depth[i] *= 0.5f;
    }
    assertThat(proposed()).isEmpty();
  }

  @Test
  void skyIsNoWallNorWhatHasItsColour() {
    blank(0, W, 0, 20, 200);
    assertThat(proposed()).as("a window of the sky's colour").isEmpty();
    blank(0, W, 0, 20, 250);
    assertThat(proposed()).as("another colour").hasSize(1);
    blank(40, 120, 0, 90, 200);
    assertThat(proposed()).as("the sky itself").isEmpty();
  }

  @Test
  void otherViewsAgreeOrSeeThrough() {
    BlankWalls.Wall wall = proposed().get(0);
    DepthMap map = map(0, depth.clone());
    DepthMap same = WallAgreement.completed(map, List.of(wall), 0.5f);
    int middle = 60 * W + 80;
    assertThat(same.depth()[middle])
        .isCloseTo((float) (1 / PLANE.inverseAt(80, 60)), within(1e-3f));
    assertThat(same.normal()[3 * middle + 2]).isNegative();
    float[] farther = same.depth().clone();
    for (int i = 0; i < farther.length; i++) {
      farther[i] *= 1.3f;
    }
    DepthMap through = map(0, farther);
    WallAgreement agreement = new WallAgreement(TOLERANCE, 2);
    DepthMap[] two = {same, same};
    DepthMap[] one = {same, map};
    DepthMap[] mixed = {same, through};
    DepthMap[] most = {same, same, through};
    assertThat(agreement.agreed(map, wall, 2, n -> two[n])).as("two others").isTrue();
    assertThat(agreement.agreed(map, wall, 2, n -> one[n])).as("only one").isFalse();
    assertThat(agreement.agreed(map, wall, 2, n -> mixed[n])).as("one sees through").isFalse();
    assertThat(agreement.agreed(map, wall, 3, n -> most[n])).as("two against one").isTrue();
  }

  private static DepthMap map(int id, float[] depth) {
    Pose pose = Pose.fromCentre(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new double[3]);
    return new DepthMap(id, CAMERA, pose, depth, new float[3 * W * H], new float[W * H]);
  }
}
