package org.e2e3d.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** When files last changed, and the mark made of it. */
final class FileTimes {
  private FileTimes() {}

  /**
   * The time of the last status change, which every write, rename and copy moves and nobody can
   * set. The modification time would not do: copying tools (cp -p, rsync -t, unzip) give a new file
   * the one of the old.
   */
  static Instant changed(Path path) throws IOException {
    try {
      return ((FileTime)
              Files.readAttributes(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS).get("ctime"))
          .toInstant();
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      BasicFileAttributes basic =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Instant modified = basic.lastModifiedTime().toInstant();
      Instant created = basic.creationTime().toInstant();
      return created.isAfter(modified) ? created : modified;
    }
  }

  /** Another for another content: size and time. */
  static String mark(Path path) throws IOException {
    return mark(Files.size(path), changed(path));
  }

  static String mark(long size, Instant changed) {
    return size + "@" + changed.getEpochSecond() + "." + changed.getNano();
  }
}
