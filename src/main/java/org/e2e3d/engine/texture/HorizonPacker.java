package org.e2e3d.engine.texture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Packs outlines on pages of cells as falling blocks: each, large ones first, is put where its top
 * comes out lowest and, of such places, where it leaves the least gap below; as it is or with
 * columns and rows exchanged. After Levy, Petitjean, Ray and Maillot, "Least Squares Conformal Maps
 * for Automatic Texture Atlas Generation" (SIGGRAPH 2002), section 4.3.
 */
final class HorizonPacker {

  /**
   * Where a shape came to lie.
   *
   * @param page page number
   * @param x left column of cells
   * @param y lowest row of cells
   * @param transposed whether columns and rows are exchanged
   */
  record Place(int page, int x, int y, boolean transposed) {}

  private final int width;
  private final int maxHeight;
  private final int maxPages;
  private final List<int[]> horizons = new ArrayList<>();

  private int bestX;
  private int bestY;
  private int bestTop;
  private long bestGap;

  /**
   * @param width columns of a page
   * @param maxHeight rows of a page
   * @param maxPages pages
   */
  HorizonPacker(int width, int maxHeight, int maxPages) {
    this.width = width;
    this.maxHeight = maxHeight;
    this.maxPages = maxPages;
  }

  /** A place for each shape, or null if they do not fit. */
  Place[] pack(List<ChartShape> shapes) {
    Integer[] order = new Integer[shapes.size()];
    Arrays.setAll(order, i -> i);
    int[] longer = shapes.stream().mapToInt(s -> Math.max(s.width(), s.height())).toArray();
    Arrays.sort(order, Comparator.comparingInt((Integer i) -> -longer[i]));
    Place[] places = new Place[shapes.size()];
    for (int i : order) {
      places[i] = place(shapes.get(i));
      if (places[i] == null) {
        return null;
      }
    }
    return places;
  }

  /** Rows in use on each page. */
  int[] heights() {
    return horizons.stream().mapToInt(h -> Arrays.stream(h).max().orElse(0)).toArray();
  }

  private Place place(ChartShape upright) {
    ChartShape lying = upright.transposed();
    for (int page = 0; page < maxPages; page++) {
      if (page == horizons.size()) {
        horizons.add(new int[width]);
      }
      int[] horizon = horizons.get(page);
      bestTop = maxHeight + 1;
      bestGap = Long.MAX_VALUE;
      search(horizon, upright);
      int top = bestTop;
      long gap = bestGap;
      search(horizon, lying);
      if (bestTop <= maxHeight) {
        boolean turned = bestTop < top || bestGap < gap;
        ChartShape shape = turned ? lying : upright;
        for (int c = 0; c < shape.width(); c++) {
          horizon[bestX + c] = Math.max(horizon[bestX + c], bestY + shape.high()[c]);
        }
        return new Place(page, bestX, bestY, turned);
      }
    }
    return null;
  }

  private void search(int[] horizon, ChartShape shape) {
    int w = shape.width();
    int h = shape.height();
    int[] low = shape.low();
    for (int x = 0; x + w <= width; x++) {
      int y = 0;
      int highest = bestTop - h;
      for (int c = 0; c < w && y <= highest; c++) {
        y = Math.max(y, horizon[x + c] - low[c]);
      }
      if (y > highest) {
        continue;
      }
      long gap = 0;
      for (int c = 0; c < w; c++) {
        gap += y + low[c] - horizon[x + c];
      }
      if (y + h < bestTop || gap < bestGap) {
        bestTop = y + h;
        bestGap = gap;
        bestX = x;
        bestY = y;
      }
    }
  }
}
