package org.e2e3d.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.io.PageCorners;
import org.e2e3d.engine.io.SampleModels;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;

/** Full models whose texture is a known function of the place; the coarse mesh must show it. */
final class CoarseTextureTest {
  private static final int CELL = 8;

  @Test
  void aCoarseSphereShowsWhatTheFineOneShowed() {
    TriangleMesh fine = SampleModels.sphere(80, 80);
    // Every eighth ring and sector of the fine sphere.
    TriangleMesh coarse = grid(fine, 80, 8);
    TexturedMesh result = CoarseTexture.of(everyFaceAChart(fine), coarse, kept(80, 8), 1024, 2);
    assertThat(result.mesh()).isSameAs(coarse);
    // A facet of the coarse sphere lies up to a twentieth of the radius inside: 18 of 255.
    assertThat(worstError(result)).isLessThan(18);
    assertThat(overlap(result)).isLessThan(0.01);
    // Few seams: not many more corners than vertices.
    PageCorners corners = PageCorners.of(result, 0);
    assertThat(corners.count()).isLessThan(coarse.vertexCount() * 17 / 10);
  }

  @Test
  void threadsAndRunsMakeNoDifference() {
    TriangleMesh fine = SampleModels.sphere(80, 80);
    TriangleMesh coarse = grid(fine, 80, 8);
    TexturedMesh full = everyFaceAChart(fine);
    TexturedMesh one = CoarseTexture.of(full, coarse, kept(80, 8), 256, 1);
    TexturedMesh two = CoarseTexture.of(full, coarse, kept(80, 8), 256, 2);
    assertThat(one.uv()).isEqualTo(two.uv());
    assertThat(one.pages().get(0).rgb()).isEqualTo(two.pages().get(0).rgb());
    assertThat(one.pages().get(0).width()).isLessThanOrEqualTo(256);
  }

  @Test
  void theSidesOfAThinWallKeepTheirColours() {
    // Two sheets a thousandth apart, back to back: one red, the other blue.
    int n = 33;
    float[] xyz = new float[6 * n * n];
    byte[] rgb = new byte[6 * n * n];
    for (int v = 0; v < 2 * n * n; v++) {
      xyz[3 * v] = v % n / (float) n;
      xyz[3 * v + 1] = v / n % n / (float) n;
      xyz[3 * v + 2] = v < n * n ? 0.001f : 0;
      rgb[3 * v + (v < n * n ? 0 : 2)] = (byte) 200;
    }
    int[] t = Arrays.copyOf(sheet(n, 1, 0, false), 12 * (n - 1) * (n - 1));
    int[] back = sheet(n, 1, n * n, true);
    System.arraycopy(back, 0, t, back.length, back.length);
    TriangleMesh fine = new TriangleMesh(xyz, t, rgb);
    int m = 5;
    int[] kept = new int[2 * m * m];
    float[] few = new float[6 * m * m];
    byte[] fewRgb = new byte[6 * m * m];
    for (int v = 0; v < kept.length; v++) {
      kept[v] = v / (m * m) * n * n + v / m % m * 8 * n + v % m * 8;
      System.arraycopy(xyz, 3 * kept[v], few, 3 * v, 3);
      System.arraycopy(rgb, 3 * kept[v], fewRgb, 3 * v, 3);
    }
    int[] ct = Arrays.copyOf(sheet(m, 1, 0, false), 12 * (m - 1) * (m - 1));
    int[] cback = sheet(m, 1, m * m, true);
    System.arraycopy(cback, 0, ct, cback.length, cback.length);
    TexturedMesh result =
        CoarseTexture.of(everyFaceAChart(fine), new TriangleMesh(few, ct, fewRgb), kept, 512, 1);
    for (int f = 0; f < result.mesh().faceCount(); f++) {
      double[] c = colour(result, f);
      assertThat(c[f < ct.length / 6 ? 0 : 2]).isGreaterThan(185);
      assertThat(c[f < ct.length / 6 ? 2 : 0]).isLessThan(15);
    }
  }

  @Test
  void aSurfaceThatFoldsOverItselfIsCutApart() {
    // A band wound twice around, rising: seen from above its turns lie over each other.
    int steps = 160;
    int across = 6;
    int n = (steps + 1) * across;
    float[] xyz = new float[3 * n];
    byte[] rgb = new byte[3 * n];
    for (int i = 0; i <= steps; i++) {
      double turn = 4 * Math.PI * i / steps;
      for (int j = 0; j < across; j++) {
        int v = 3 * (i * across + j);
        xyz[v] = (float) ((2 + 0.2 * j) * Math.cos(turn));
        xyz[v + 1] = (float) ((2 + 0.2 * j) * Math.sin(turn));
        xyz[v + 2] = (float) (0.1 * turn);
        rgb[v] = (byte) (i * 200 / steps);
      }
    }
    int[] t = new int[6 * steps * (across - 1)];
    int at = 0;
    for (int i = 0; i < steps; i++) {
      for (int j = 0; j + 1 < across; j++) {
        int a = i * across + j;
        int[] two = {a, a + 1, a + across, a + 1, a + across + 1, a + across};
        System.arraycopy(two, 0, t, at, 6);
        at += 6;
      }
    }
    TriangleMesh band = new TriangleMesh(xyz, t, rgb);
    int[] all = new int[n];
    Arrays.setAll(all, i -> i);
    TexturedMesh result = CoarseTexture.of(everyFaceAChart(band), band, all, 1024, 1);
    assertThat(overlap(result)).isLessThan(0.02);
    assertThat(worstError(result)).isLessThan(14);
  }

