package org.e2e3d.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The service's data folder: locked against a second service, and with a name of its own. */
final class DataFolder implements AutoCloseable {
  private final FileChannel channel;
  private final String node;

  private DataFolder(FileChannel channel, String node) {
    this.channel = channel;
    this.node = node;
  }

  /**
   * Takes the folder; the lock goes when the process does, however it ends.
   *
   * @throws SettingsException if another service has it
   */
  static DataFolder take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new SettingsException(
            "e2e3d.data", folder.toString(), "a folder that no other running service uses");
      }
      return new DataFolder(channel, node(folder.resolve("node")));
    } catch (IOException e) {
      throw new SettingsException("the data folder " + folder + " cannot be used: " + e, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  private static String node(Path file) throws IOException {
    try {
      Files.writeString(
          file, UUID.randomUUID().toString().substring(0, 8), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // it has its name since its first start
    }
    String name = Files.readString(file).strip();
    if (!name.matches("[A-Za-z0-9-]{1,40}")) {
      throw new IOException(file + " is damaged; delete it");
    }
    return name;
  }

  /** A name that stays with this folder. */
  String node() {
    return node;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("the data folder's lock could not be let go", e);
    }
  }
}
