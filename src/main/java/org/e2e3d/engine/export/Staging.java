package org.e2e3d.engine.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A hidden folder inside the output folder, where files are written in full before each is moved to
 * its place; {@code manifest.json} goes first when a model is replaced and comes last, so that a
 * folder with a manifest is a whole model.
 */
final class Staging {
  private final Path output;
  private final Path folder;

  private Staging(Path output, Path folder) {
    this.output = output;
    this.folder = folder;
  }

  /** Starts anew; what an interrupted run left behind is deleted. */
  static Staging in(Path output) throws IOException {
    Path folder = output.resolve(".exporting");
    delete(folder);
    Files.createDirectories(folder);
    return new Staging(output, folder);
  }

  /** Where to write a file; its folders are made. */
  Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }

  /** The names of all files written, '/'-separated, in order. */
  List<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(p -> folder.relativize(p).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  /**
   * Moves every file to its place, the manifest last, and deletes what an earlier model left there.
   *
   * @param stale names of files of the earlier model
   */
  void publish(List<String> stale) throws IOException {
    Files.deleteIfExists(output.resolve(Manifest.FILE));
    List<String> names = names();
    for (String old : stale) {
      if (!names.contains(old)) {
        Files.deleteIfExists(output.resolve(old));
      }
    }
    for (String name : names) {
      if (!name.equals(Manifest.FILE)) {
        move(name);
      }
    }
    move(Manifest.FILE);
    delete(folder);
  }

  private void move(String name) throws IOException {
    Path to = output.resolve(name);
    Files.createDirectories(to.getParent());
    Files.move(
        folder.resolve(name),
        to,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    }
  }
}