  /** Cells of n x n vertices, every step-th of them. */
  private static int[] sheet(int n, int step, int first, boolean turned) {
    int[] t = new int[6 * (n - 1) * (n - 1)];
    int at = 0;
    for (int y = 0; y + step < n; y += step) {
      for (int x = 0; x + step < n; x += step) {
        int a = first + y * n + x;
        int b = a + step;
        int c = a + step * n;
        int[] two =
            turned ? new int[] {a, c, b, b, c, c + step} : new int[] {a, b, c, b, c + step, c};
        System.arraycopy(two, 0, t, at, 6);
        at += 6;
      }
    }
    return t;
  }

  private static int[] kept(int sectors, int step) {
    int m = sectors / step;
    int[] kept = new int[(m + 1) * m];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = i / m * step * sectors + i % m * step;
    }
    return kept;
  }

  private static TriangleMesh grid(TriangleMesh fine, int sectors, int step) {
    int m = sectors / step;
    int[] kept = kept(sectors, step);
    float[] xyz = new float[3 * kept.length];
    byte[] rgb = new byte[xyz.length];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(fine.xyz(), 3 * kept[i], xyz, 3 * i, 3);
      System.arraycopy(fine.rgb(), 3 * kept[i], rgb, 3 * i, 3);
    }
    return new TriangleMesh(xyz, SampleModels.sphere(m, m).triangles(), rgb);
  }

  /** A page with a square for each face, on which its vertices' colours are mixed. */
  private static TexturedMesh everyFaceAChart(TriangleMesh mesh) {
    int columns = (int) Math.ceil(Math.sqrt(mesh.faceCount()));
    int side = CELL * columns;
    byte[] page = new byte[3 * side * side];
    float[] uv = new float[6 * mesh.faceCount()];
    for (int f = 0; f < mesh.faceCount(); f++) {
      int left = f % columns * CELL;
      int top = f / columns * CELL;
      float[] corner = {
        left + 0.5f, top + 0.5f, left + CELL - 0.5f, top + 0.5f, left + 0.5f, top + CELL - 0.5f
      };
      for (int k = 0; k < 6; k++) {
        uv[6 * f + k] = corner[k] / side;
      }
      for (int i = 0; i < CELL * CELL; i++) {
        double wb = i % CELL / (CELL - 1.0);
        double wc = i / CELL / (CELL - 1.0);
        for (int c = 0; c < 3; c++) {
          double value =
              (1 - wb - wc) * shade(mesh, f, 0, c)
                  + wb * shade(mesh, f, 1, c)
                  + wc * shade(mesh, f, 2, c);
          page[3 * ((top + i / CELL) * side + left + i % CELL) + c] =
              (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
      }
    }
    return new TexturedMesh(
        mesh, uv, new int[mesh.faceCount()], List.of(new TexturePage(side, side, page)));
  }

  private static int shade(TriangleMesh mesh, int f, int corner, int channel) {
    return mesh.rgb()[3 * mesh.triangles()[3 * f + corner] + channel] & 255;
  }

  /** What the texture shows in the middle of a face. */
  private static double[] colour(TexturedMesh m, int f) {
    TexturePage page = m.pages().get(m.page()[f]);
    double u = (m.uv()[6 * f] + m.uv()[6 * f + 2] + m.uv()[6 * f + 4]) / 3;
    double v = (m.uv()[6 * f + 1] + m.uv()[6 * f + 3] + m.uv()[6 * f + 5]) / 3;
    double[] rgb = new double[3];
    PageSampler.add(
        page.rgb(), page.width(), page.height(), u * page.width(), v * page.height(), 1, rgb);
    return rgb;
  }

  /** The largest difference in the middle of a face from the mean of its vertices' colours. */
  private static double worstError(TexturedMesh m) {
    double worst = 0;
    for (int f = 0; f < m.mesh().faceCount(); f++) {
      double[] c = colour(m, f);
      for (int k = 0; k < 3; k++) {
        double mean =
            (shade(m.mesh(), f, 0, k) + shade(m.mesh(), f, 1, k) + shade(m.mesh(), f, 2, k)) / 3.0;
        worst = Math.max(worst, Math.abs(mean - c[k]));
      }
    }
    return worst;
  }

  /** Share of the used texels that lie well inside of more than one face. */
  private static double overlap(TexturedMesh m) {
    TexturePage page = m.pages().get(0);
    int w = page.width();
    int[] count = new int[w * page.height()];
    for (int f = 0; f < m.mesh().faceCount(); f++) {
      double[] x = new double[3];
      double[] y = new double[3];
      for (int k = 0; k < 3; k++) {
        x[k] = m.uv()[6 * f + 2 * k] * w;
        y[k] = m.uv()[6 * f + 2 * k + 1] * page.height();
      }
      double det = (x[1] - x[0]) * (y[2] - y[0]) - (y[1] - y[0]) * (x[2] - x[0]);
      for (int row = 0; row < page.height(); row++) {
        if (row + 1 < Arrays.stream(y).min().orElse(0) || row > Arrays.stream(y).max().orElse(0)) {
          continue;
        }
        int from = (int) Math.max(0, Arrays.stream(x).min().orElse(0));
        for (int i = from; i <= Math.min(w - 1, Arrays.stream(x).max().orElse(0)); i++) {
          double px = i + 0.5 - x[0];
          double py = row + 0.5 - y[0];
          double b = (px * (y[2] - y[0]) - py * (x[2] - x[0])) / det;
          double c = ((x[1] - x[0]) * py - (y[1] - y[0]) * px) / det;
          if (b > 1e-6 && c > 1e-6 && b + c < 1 - 1e-6) {
            count[row * w + i]++;
          }
        }
      }
    }
    return (double) Arrays.stream(count).filter(n -> n > 1).count()
        / Math.max(1, Arrays.stream(count).filter(n -> n > 0).count());
  }
}
