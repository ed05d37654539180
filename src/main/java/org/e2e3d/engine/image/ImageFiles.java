package org.e2e3d.engine.image;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * The files of an image folder, sorted into candidates and ignored ones. Symbolic links are not
 * followed.
 *
 * @param candidates files with a photograph's extension, sorted by name
 * @param ignored other files a person may have meant as photographs; hidden, temporary and control
 *     files are passed over in silence
 */
record ImageFiles(List<Candidate> candidates, List<ImageEvidence> ignored) {

  /** The folder, directly below the image folder, that holds masks. */
  static final String MASKS = "masks";

  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "tif", "tiff", "bmp", "webp");
  private static final Set<String> TEMPORARY =
      Set.of("tmp", "temp", "part", "partial", "filepart", "crdownload", "download", "swp");
  private static final Set<String> CONTROL =
      Set.of("_ready", "batch.json", "thumbs.db", "desktop.ini");

  /** A file by its extension; name is relative to the image folder, '/'-separated. */
  record Candidate(String name, Path file) {}

  /**
   * Walks the folder.
   *
   * @throws IOException if it cannot be listed
   */
  static ImageFiles in(Path folder) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    List<ImageEvidence> ignored = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
            if (dir.equals(folder)) {
              return FileVisitResult.CONTINUE;
            }
            String name = fileName(dir);
            boolean masks = dir.getParent().equals(folder) && name.equals(MASKS);
            return masks || isHidden(name) || name.equals("__MACOSX")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
            String last = fileName(file);
            if (isHidden(last) || isPassedOver(last)) {
              return FileVisitResult.CONTINUE;
            }
            String name = relativeName(folder, file);
            if (a.isSymbolicLink()) {
              ignored.add(
                  new ImageEvidence(name, "IGNORED", "a symbolic link; it is not followed"));
            } else if (!a.isRegularFile()) {
              ignored.add(new ImageEvidence(name, "IGNORED", "not a regular file"));
            } else if (EXTENSIONS.contains(extension(last))) {
              candidates.add(new Candidate(name, file));
            } else {
              ignored.add(
                  new ImageEvidence(
                      name, "IGNORED", "its extension is not that of a photograph format we read"));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    candidates.sort(Comparator.comparing(Candidate::name));
    ignored.sort(Comparator.comparing(ImageEvidence::image));
    return new ImageFiles(List.copyOf(candidates), List.copyOf(ignored));
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("~");
  }

  private static boolean isPassedOver(String name) {
    return name.endsWith("~")
        || CONTROL.contains(name.toLowerCase(Locale.ROOT))
        || TEMPORARY.contains(extension(name));
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static String fileName(Path p) {
    return p.getFileName().toString();
  }

  private static String relativeName(Path folder, Path file) {
    StringBuilder name = new StringBuilder();
    for (Path part : folder.relativize(file)) {
      name.append(name.isEmpty() ? "" : "/").append(part);
    }
    return name.toString();
  }
}
