package org.e2e3d.pipeline;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * One walk through the inbox folder. Symbolic links are not followed; what cannot be looked at is
 * remembered, so that its batch is not taken without it.
 */
final class FolderWalk extends SimpleFileVisitor<Path> {
  private static final int MOST_NOTES = 100;

  private final Path root;
  private final Listing listing;
  private final Map<String, String> troubles = new TreeMap<>();
  private final Map<String, List<ImageEvidence>> notTaken = new TreeMap<>();
  private final Deque<Instant> folders = new ArrayDeque<>();

  FolderWalk(Path root, Listing listing) {
    this.root = root;
    this.listing = listing;
  }

  /** Why single batches cannot be taken, by folder. */
  Map<String, String> troubles() {
    return troubles;
  }

  /** Links, sockets and the like that were stepped over, by folder. */
  Map<String, List<ImageEvidence>> notTaken() {
    return notTaken;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) throws IOException {
    if (dir.equals(root)) {
      folders.push(Instant.EPOCH); // the time of the inbox itself says nothing about a batch
      return FileVisitResult.CONTINUE;
    }
    String key = key(dir);
    if (listing.isFull()) {
      listing.forget(Listing.folder(key + "/"));
      return FileVisitResult.TERMINATE;
    }
    if (FileKind.of(key) == FileKind.HIDDEN || listing.hasEnoughOf(Listing.folder(key + "/"))) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    // a folder's time tells of files that were removed or renamed
    folders.push(FileTimes.changed(dir));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
    String key = key(file);
    if (FileKind.of(key) == FileKind.HIDDEN) {
      return FileVisitResult.CONTINUE;
    }
    if (listing.isFull()) {
      listing.forget(Listing.folder(key));
      return FileVisitResult.TERMINATE;
    }
    if (listing.hasEnoughOf(Listing.folder(key))) {
      return key.indexOf('/') < 0 ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SIBLINGS;
    }
    if (a.isRegularFile()) {
      try {
        Instant changed = FileTimes.changed(file);
        Instant folder = folders.element();
        listing.add(
            new InboxFile(
                key,
                a.size(),
                folder.isAfter(changed) ? folder : changed,
                FileTimes.mark(a.size(), changed)));
      } catch (NoSuchFileException e) {
        return FileVisitResult.CONTINUE; // gone between listing and looking
      }
    } else if (FileKind.of(key).belongs()) {
      odd(key, a);
    }
    return FileVisitResult.CONTINUE;
  }

  private void odd(String key, BasicFileAttributes a) {
    List<ImageEvidence> some =
        notTaken.computeIfAbsent(Listing.folder(key), f -> new ArrayList<>());
    if (some.size() < MOST_NOTES) {
      String within = key.substring(key.indexOf('/') + 1);
      some.add(
          new ImageEvidence(
              within,
              "IGNORED",
              a.isSymbolicLink() ? "A symbolic link; it is not followed." : "No regular file."));
    }
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (file.equals(root)) {
      throw e;
    }
    if (!(e instanceof NoSuchFileException)) {
      troubles.put(Listing.folder(key(file) + "/"), "it cannot be read: " + e);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
    folders.pop();
    if (e != null && !(e instanceof NoSuchFileException)) {
      troubles.put(Listing.folder(key(dir) + "/"), "it cannot be read: " + e);
    }
    return FileVisitResult.CONTINUE;
  }

  void walk() throws IOException {
    Files.walkFileTree(root, this);
  }

  private String key(Path path) {
    return root.relativize(path).toString().replace(File.separatorChar, '/');
  }
}
