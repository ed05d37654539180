package org.e2e3d.faults;

import java.nio.file.Path;
import org.e2e3d.storage.EmbeddedStore;
import org.e2e3d.storage.StoreCredentials;

/** The S3 server in a process of its own: FOLDER PORT ACCESS SECRET. */
final class StoreProcess {
  private StoreProcess() {}

  public static void main(String[] args) throws Exception {
    EmbeddedStore.start(
        Path.of(args[0]),
        "127.0.0.1",
        Integer.parseInt(args[1]),
        new StoreCredentials(args[2], args[3]));
    System.out.println("ready");
    System.out.flush();
    Thread.currentThread().join();
  }
}
