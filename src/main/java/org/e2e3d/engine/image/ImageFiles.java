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
import java.util.Map;
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

  private static final Map<ImageHeader.Format, Set<String>> FORMATS =
      Map.of(
          ImageHeader.Format.JPEG, Set.of("jpg", "jpeg", "jpe", "jfif"),
          ImageHeader.Format.PNG, Set.of("png"),
          ImageHeader.Format.TIFF, Set.of("tif", "tiff"),
          ImageHeader.Format.BMP, Set.of("bmp"),
          ImageHeader.Format.WEBP, Set.of("webp"));
  private static final Set<String> TEMPORARY =
      Set.of("tmp", "temp", "part", "partial", "filepart", "crdownload", "download", "swp");
  private static final Set<String> CONTROL =
      Set.of("_ready", "batch.json", "thumbs.db", "desktop.ini");

  private static final Set<String> GIVEN_CAMERAS =
      Set.of("cameras/cameras.txt", "cameras/images.txt", "cameras/points3D.txt");

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
            boolean masks = dir.getParent().equals(folder) && Masks.isFolder(name);
            return masks || isHidden(name) || name.equals("__MACOSX")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
            String last = fileName(file);
            if (isPassedOver(last)) {
              return FileVisitResult.CONTINUE;
            }
            String name = relativeName(folder, file);
            if (GIVEN_CAMERAS.contains(name)) {
              return FileVisitResult.CONTINUE;
            }
            if (a.isSymbolicLink()) {
              ignored.add(
                  new ImageEvidence(name, "IGNORED", "a symbolic link; it is not followed"));
            } else if (!a.isRegularFile()) {
              ignored.add(new ImageEvidence(name, "IGNORED", "not a regular file"));
            } else if (isPhotograph(last)) {
              candidates.add(new Candidate(name, file));
            } else {
              ignored.add(new ImageEvidence(name, "IGNORED", ForeignFormats.ofName(last)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    candidates.sort(Comparator.comparing(Candidate::name));
    ignored.sort(Comparator.comparing(ImageEvidence::image));
    return new ImageFiles(List.copyOf(candidates), List.copyOf(ignored));
  }

  /** True if the name has the extension of a format that is read. */
  static boolean isPhotograph(String name) {
    return FORMATS.values().stream().anyMatch(e -> e.contains(extension(name)));
  }

  /** True if the name has one of the format's extensions. */
  static boolean isUsualFor(ImageHeader.Format format, String name) {
    return FORMATS.get(format).contains(extension(name));
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("~");
  }

  /** Hidden, temporary and control files. */
  static boolean isPassedOver(String name) {
    return isHidden(name)
        || name.endsWith("~")
        || CONTROL.contains(name.toLowerCase(Locale.ROOT))
        || TEMPORARY.contains(extension(name));
  }

  /** Lower case, without the dot; empty if there is none. */
  static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static String fileName(Path p) {
    return p.getFileName().toString();
  }

  /** The path below a folder, '/'-separated. */
  static String relativeName(Path folder, Path file) {
    StringBuilder name = new StringBuilder();
    for (Path part : folder.relativize(file)) {
      name.append(name.isEmpty() ? "" : "/").append(part);
    }
    return name.toString();
  }
}
