package org.e2e3d.engine.io;

import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;

/** Small models with known answers. */
public final class SampleModels {
  private SampleModels() {}

  /** A sphere of radius 1 about (3, -2, 5), coloured by direction. */
  public static TriangleMesh sphere(int rings, int sectors) {
    int n = (rings + 1) * sectors;
    float[] xyz = new float[3 * n];
    byte[] rgb = new byte[3 * n];
    for (int r = 0; r <= rings; r++) {
      double polar = Math.PI * (r + 0.01) / (rings + 0.02);
      for (int s = 0; s < sectors; s++) {
        double turn = 2 * Math.PI * s / sectors;
        double[] d = {
          Math.sin(polar) * Math.cos(turn), Math.sin(polar) * Math.sin(turn), Math.cos(polar)
        };
        double[] centre = {3, -2, 5};
        for (int k = 0; k < 3; k++) {
          xyz[3 * (r * sectors + s) + k] = (float) (centre[k] + d[k]);
          rgb[3 * (r * sectors + s) + k] = (byte) Math.round(127.5 + 127.5 * d[k]);
        }
      }
    }
    List<Integer> t = new ArrayList<>();
    for (int r = 0; r < rings; r++) {
      for (int s = 0; s < sectors; s++) {
        int a = r * sectors + s;
        int b = r * sectors + (s + 1) % sectors;
        t.addAll(List.of(a, a + sectors, b, b, a + sectors, b + sectors));
      }
    }
    return new TriangleMesh(xyz, t.stream().mapToInt(i -> i).toArray(), rgb);
  }

  /** The sphere with two texture pages: faces of even rings on the first, of odd on the second. */
  public static TexturedMesh texturedSphere(int rings, int sectors) {
    TriangleMesh mesh = sphere(rings, sectors);
    float[] uv = new float[6 * mesh.faceCount()];
    int[] page = new int[mesh.faceCount()];
    for (int f = 0; f < page.length; f++) {
      int ring = f / 2 / sectors;
      int sector = f / 2 % sectors;
      page[f] = ring % 2;
      float[][] at =
          f % 2 == 0
              ? new float[][] {{0, 0}, {0, 1}, {1, 0}}
              : new float[][] {{1, 0}, {0, 1}, {1, 1}};
      for (int k = 0; k < 3; k++) {
        uv[6 * f + 2 * k] = (sector + at[k][0]) / sectors;
        uv[6 * f + 2 * k + 1] = (ring + at[k][1]) / rings;
      }
    }
    return new TexturedMesh(mesh, uv, page, List.of(page(64, 32, 0), page(32, 64, 1)));
  }

  /** A smooth page, so that JPEG changes it by little. */
  static TexturePage page(int w, int h, int channel) {
    byte[] rgb = new byte[3 * w * h];
    for (int i = 0; i < w * h; i++) {
      rgb[3 * i + channel] = (byte) (40 + 200 * (i % w) / w);
      rgb[3 * i + 2] = (byte) (40 + 200 * (i / w) / h);
    }
    return new TexturePage(w, h, rgb);
  }

  static List<byte[]> jpegs(TexturedMesh model) {
    return model.pages().stream().map(p -> Jpeg.encode(p, 95)).toList();
  }

  static TexturedMesh untextured(TriangleMesh mesh) {
    return new TexturedMesh(mesh, new float[0], new int[0], List.of());
  }
}
