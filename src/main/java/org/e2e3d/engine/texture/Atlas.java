package org.e2e3d.engine.texture;

import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.stage.Workers;

/** The pages while they are painted, and where on them each face lies. */
final class Atlas {
  final AtlasLayout layout;
  final List<byte[]> pages = new ArrayList<>();

  /** Of each page, not 0 where a texel is painted. */
  final List<byte[]> covered = new ArrayList<>();

  /** Page of each face. */
  final int[] page;

  /** 6 a face: corner coordinates on its page, texels; the first texel's centre is at 0.5. */
  final float[] corner;

  Atlas(AtlasLayout layout, Charts charts) {
    this.layout = layout;
    this.page = layout.pageOf(charts);
    this.corner = layout.corners(charts);
    for (int p = 0; p < layout.pages(); p++) {
      int texels = layout.widths()[p] * layout.heights()[p];
      pages.add(new byte[3 * texels]);
      covered.add(new byte[texels]);
    }
  }

  /** Where texel (x, y) of a chart's box has its bytes on the chart's page. */
  int offset(MaskPacker.Place place, int x, int y) {
    int column = place.x() * layout.cell() + (place.transposed() ? y : x);
    int row = place.y() * layout.cell() + (place.transposed() ? x : y);
    return 3 * (row * layout.widths()[place.page()] + column);
  }

  /** From one texel of a chart's box to the next of its row, bytes of the page. */
  int step(MaskPacker.Place place) {
    return place.transposed() ? 3 * layout.widths()[place.page()] : 3;
  }

  /** Adds the bilinear colour at a point of a page, times a weight, to {@code rgb}. */
  void addSample(int pageIndex, double u, double v, double weight, double[] rgb) {
    PageSampler.add(
        pages.get(pageIndex),
        layout.widths()[pageIndex],
        layout.heights()[pageIndex],
        u,
        v,
        weight,
        rgb);
  }

  /** Paints over what no chart covers. */
  void fillGaps(int threads) {
    Workers.forEach(
        threads,
        pages.size(),
        p ->
            GapFilling.fill(pages.get(p), covered.get(p), layout.widths()[p], layout.heights()[p]));
  }

  List<TexturePage> texturePages() {
    List<TexturePage> result = new ArrayList<>();
    for (int p = 0; p < pages.size(); p++) {
      result.add(new TexturePage(layout.widths()[p], layout.heights()[p], pages.get(p)));
    }
    return result;
  }

  /** Corner coordinates as fractions of the pages. */
  float[] uv() {
    float[] uv = new float[corner.length];
    for (int i = 0; i < uv.length; i += 2) {
      uv[i] = corner[i] / layout.widths()[page[i / 6]];
      uv[i + 1] = corner[i + 1] / layout.heights()[page[i / 6]];
    }
    return uv;
  }
}
