package org.e2e3d.engine.dense;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.sfm.SparseFile;
import org.e2e3d.engine.sfm.geometry.Similarity;

/**
 * Scores depth maps against a truth mesh: {@code SCENE WORKSPACE MAPS [EVERY]}. SCENE holds
 * gt_cameras.json and gt_mesh.ply; WORKSPACE the sparse checkpoint of the same photographs, whose
 * cameras bring the mesh into the maps' frame; every EVERY-th map of the folder MAPS is scored.
 * Prints the share of pixels where the mesh is seen whose depth is right within 0.1, 0.2, 0.5, 1
 * and 5 % (completeness), the same as a share of the pixels with a depth (accuracy), and the share
 * of depths where no surface is.
 */
public final class DepthScore {
  private static final double[] TOLERANCES = {0.001, 0.002, 0.005, 0.01, 0.05};

  private DepthScore() {}

  public static void main(String[] args) throws IOException {
    TriangleMesh mesh =
        inFrameOf(
            SparseFile.read(Path.of(args[1]).resolve("sparse")),
            Path.of(args[0]).resolve("gt_cameras.json"),
            PlyFile.readMesh(Path.of(args[0]).resolve("gt_mesh.ply")));
    List<Path> files;
    try (Stream<Path> s = Files.list(Path.of(args[2]))) {
      files =
          s.filter(f -> f.toString().endsWith(".depth"))
              .sorted(Comparator.comparingInt(f -> number(f)))
              .toList();
    }
    int every = args.length > 3 ? Integer.parseInt(args[3]) : 1;
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
    StringBuilder complete = new StringBuilder();
    StringBuilder accurate = new StringBuilder();
    for (int t = 0; t < right.length; t++) {
      complete.append(String.format(Locale.ROOT, " %.4f", right[t] / (double) seen));
      accurate.append(String.format(Locale.ROOT, " %.4f", right[t] / (double) (have - invented)));
    }
    System.out.printf(
        Locale.ROOT,
        "density %.4f, where no surface is %.4f; complete%s; accurate%s (within %s)%n",
        have / (double) seen,
        invented / (double) have,
        complete,
        accurate,
        Arrays.toString(TOLERANCES));
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll("[^0-9]", ""));
  }

  /** The true mesh moved to where a model has it, by the cameras both know. */
  static TriangleMesh inFrameOf(SparseModel model, Path cameras, TriangleMesh mesh)
      throws IOException {
    Map<String, JsonNode> truth = new HashMap<>();
    new ObjectMapper()
        .readTree(cameras.toFile())
        .forEach(n -> truth.put(stem(n.get("name").asText()), n.get("C")));
    int n = model.views().size();
    double[] from = new double[3 * n];
    double[] to = new double[3 * n];
    double[] weight = new double[n];
    for (int i = 0; i < n; i++) {
      JsonNode centre = truth.get(stem(model.views().get(i).name()));
      if (centre != null) {
        weight[i] = 1;
        for (int k = 0; k < 3; k++) {
          from[3 * i + k] = centre.get(k).asDouble();
          to[3 * i + k] = model.views().get(i).pose().centre()[k];
        }
      }
    }
    Similarity align = Similarity.fit(from, to, weight);
    float[] xyz = mesh.xyz().clone();
    double[] r = align.rotation();
    for (int i = 0; i < xyz.length; i += 3) {
      double x = xyz[i];
      double y = xyz[i + 1];
      double z = xyz[i + 2];
      for (int k = 0; k < 3; k++) {
        xyz[i + k] =
            (float)
                (align.scale() * (r[3 * k] * x + r[3 * k + 1] * y + r[3 * k + 2] * z)
                    + align.translation()[k]);
      }
    }
    return new TriangleMesh(xyz, mesh.triangles(), new byte[0]);
  }

  private static String stem(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return file.replaceFirst("[.][^.]*$", "").toLowerCase(Locale.ROOT);
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
