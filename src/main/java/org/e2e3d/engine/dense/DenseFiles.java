package org.e2e3d.engine.dense;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.scene.PointCloud;

/** The dense stage's checkpoint: {@code cloud.ply} and {@code maps/<view id>.depth}. */
public final class DenseFiles {
  private static final String CLOUD = "cloud.ply";
  private static final String MAPS = "maps";
  private static final String WORK = "work";

  private DenseFiles() {}

  /**
   * Loads a finished stage's result.
   *
   * @throws IOException if a file is missing or damaged
   */
  public static DenseModel read(Path folder) throws IOException {
    PointCloud cloud = PlyFile.readCloud(folder.resolve(CLOUD));
    try (Stream<Path> files = Files.list(folder.resolve(MAPS))) {
      List<Path> maps =
          files
              .filter(f -> f.getFileName().toString().endsWith(".depth"))
              .sorted(Comparator.comparingInt(DenseFiles::viewId))
              .toList();
      return new DenseModel(cloud, maps);
    }
  }

  static void writeCloud(Path folder, PointCloud cloud) throws IOException {
    PlyFile.writeCloud(folder.resolve(CLOUD), cloud);
  }

  /** Where a view's consistent depth map is kept. */
  static Path map(Path folder, int viewId) {
    return folder.resolve(MAPS).resolve(viewId + ".depth");
  }

  /** Where a view's depth map is kept before it was checked against others. */
  static Path rawMap(Path folder, int viewId) {
    return folder.resolve(WORK).resolve(viewId + ".depth");
  }

  /** Where a view's first round is kept. */
  static Path coarse(Path folder, int viewId) {
    return folder.resolve(WORK).resolve(viewId + ".planes");
  }

  /** Where it is kept which views confirm a view's first round. */
  static Path confirmed(Path folder, int viewId) {
    return folder.resolve(WORK).resolve(viewId + ".confirmed");
  }

  /** Where the planes proposed for a view's plain areas are kept. */
  static Path walls(Path folder, int viewId) {
    return folder.resolve(WORK).resolve(viewId + ".walls");
  }

  /** Where a view's depth map completed by such planes is kept until all are. */
  static Path completed(Path folder, int viewId) {
    return folder.resolve(WORK).resolve(viewId + ".completed");
  }

  static Path work(Path folder) {
    return folder.resolve(WORK);
  }

  static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder.resolve(MAPS));
    Files.createDirectories(folder.resolve(WORK));
  }

  /** Deletes what only the stage itself needs. */
  static void deleteWork(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(WORK))) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              f -> {
                try {
                  Files.delete(f);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  private static int viewId(Path file) {
    String name = file.getFileName().toString();
    return Integer.parseInt(name.substring(0, name.indexOf('.')));
  }
}
