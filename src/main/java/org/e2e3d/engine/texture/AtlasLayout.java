package org.e2e3d.engine.texture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.Workers;

/**
 * Where each chart lies in the atlas.
 *
 * @param scale texels a photograph pixel, at most 1
 * @param photos how large the photographs are at that scale
 * @param boxes of each chart in its scaled photograph
 * @param rasters the texels of each chart in its box
 * @param places of each chart in cells; the last is the block of the unseen faces, if there are any
 * @param cell texels a cell's side
 * @param widths of each page, texels
 * @param heights of each page, texels
 * @param unseenColumns faces a row of the block of unseen faces
 */
record AtlasLayout(
    double scale,
    PhotoScale photos,
    List<ChartBox> boxes,
    ChartRaster[] rasters,
    MaskPacker.Place[] places,
    int cell,
    int[] widths,
    int[] heights,
    int unseenColumns) {

  /** Side of the square of texels that an unseen face gets. */
  static final int UNSEEN_TEXELS = 3;

  /** Share of a page that charts come to cover: a page that is hoped to hold more fails to. */
  private static final double EXPECTED_FILL = 0.78;

  /** Share of a cell by which a chart's outline grows when it is rounded up to cells. */
  private static final double RIM_CELLS = 0.6;

  private static final double SHRINK = 0.97;
  private static final double LEAST_SCALE = 0.005;

  int pages() {
    return widths.length;
  }

  /** Texels across for each pixel of a view's full-size photograph. */
  double scaleX(int view) {
    return photos.x(view, scale);
  }

  /** Texels down for each pixel of a view's full-size photograph. */
  double scaleY(int view) {
    return photos.y(view, scale);
  }

  /**
   * Lays the charts out at the largest scale at which they fit.
   *
   * @param largest no larger scale than this
   * @param unseen how many faces need a flat colour
   */
  static AtlasLayout of(
      Charts charts,
      PhotoScale photos,
      int unseen,
      double largest,
      TextureOptions options,
      int threads) {
    double capacity = (double) options.pageSize() * options.pageSize() * options.maxPages();
    double free = capacity - (double) unseen * UNSEEN_TEXELS * UNSEEN_TEXELS;
    double scale = Math.min(largest, likelyScale(charts, EXPECTED_FILL * free, options));
    while (scale > LEAST_SCALE) {
      List<ChartBox> boxes = boxes(charts, photos, scale, options);
      if (boxes != null) {
        ChartRaster[] rasters = new ChartRaster[boxes.size()];
        List<ChartMask> masks = masks(charts, photos, boxes, scale, options, threads, rasters);
        double wanted = texels(masks, cell(options));
        if (wanted <= EXPECTED_FILL * free) {
          AtlasLayout layout = attempt(boxes, rasters, masks, photos, unseen, scale, options);
          if (layout != null) {
            return layout;
          }
        } else {
          // Rounding up to cells makes small charts shrink by less than the scale.
          scale *= Math.min(0.995, 0.998 * Math.sqrt(EXPECTED_FILL * free / wanted));
          continue;
        }
      }
      scale *= SHRINK;
    }
    throw new ReconstructionException(
        FailureCode.INVALID_OPTIONS,
        "the texture does not fit into "
            + options.maxPages()
            + " pages of "
            + options.pageSize()
            + " texels",
        "Allow larger or more texture pages, or a mesh of fewer faces.",
        List.of());
  }

  /**
   * The scale at which charts, their padding and the rounding to cells come to a number of texels:
   * area s^2 + rim (border s + corner), the rim a little over the padding wide.
   */
  private static double likelyScale(Charts charts, double texels, TextureOptions options) {
    double area = 0;
    double border = 0;
    for (int c = 0; c < charts.size(); c++) {
      area += charts.area[c];
      border += charts.border[c];
    }
    double rim = options.padding() + RIM_CELLS * cell(options);
    double b = rim * border;
    double rest = Math.max(0, texels - Math.PI * rim * rim * charts.size());
    // The larger root of area s^2 + b s = rest, in the form that stands an area of nothing.
    return 2 * rest / Math.max(1e-9, b + Math.sqrt(b * b + 4 * area * rest));
  }

  private static int cell(TextureOptions options) {
    return options.pageSize() > 4096 ? 4 : options.pageSize() > 1024 ? 2 : 1;
  }

  /** The box of each chart, or null if one is larger than a page. */
  private static List<ChartBox> boxes(
      Charts charts, PhotoScale photos, double scale, TextureOptions options) {
    List<ChartBox> boxes = new ArrayList<>();
    for (int c = 0; c < charts.size(); c++) {
      int view = charts.view[c];
      ChartBox box =
          ChartBox.of(charts, c, photos.x(view, scale), photos.y(view, scale), options.padding());
      if (Math.max(box.width(), box.height()) > options.pageSize()) {
        return null;
      }
      boxes.add(box);
    }
    return boxes;
  }

  private static List<ChartMask> masks(
      Charts charts,
      PhotoScale photos,
      List<ChartBox> boxes,
      double scale,
      TextureOptions options,
      int threads,
      ChartRaster[] rasters) {
    ChartMask[] masks = new ChartMask[boxes.size()];
    int cell = cell(options);
    Workers.forEach(
        threads,
        masks.length,
        c -> {
          double sx = photos.x(charts.view[c], scale);
          double sy = photos.y(charts.view[c], scale);
          ChartBox box = boxes.get(c);
          rasters[c] = new ChartRaster(charts, c, box, sx, sy, options.padding());
          masks[c] = ChartMask.of(rasters[c], box, cell);
        });
    return new ArrayList<>(Arrays.asList(masks));
  }

  private static double texels(List<ChartMask> masks, int cell) {
    return masks.stream().mapToLong(ChartMask::area).sum() * (double) cell * cell;
  }

  private static AtlasLayout attempt(
      List<ChartBox> boxes,
      ChartRaster[] rasters,
      List<ChartMask> masks,
      PhotoScale photos,
      int unseen,
      double scale,
      TextureOptions options) {
    int cell = cell(options);
    int unseenColumns = (int) Math.ceil(Math.sqrt(unseen));
    if (unseen > 0) {
      int rows = (unseen + unseenColumns - 1) / unseenColumns;
      masks.add(
          ChartMask.rectangle(
              (unseenColumns * UNSEEN_TEXELS + cell - 1) / cell,
              (rows * UNSEEN_TEXELS + cell - 1) / cell));
    }
    int widest = 0;
    for (ChartMask mask : masks) {
      widest = Math.max(widest, Math.min(mask.width(), mask.height()) * cell);
    }
    int side = (int) Math.ceil(Math.sqrt(texels(masks, cell) / EXPECTED_FILL));
    side = Math.max(side, widest);
    side = Math.min(options.pageSize(), (side + 63) / 64 * 64);
    MaskPacker packer = new MaskPacker(side / cell, options.pageSize() / cell, options.maxPages());
    MaskPacker.Place[] places = packer.pack(masks);
    if (places == null) {
      return null;
    }
    int[] rows = packer.heights();
    int[] widths = new int[rows.length];
    int[] heights = new int[rows.length];
    for (int p = 0; p < rows.length; p++) {
      widths[p] = side;
      heights[p] = Math.min(options.pageSize(), (rows[p] * cell + 3) / 4 * 4);
    }
    return new AtlasLayout(
        scale, photos, boxes, rasters, places, cell, widths, heights, unseenColumns);
  }

  /** Texel coordinates (6 a face, on its page) of all face corners. */
  float[] corners(Charts charts) {
    float[] texel = new float[charts.pixel.length];
    int unseen = 0;
    for (int f = 0; f < charts.chartOf.length; f++) {
      int c = charts.chartOf[f];
      if (c < 0) {
        placeUnseen(texel, f, unseen++);
        continue;
      }
      MaskPacker.Place place = places[c];
      ChartBox box = boxes.get(c);
      double sx = scaleX(charts.view[c]);
      double sy = scaleY(charts.view[c]);
      for (int k = 6 * f; k < 6 * f + 6; k += 2) {
        double u = charts.pixel[k] * sx - box.x();
        double v = charts.pixel[k + 1] * sy - box.y();
        texel[k] = (float) ((place.transposed() ? v : u) + place.x() * cell);
        texel[k + 1] = (float) ((place.transposed() ? u : v) + place.y() * cell);
      }
    }
    return texel;
  }

  /** An unseen face spans texel centres of its square, so that filtering reads nothing else. */
  private void placeUnseen(float[] texel, int f, int number) {
    MaskPacker.Place place = places[places.length - 1];
    int column = number % unseenColumns * UNSEEN_TEXELS;
    int row = number / unseenColumns * UNSEEN_TEXELS;
    float x = place.x() * cell + (place.transposed() ? row : column) + 0.5f;
    float y = place.y() * cell + (place.transposed() ? column : row) + 0.5f;
    float far = UNSEEN_TEXELS - 1;
    float[] corner = {x, y, x + far, y, x, y + far};
    System.arraycopy(corner, 0, texel, 6 * f, 6);
  }

  /** The page of each face. */
  int[] pageOf(Charts charts) {
    int[] page = new int[charts.chartOf.length];
    for (int f = 0; f < page.length; f++) {
      int c = charts.chartOf[f];
      page[f] = places[c < 0 ? places.length - 1 : c].page();
    }
    return page;
  }
}
