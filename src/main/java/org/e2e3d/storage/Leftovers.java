package org.e2e3d.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an embedded store that was killed left behind, removed before it starts again. */
final class Leftovers {
  private static final String DIGEST = "content-md5";
  private static final String PARTS = ".mpus-";
  private static final Duration UNFINISHED = Duration.ofDays(7);

  private Leftovers() {}

  /**
   * Empties the staging folder, and deletes from the buckets files with temporary names that lack
   * the digest which every finished object has, and parts of multipart uploads that nobody went on
   * with for a week.
   */
  static void remove(Path buckets, Path staging, Pattern temporary, boolean keepsAttributes)
      throws IOException {
    if (Files.exists(staging)) {
      List<Path> old;
      try (Stream<Path> walk = Files.walk(staging)) {
        old = walk.sorted(Comparator.reverseOrder()).toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      for (Path path : old) {
        Files.deleteIfExists(path);
      }
    }
    Instant longAgo = Instant.now().minus(UNFINISHED);
    Files.walkFileTree(
        buckets,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            boolean abandoned =
                name.startsWith(PARTS)
                    && attributes.lastModifiedTime().toInstant().isBefore(longAgo);
            boolean halfWritten =
                keepsAttributes && temporary.matcher(name).find() && !hasDigest(file);
            if (abandoned || halfWritten) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean hasDigest(Path file) throws IOException {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class).list().stream()
        .anyMatch(name -> name.endsWith(DIGEST));
  }

  /** Whether the file system of a folder keeps extended attributes, tried with a file. */
  static boolean keepsAttributes(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, ".probe", "");
    try {
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class);
      if (view == null) {
        return false;
      }
      view.write("user.probe", ByteBuffer.wrap(new byte[] {1}));
      return view.list().contains("user.probe");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // that is the answer
    } finally {
      Files.deleteIfExists(probe);
    }
  }
}
