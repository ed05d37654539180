package org.e2e3d.engine.texture;

import java.util.Arrays;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.Workers;

/**
 * Gives a simplified mesh an atlas of its own: few charts, laid flat along their mean normals, and
 * into them what the full mesh shows there. So no seam of the full atlas keeps the simplified mesh
 * from being as coarse as wanted.
 */
public final class CoarseTexture {
  private static final int LEAST_PAGE = 64;

  private CoarseTexture() {}

  /**
   * Makes the texture.
   *
   * @param full the full model, with its texture
   * @param coarse made from its mesh by collapsing edges
   * @param kept for each vertex of the coarse mesh, the vertex of the full one at its place
   * @param side longest side of the page, texels; a smaller one is made where the full model shows
   *     no more
   * @return the coarse mesh with one page
   */
  public static TexturedMesh of(
      TexturedMesh full, TriangleMesh coarse, int[] kept, int side, int threads) {
    FaceGraph graph = new FaceGraph(coarse);
    CoarseCharts cut = CoarseCharts.of(coarse, graph, texelsAUnit(full));
    Charts charts = cut.charts();
    TextureOptions options =
        TextureOptions.of(Preset.MEDIUM).withPages(Math.max(LEAST_PAGE, side), 1);
    AtlasLayout layout = AtlasLayout.of(charts, PhotoScale.exact(), 0, 1, options, threads);
    Atlas atlas = new Atlas(layout, charts);
    int[][] shown = facesOfCharts(full.mesh(), coarse, charts, SurfaceOwners.of(full.mesh(), kept));
    CoarsePainter painter = new CoarsePainter(full, coarse, cut, atlas);
    Workers.forEach(threads, charts.size(), c -> painter.paint(c, shown[c]));
    atlas.fillGaps(threads);
    return new TexturedMesh(coarse, atlas.uv(), atlas.page, atlas.texturePages());
  }

  /** How many texels the full model has along a unit of its surface, on the average. */
  private static double texelsAUnit(TexturedMesh full) {
    double surface = 0;
    double texels = 0;
    int[] t = full.mesh().triangles();
    float[] w = full.uv();
    for (int i = 0; i < t.length; i += 3) {
      var page = full.pages().get(full.page()[i / 3]);
      double ux = w[2 * i + 2] - w[2 * i];
      double uy = w[2 * i + 3] - w[2 * i + 1];
      double vx = w[2 * i + 4] - w[2 * i];
      double vy = w[2 * i + 5] - w[2 * i + 1];
      texels += Math.abs(ux * vy - uy * vx) / 2 * page.width() * page.height();
      surface += full.mesh().area(i / 3);
    }
    return Math.sqrt(Math.max(1, texels) / Math.max(1e-30, surface));
  }

  /** For each chart, the faces of the full mesh that can show in it, ascending. */
  private static int[][] facesOfCharts(
      TriangleMesh full, TriangleMesh coarse, Charts charts, int[] owner) {
    int[][] around = chartsOfVertices(coarse, charts);
    int[][] faces = new int[charts.size()][16];
    int[] count = new int[charts.size()];
    int[] last = new int[charts.size()];
    Arrays.fill(last, -1);
    int[] t = full.triangles();
    for (int i = 0; i < t.length; i++) {
      if (owner[t[i]] < 0) {
        continue;
      }
      int f = i / 3;
      for (int c : around[owner[t[i]]]) {
        if (last[c] != f) {
          last[c] = f;
          if (count[c] == faces[c].length) {
            faces[c] = Arrays.copyOf(faces[c], 2 * count[c]);
          }
          faces[c][count[c]++] = f;
        }
      }
    }
    for (int c = 0; c < faces.length; c++) {
      faces[c] = Arrays.copyOf(faces[c], count[c]);
    }
    return faces;
  }

  private static int[][] chartsOfVertices(TriangleMesh mesh, Charts charts) {
    int[][] around = new int[mesh.vertexCount()][0];
    int[] t = mesh.triangles();
    for (int i = 0; i < t.length; i++) {
      int chart = charts.chartOf[i / 3];
      int[] a = around[t[i]];
      if (Arrays.stream(a).noneMatch(c -> c == chart)) {
        around[t[i]] = Arrays.copyOf(a, a.length + 1);
        around[t[i]][a.length] = chart;
      }
    }
    return around;
  }
}
