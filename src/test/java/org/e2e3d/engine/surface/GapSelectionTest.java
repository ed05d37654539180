package org.e2e3d.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;

/** A sheet of 20 x 20 squares, each of two faces; what is a gap, and what of it has support. */
final class GapSelectionTest {
  private static final int SIDE = 20;

  @Test
  void aHoleThatMeasuredSurfaceSurroundsIsClosedWhateverItsWidth() {
    assertThat(closed(flat(), (x, y) -> within(x, y, 1, 1, 19, 19), (x, y) -> true))
        .isEqualTo(squares((x, y) -> within(x, y, 1, 1, 19, 19)));
  }

  @Test
  void whatNoViewSupportsStaysOpenAndTheRestIsClosedAroundIt() {
    Area island = (x, y) -> within(x, y, 8, 8, 12, 12);
    assertThat(closed(flat(), (x, y) -> within(x, y, 2, 2, 18, 18), (x, y) -> !island.has(x, y)))
        .isEqualTo(squares((x, y) -> within(x, y, 2, 2, 18, 18) && !island.has(x, y)));
  }

  @Test
  void aBayIsClosedAsFarAsItsNarrowestPlace() {
    // a room of 12 x 10 with a door 4 wide into what nobody supports
    Area room = (x, y) -> within(x, y, 4, 2, 16, 12);
    Area door = (x, y) -> within(x, y, 8, 12, 12, 14);
    Area outside = (x, y) -> y >= 14;
    boolean[] closed =
        closed(
            flat(),
            (x, y) -> room.has(x, y) || door.has(x, y) || outside.has(x, y),
            (x, y) -> !outside.has(x, y));
    assertThat(closed).isEqualTo(squares((x, y) -> room.has(x, y) || door.has(x, y)));
  }

  @Test
  void surfaceDoesNotGrowOutFromARimWhereSightEnds() {
    // supported, but held by one short side only
    Area tongue = (x, y) -> within(x, y, 8, 6, 12, 16);
    boolean[] closed = closed(flat(), (x, y) -> y >= 6, tongue);
    assertThat(closed).isEqualTo(squares((x, y) -> false));
  }

  @Test
  void aSkinAcrossWhatEndsAtAnAngleStaysOpen() {
    // two walls face each other from x = 4 and x = 16; between them the boundary runs across
    IntToDoubleFunction depth = x -> x < 4 ? 3.0 * (4 - x) : x > 16 ? 3.0 * (x - 16) : 0;
    Area between = (x, y) -> x >= 4 && x < 16;
    assertThat(closed(sheet(depth), between, (x, y) -> true)).isEqualTo(squares((x, y) -> false));
    assertThat(closed(flat(), between, (x, y) -> true)).isEqualTo(squares(between));
  }

  @Test
  void nothingIsClosedWhereNothingWasMeasured() {
    assertThat(closed(flat(), (x, y) -> true, (x, y) -> true)).isEqualTo(squares((x, y) -> false));
  }

  private interface Area {
    boolean has(int x, int y);
  }

  private static boolean within(int x, int y, int x0, int y0, int x1, int y1) {
    return x >= x0 && y >= y0 && x < x1 && y < y1;
  }

  /** Per face of the sheet. */
  private static boolean[] squares(Area area) {
    boolean[] out = new boolean[2 * SIDE * SIDE];
    for (int f = 0; f < out.length; f++) {
      out[f] = area.has(f / 2 % SIDE, f / 2 / SIDE);
    }
    return out;
  }

  private static boolean[] closed(TriangleMesh sheet, Area gap, Area support) {
    boolean[] isGap = squares(gap);
    boolean[] isSupported = squares(support);
    int[] gaps = IntStream.range(0, isGap.length).filter(f -> isGap[f]).toArray();
    boolean[] supported = new boolean[gaps.length];
    for (int i = 0; i < gaps.length; i++) {
      supported[i] = isSupported[gaps[i]];
    }
    boolean[] closed = new GapSelection(sheet).closed(gaps, supported);
    boolean[] out = new boolean[isGap.length];
    for (int i = 0; i < gaps.length; i++) {
      out[gaps[i]] = closed[i];
    }
    return out;
  }

  private static TriangleMesh flat() {
    return sheet(x -> 0);
  }

  private static TriangleMesh sheet(IntToDoubleFunction depth) {
    int n = SIDE + 1;
    float[] xyz = new float[3 * n * n];
    for (int v = 0; v < n * n; v++) {
      xyz[3 * v] = v % n;
      xyz[3 * v + 1] = v / n;
      xyz[3 * v + 2] = (float) depth.applyAsDouble(v % n);
    }
    int[] t = new int[6 * SIDE * SIDE];
    for (int q = 0; q < SIDE * SIDE; q++) {
      int v = q / SIDE * n + q % SIDE;
      int[] six = {v, v + 1, v + n + 1, v, v + n + 1, v + n};
      System.arraycopy(six, 0, t, 6 * q, 6);
    }
    return new TriangleMesh(xyz, t, new byte[0]);
  }
}
