package org.e2e3d.engine.surface;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.e2e3d.engine.dense.DepthMapFile;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.surface.cut.FreeSpace;
import org.e2e3d.engine.surface.cut.PointCells;

/**
 * The visibility cut alone, as a surface of its own: what fusion is compared with.
 *
 * <p>Arguments: dense checkpoint; mesh to write; cell size in footprints; most cells; thickness;
 * shape weight; rounds of smoothing.
 */
public final class CutBench {
  private CutBench() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PointCells cells = new PointCells(Double.parseDouble(args[2]), Integer.parseInt(args[3]));
    List<Path> maps;
    try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
      maps = files.filter(f -> f.toString().endsWith(".depth")).sorted().toList();
    }
    double[] eyes = new double[3 * maps.size()];
    long t0 = System.nanoTime();
    for (int i = 0; i < maps.size(); i++) {
      DepthMap map = DepthMapFile.read(maps.get(i));
      System.arraycopy(map.pose().centre(), 0, eyes, 3 * i, 3);
      new RangeImage(map).addTo(cells, i, 1, Double.POSITIVE_INFINITY);
    }
    out.printf(Locale.ROOT, "%d cells %.1f s%n", cells.size(), (System.nanoTime() - t0) * 1e-9);
    t0 = System.nanoTime();
    FreeSpace space =
        FreeSpace.of(cells, eyes, Double.parseDouble(args[4]), Double.parseDouble(args[5]), 1, 2);
    out.printf(Locale.ROOT, "cut %.1f s%n", (System.nanoTime() - t0) * 1e-9);
    TriangleMesh mesh = MeshCleaning.clean(space.surface());
    mesh = MeshSmoothing.taubin(mesh, Integer.parseInt(args[6]), 2);
    PlyFile.writeMesh(Path.of(args[1]), mesh);
    out.println(mesh.vertexCount() + " vertices, " + mesh.faceCount() + " faces");
  }
}
