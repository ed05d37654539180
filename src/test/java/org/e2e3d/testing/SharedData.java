package org.e2e3d.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds photo sets that stand beside the repository on some machines and are not ours to publish.
 * Tests that want one are to be skipped where it is missing.
 */
public final class SharedData {
  private SharedData() {}

  /** The folder of a set, such as {@code sceaux}; its photographs are in {@code images} below. */
  public static Optional<Path> scene(String name) {
    for (Path root : roots()) {
      Path scene = root.resolve("data").resolve(name);
      if (Files.isDirectory(scene)) {
        return Optional.of(scene);
      }
    }
    return Optional.empty();
  }

  /** The photographs of a set. */
  public static Optional<Path> images(String name) {
    return scene(name).map(s -> s.resolve("images")).filter(Files::isDirectory);
  }

  /** The bundled example's photographs; part of the repository. */
  public static Path example() {
    return Path.of("examples", "statue").toAbsolutePath();
  }

  private static List<Path> roots() {
    List<Path> roots = new ArrayList<>();
    String named = System.getenv("E2E3D_SHARED");
    if (named != null && !named.isBlank()) {
      roots.add(Path.of(named));
    }
    roots.add(Path.of("..", "shared").toAbsolutePath().normalize());
    roots.add(Path.of("..", "..", "shared").toAbsolutePath().normalize());
    return roots;
  }
}
