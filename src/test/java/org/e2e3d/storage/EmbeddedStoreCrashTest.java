package org.e2e3d.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.e2e3d.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded store acknowledged survives a kill, and nothing half-written shows. */
final class EmbeddedStoreCrashTest {
  private static final int SIZE = 300_000;
  @TempDir Path folder;

  @Test
  void everyAcknowledgedObjectSurvivesAKill() throws Exception {
    List<String> acknowledged = ChildJvm.killAfter(40, Child.class, folder.toString());
    try (EmbeddedStore server = EmbeddedStore.start(folder, 0);
        ObjectStore store = MinioObjectStore.connect(server.settings())) {
      Set<String> keys = new HashSet<>();
      for (ObjectInfo object : store.all("inbox", "")) {
        keys.add(object.key());
        byte[] content = store.bytes("inbox", object.key(), SIZE);
        assertThat(object.key()).matches("batch \\d/\\d+\\.jpg");
        assertThat(Arrays.equals(content, content(object.key()))).as(object.key()).isTrue();
      }
      assertThat(keys).containsAll(acknowledged);
    }
  }

  private static byte[] content(String key) {
    byte[] content = new byte[SIZE];
    Arrays.fill(content, (byte) key.hashCode());
    return content;
  }

  /** Puts objects as fast as it can, and prints each key that was acknowledged. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      EmbeddedStore server = EmbeddedStore.start(Path.of(arguments[0]), 0);
      ObjectStore store = MinioObjectStore.connect(server.settings());
      store.ensureBucket("inbox");
      ExecutorService pool = Executors.newFixedThreadPool(3);
      for (int i = 0; i < 3; i++) {
        String batch = "batch " + i + "/";
        pool.execute(
            () -> {
              for (int k = 0; ; k++) {
                String key = batch + k + ".jpg";
                store.put("inbox", key, content(key), PutOptions.forName(key));
                ChildJvm.report(key);
              }
            });
      }
    }
  }
}
