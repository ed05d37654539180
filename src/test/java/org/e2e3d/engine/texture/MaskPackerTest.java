package org.e2e3d.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class MaskPackerTest {

  @Property(tries = 40)
  void masksNeitherOverlapNorLeaveThePage(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll @IntRange(min = 40, max = 200) int side,
      @ForAll int seed) {
    List<ChartMask> masks = randomMasks(count, 35, seed);
    MaskPacker packer = new MaskPacker(side, side, 20);
    MaskPacker.Place[] places = packer.pack(masks);
    assertThat(places).isNotNull().hasSize(count);
    boolean[][] taken = new boolean[20][side * side];
    for (int i = 0; i < count; i++) {
      MaskPacker.Place p = places[i];
      ChartMask mask = p.transposed() ? masks.get(i).transposed() : masks.get(i);
      for (int y = 0; y < mask.height(); y++) {
        for (int x = 0; x < mask.width(); x++) {
          if (mask.get(x, y)) {
            assertThat(p.x() + x).isBetween(0, side - 1);
            assertThat(p.y() + y).isBetween(0, packer.heights()[p.page()] - 1);
            int at = (p.y() + y) * side + p.x() + x;
            assertThat(taken[p.page()][at]).isFalse();
            taken[p.page()][at] = true;
          }
        }
      }
    }
  }

  @Property(tries = 200)
  void runsAreCountedAsCellByCell(
      @ForAll int seed, @ForAll @IntRange(min = 1, max = 200) int width) {
    Random random = new Random(seed);
    ChartMask mask = ChartMask.rectangle(width, 1);
    boolean[] set = new boolean[width];
    boolean now = true;
    for (int x = 0; x < width; x++) {
      now ^= random.nextInt(20) == 0;
      set[x] = now;
      if (!now) {
        mask.bits()[x >> 6] &= ~(1L << (x & 63));
      }
    }
    int longest = 0;
    int longestGap = 0;
    for (int x = 0; x < width; x++) {
      int to = x;
      while (to < width && set[to] == set[x]) {
        to++;
      }
      longest = set[x] ? Math.max(longest, to - x) : longest;
      longestGap = set[x] ? longestGap : Math.max(longestGap, to - x);
      assertThat(BitRow.ones(mask.bits(), 0, x, width)).isEqualTo(set[x] ? to - x : 0);
      assertThat(BitRow.zeros(mask.bits(), 0, x, width)).isEqualTo(set[x] ? 0 : to - x);
      int from = x;
      while (from >= 0 && set[from]) {
        from--;
      }
      assertThat(mask.runEndingAt(x, 0)).isEqualTo(x - from);
    }
    assertThat(BitRow.longestRun(mask.bits(), 0, width)).isEqualTo(longest);
    assertThat(BitRow.longestGap(mask.bits(), 0, width)).isEqualTo(longestGap);
  }

  @Test
  void smallMasksGoIntoTheHoleOfALargeOne() {
    List<ChartMask> masks = new ArrayList<>();
    masks.add(ring(100, 70));
    for (int i = 0; i < 12; i++) {
      masks.add(ChartMask.rectangle(20, 15));
    }
    MaskPacker packer = new MaskPacker(100, 100, 1);
    assertThat(packer.pack(masks)).isNotNull();
    assertThat(packer.heights()[0]).isEqualTo(100);
  }

  @Test
  void whatDoesNotFitIsSaid() {
    assertThat(new MaskPacker(50, 50, 1).pack(List.of(ChartMask.rectangle(51, 51)))).isNull();
    assertThat(
            new MaskPacker(50, 50, 1)
                .pack(List.of(ChartMask.rectangle(50, 30), ChartMask.rectangle(50, 30))))
        .isNull();
    assertThat(
            new MaskPacker(50, 50, 2)
                .pack(List.of(ChartMask.rectangle(50, 30), ChartMask.rectangle(50, 30))))
        .extracting(MaskPacker.Place::page)
        .containsExactly(0, 1);
  }

  @Test
  void aTallMaskIsLaidDownWhereItOnlyFitsSo() {
    MaskPacker.Place[] places =
        new MaskPacker(200, 40, 1).pack(List.of(ChartMask.rectangle(30, 150)));
    assertThat(places[0].transposed()).isTrue();
  }

  private static ChartMask ring(int outer, int inner) {
    ChartMask full = ChartMask.rectangle(outer, outer);
    long[] bits = full.bits().clone();
    int edge = (outer - inner) / 2;
    for (int y = edge; y < outer - edge; y++) {
      for (int x = edge; x < outer - edge; x++) {
        bits[y * full.words() + x / 64] &= ~(1L << x % 64);
      }
    }
    return new ChartMask(outer, outer, full.words(), bits);
  }

  /** Blobs: a rectangle with random cells struck out, its corner cells kept. */
  private static List<ChartMask> randomMasks(int count, int largest, int seed) {
    Random random = new Random(seed);
    List<ChartMask> masks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int w = 1 + random.nextInt(largest);
      int h = 1 + random.nextInt(largest);
      ChartMask full = ChartMask.rectangle(w, h);
      long[] bits = full.bits().clone();
      for (int k = 0; k < bits.length; k++) {
        if (random.nextInt(3) > 0) {
          bits[k] &= random.nextLong() | 0x5555_0F0F_3333_0001L;
        }
      }
      masks.add(new ChartMask(w, h, full.words(), bits));
    }
    return masks;
  }
}
