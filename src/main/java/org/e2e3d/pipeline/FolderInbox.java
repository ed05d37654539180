package org.e2e3d.pipeline;

import java.io.File;
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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.component.file.GenericFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watched folder. Symbolic links are neither followed nor taken: they may lead anywhere. */
public final class FolderInbox implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(FolderInbox.class);

  private final Path root;

  public FolderInbox(Path root) {
    this.root = root.toAbsolutePath().normalize();
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

  /**
   * What one poll of the file endpoint saw.
   *
   * @param polled the files of one poll
   */
  public List<InboxFile> list(List<GenericFile<File>> polled) {
    List<InboxFile> files = new ArrayList<>();
    for (GenericFile<File> file : polled) {
      if (file == null) {
        continue; // an empty poll
      }
      Path path = file.getFile().toPath().toAbsolutePath().normalize();
      try {
        if (!path.startsWith(root) || throughLink(path)) {
          LOG.debug("not taken, a symbolic link leads to it: {}", path);
          continue;
        }
        files.add(seen(path));
      } catch (NoSuchFileException e) {
        LOG.debug("gone between listing and looking: {}", path);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot look at " + path, e);
      }
    }
    return files;
  }

  private InboxFile seen(Path path) throws IOException {
    FileTime changed = changed(path);
    if (!path.getParent().equals(root)) {
      // a folder's time tells of files that were removed or renamed
      FileTime folder = changed(path.getParent());
      changed = folder.compareTo(changed) > 0 ? folder : changed;
    }
    return new InboxFile(key(path), Files.size(path), changed.toInstant(), mark(path));
  }

  /**
   * The time of the last status change, which every write, rename and copy moves and nobody can
   * set. The modification time would not do: copying tools (cp -p, rsync -t, unzip) give a new file
   * the one of the old.
   */
  private static FileTime changed(Path path) throws IOException {
    try {
      return (FileTime)
          Files.readAttributes(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS).get("ctime");
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      BasicFileAttributes basic =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      FileTime modified = basic.lastModifiedTime();
      return basic.creationTime().compareTo(modified) > 0 ? basic.creationTime() : modified;
    }
  }

  private static String mark(Path path) throws IOException {
    Instant time = changed(path).toInstant();
    return Files.size(path) + "@" + time.getEpochSecond() + "." + time.getNano();
  }

  private boolean throughLink(Path path) {
    for (Path p = path; p != null && !p.equals(root); p = p.getParent()) {
      if (Files.isSymbolicLink(p)) {
        return true;
      }
    }
    return !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.exists(path);
  }

  private String key(Path path) {
    return root.relativize(path).toString().replace(File.separatorChar, '/');
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
      if (!mark(path).equals(mark) && !sameContent(path, sha256)) {
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
    String before = mark(path);
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return BatchDigest.of(in).equals(sha256) && mark(path).equals(before);
    }
  }

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
