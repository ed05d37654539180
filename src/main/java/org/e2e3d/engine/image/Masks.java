package org.e2e3d.engine.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * The masks that lie beside the photographs, in the folder {@value #FOLDER} directly below the
 * image folder: for the photograph {@code a/b.jpg} either {@code masks/a/b.jpg.png} (COLMAP's way)
 * or {@code masks/a/b.png}; the case of letters does not count. A mask's pixels are 0 where the
 * photograph is to be ignored.
 */
final class Masks {
  static final String FOLDER = "masks";

  private static final String EXTENSION = ".png";

  /** By the path below the folder, lower case; of names that differ in case, the first. */
  private final Map<String, Path> files;

  private final Map<Path, String> names = new HashMap<>();
  private final Set<Path> unclaimed = new TreeSet<>();
  private final List<ImageEvidence> foreign;

  private Masks(Map<String, Path> files, Path imageFolder, List<ImageEvidence> foreign) {
    this.files = files;
    this.foreign = foreign;
    for (Path file : files.values()) {
      names.put(file, ImageFiles.relativeName(imageFolder, file));
      unclaimed.add(file);
    }
  }

  /** True if a folder of that name, directly below the image folder, holds masks. */
  static boolean isFolder(String name) {
    return name.equalsIgnoreCase(FOLDER);
  }

  /**
   * Looks for masks.
   *
   * @throws IOException if a folder cannot be listed
   */
  static Masks in(Path imageFolder) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    List<ImageEvidence> foreign = new ArrayList<>();
    List<Path> folders;
    try (Stream<Path> all = Files.list(imageFolder)) {
      folders =
          all.filter(f -> isFolder(f.getFileName().toString()))
              .filter(f -> Files.isDirectory(f, LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .toList();
    }
    for (Path folder : folders) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.sorted().toList()) {
          String last = file.getFileName().toString();
          if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              || ImageFiles.isPassedOver(last)) {
            continue;
          }
          String name = ImageFiles.relativeName(folder, file).toLowerCase(Locale.ROOT);
          if (name.endsWith(EXTENSION)) {
            files.putIfAbsent(name, file);
          } else {
            foreign.add(
                new ImageEvidence(
                    ImageFiles.relativeName(imageFolder, file),
                    "MASK_UNUSED",
                    "masks are PNG files; this one is ignored"));
          }
        }
      }
    }
    return new Masks(files, imageFolder, foreign);
  }

  /** The mask of a photograph, by the photograph's name. */
  Optional<Path> of(String photo) {
    String name = photo.toLowerCase(Locale.ROOT);
    Path found = files.get(name + EXTENSION);
    if (found == null) {
      found = files.get(name.substring(0, name.lastIndexOf('.')) + EXTENSION);
    }
    if (found != null) {
      unclaimed.remove(found);
    }
    return Optional.ofNullable(found);
  }

  /** A mask's path relative to the image folder, '/'-separated. */
  String name(Path mask) {
    return names.get(mask);
  }

  /** Masks that no photograph asked for. */
  List<ImageEvidence> unused() {
    List<ImageEvidence> all = new ArrayList<>(foreign);
    for (Path file : unclaimed) {
      all.add(
          new ImageEvidence(names.get(file), "MASK_UNUSED", "there is no photograph of its name"));
    }
    return all;
  }
}
