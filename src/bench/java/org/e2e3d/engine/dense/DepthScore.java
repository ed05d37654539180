package org.e2e3d.engine.dense;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Scores depth maps against a truth mesh in the same frame: {@code MESH MAPS_FOLDER}. Prints, over
 * all views, the share of pixels where the mesh is seen whose depth is right within 0.1, 0.2, 0.5
 * and 1 % (completeness), and the same as a share of the pixels with a depth (accuracy).
 */
public final class DepthScore {
  private static final double[] TOLERANCES = {0.001, 0.002, 0.005, 0.01, 0.05};

  private DepthScore() {}

  public static void main(String[] args) throws IOException {
    TriangleMesh mesh = PlyFile.readMesh(Path.of(args[0]));
    List<Path> files;
    try (Stream<Path> s = Files.list(Path.of(args[1]))) {
      files = s.filter(f -> f.toString().endsWith(".depth")).sorted().toList();
    }
    int every = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    long seen = 0;
    long have = 0;
    long invented = 0;
    long[] right = new long[TOLERANCES.length];
    for (int k = 0; k < files.size(); k += every) {
      DepthMap map = DepthMapFile.read(files.get(k));
      float[] truth = render(mesh, map);
      for (int i = 0; i < truth.length; i++) {
        float d = map.depth()[i];
        if (truth[i] > 0) {
          seen++;
        }
        if (d > 0) {
          have++;
          if (truth[i] == 0) {
            invented++;
          }
        }
        for (int t = 0; t < right.length; t++) {
          if (d > 0 && truth[i] > 0 && Math.abs(d - truth[i]) <= TOLERANCES[t] * truth[i]) {
            right[t]++;
          }
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "density %.4f, invented %.4f%n",
        have / (double) seen,
        invented / (double) have);
    for (int t = 0; t < right.length; t++) {
      System.out.printf(
          Locale.ROOT,
          "within %.3f: complete %.4f, accurate %.4f%n",
          TOLERANCES[t],
          right[t] / (double) seen,
          right[t] / (double) (have - invented));
    }
  }

  /** The mesh's depths as the map's camera sees them; 0 where it sees nothing. */
  static float[] render(TriangleMesh mesh, DepthMap map) {
    Camera c = map.camera();
    int w = map.width();
    int h = map.height();
    float[] inverse = new float[w * h];
    int n = mesh.vertexCount();
    double[] uvz = new double[3 * n];
    double[] p = new double[3];
    for (int i = 0; i < n; i++) {
      map.pose().apply(mesh.xyz()[3 * i], mesh.xyz()[3 * i + 1], mesh.xyz()[3 * i + 2], p);
      uvz[3 * i] = c.fx() * p[0] / p[2] + c.cx() - 0.5;
      uvz[3 * i + 1] = c.fy() * p[1] / p[2] + c.cy() - 0.5;
      uvz[3 * i + 2] = p[2];
    }
    for (int f = 0; f < mesh.faceCount(); f++) {
      int a = 3 * mesh.triangles()[3 * f];
      int b = 3 * mesh.triangles()[3 * f + 1];
      int d = 3 * mesh.triangles()[3 * f + 2];
      if (uvz[a + 2] <= 0.01 || uvz[b + 2] <= 0.01 || uvz[d + 2] <= 0.01) {
        continue;
      }
      double x0 = uvz[a];
      double y0 = uvz[a + 1];
      double x1 = uvz[b] - x0;
      double y1 = uvz[b + 1] - y0;
      double x2 = uvz[d] - x0;
      double y2 = uvz[d + 1] - y0;
      double det = x1 * y2 - x2 * y1;
      if (Math.abs(det) < 1e-12) {
        continue;
      }
      double ia = 1 / uvz[a + 2];
      double ib = 1 / uvz[b + 2] - ia;
      double id = 1 / uvz[d + 2] - ia;
      int minX = (int) Math.max(0, Math.ceil(x0 + Math.min(0, Math.min(x1, x2))));
      int maxX = (int) Math.min(w - 1, Math.floor(x0 + Math.max(0, Math.max(x1, x2))));
      int minY = (int) Math.max(0, Math.ceil(y0 + Math.min(0, Math.min(y1, y2))));
      int maxY = (int) Math.min(h - 1, Math.floor(y0 + Math.max(0, Math.max(y1, y2))));
      for (int y = minY; y <= maxY; y++) {
        for (int x = minX; x <= maxX; x++) {
          double s = ((x - x0) * y2 - (y - y0) * x2) / det;
          double t = ((y - y0) * x1 - (x - x0) * y1) / det;
          if (s >= -1e-9 && t >= -1e-9 && s + t <= 1 + 1e-9) {
            float v = (float) (ia + s * ib + t * id);
            int at = y * w + x;
            inverse[at] = Math.max(inverse[at], v);
          }
        }
      }
    }
    float[] depth = new float[w * h];
    for (int i = 0; i < depth.length; i++) {
      depth[i] = inverse[i] > 0 ? 1 / inverse[i] : 0;
    }
    return depth;
  }
}
