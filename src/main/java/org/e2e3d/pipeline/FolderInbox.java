package org.e2e3d.pipeline;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.e2e3d.engine.stage.ImageEvidence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watched folder. Symbolic links are neither followed nor taken: they may lead anywhere. */
public final class FolderInbox implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(FolderInbox.class);

  private final Path root;
  private final Listing.Bounds bounds;
  private volatile Map<String, String> troubles = Map.of();
  private volatile Map<String, List<ImageEvidence>> notTaken = Map.of();

  public FolderInbox(Path root) {
    this(root, Listing.Bounds.NONE);
  }

  FolderInbox(Path root, Listing.Bounds bounds) {
    this.root = root.toAbsolutePath().normalize();
    this.bounds = bounds;
  }

  /**
   * @param maxFiles the most files of a batch that are looked at
   * @param maxListed the most files of all batches that one look sees
   */
  public static FolderInbox bounded(Path root, int maxFiles, int maxListed) {
    return new FolderInbox(root, new Listing.Bounds(maxFiles, maxListed));
  }

  @Override
  public String kind() {
    return "folder";
  }

  @Override
  public String place(String folder) {
    String uri = root.resolve(folder).toUri().toString();
    return uri.endsWith("/") ? uri : uri + "/";
  }

  /** What one look sees; never more than the bounds allow. */
  public List<InboxFile> list() {
    Listing listing = new Listing(bounds);
    FolderWalk walk = new FolderWalk(root, listing);
    try {
      walk.walk();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + root, e);
    }
    troubles = Map.copyOf(walk.troubles());
    notTaken = Map.copyOf(walk.notTaken());
    return listing.files();
  }

  @Override
  public List<ImageEvidence> notTaken(String folder) {
    return List.copyOf(notTaken.getOrDefault(folder, List.of()));
  }

  @Override
  public Optional<String> trouble(String folder) {
    return Optional.ofNullable(troubles.get(folder));
  }

  private boolean throughLink(Path path) {
    for (Path p = path; p != null && !p.equals(root); p = p.getParent()) {
      if (Files.isSymbolicLink(p)) {
        return true;
      }
    }
    return !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.exists(path);
  }

  private Path path(String key) throws IOException {
    Path path = root.resolve(key).normalize();
    if (!path.startsWith(root) || path.equals(root) || throughLink(path)) {
      throw new IOException("not a file of the inbox: " + key);
    }
    return path;
  }

  @Override
  public InputStream open(String key) throws IOException {
    try {
      return Files.newInputStream(path(key), LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw (FileNotFoundException) new FileNotFoundException(key).initCause(e);
    }
  }

  @Override
  public boolean remove(String key, String mark, String sha256) throws IOException {
    Path path = path(key);
    try {
      if (!FileTimes.mark(path).equals(mark) && !sameContent(path, sha256)) {
        return false;
      }
      Files.deleteIfExists(path);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** A file may be touched (by a backup, a chmod, a second drop) and still be the same. */
  private static boolean sameContent(Path path, String sha256) throws IOException {
    String before = FileTimes.mark(path);
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return BatchDigest.of(in).equals(sha256) && FileTimes.mark(path).equals(before);
    }
  }

  /** Litter that lies alone is deleted too; other hidden files stay, and their folders. */
  @Override
  public void tidy(String folder) throws IOException {
    Path top = root.resolve(folder).normalize();
    if (folder.isEmpty() || !top.startsWith(root) || !Files.isDirectory(top)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            if (FileKind.isLitter(top.relativize(file).toString().replace('\\', '/'))) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // gone, or not ours to read
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
            try {
              Files.delete(dir);
            } catch (DirectoryNotEmptyException | NoSuchFileException full) {
              LOG.debug("stays: {}", dir);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
