package org.e2e3d.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two engines out of one workspace; the system releases it when its process dies, however it
 * dies.
 */
final class WorkspaceLock implements AutoCloseable {
  private final FileChannel channel;

  private WorkspaceLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws IOException if another engine works there
   */
  static WorkspaceLock acquire(Path workspace) throws IOException {
    FileChannel channel =
        FileChannel.open(
            workspace.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new WorkspaceLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Another engine in this very process: refused below, like one in another process.
    }
    channel.close();
    throw new IOException("another engine is at work in " + workspace);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
