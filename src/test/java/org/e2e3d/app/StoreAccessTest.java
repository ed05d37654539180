package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.e2e3d.storage.EmbeddedStore;
import org.e2e3d.storage.StoreCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store for commands beside the service. */
final class StoreAccessTest {
  @TempDir private Path data;

  @Test
  void aRunningServiceIsFoundWhereItSaysItIsWhateverThePortInTheSettings() {
    Settings settings = Settings.of(Map.of("e2e3d.data", data.toString(), "e2e3d.s3.port", "1"));
    StoreCredentials credentials = StoreCredentials.ofFolder(settings.objects());
    try (DataFolder held = DataFolder.take(data);
        EmbeddedStore running =
            EmbeddedStore.start(settings.objects(), "127.0.0.1", 0, credentials)) {
      assertThat(held.node()).isNotEmpty();
      ServiceFile.write(data, running.settings().endpoint(), Optional.empty());
      try (StoreAccess access = StoreAccess.open(settings)) {
        assertThat(access.isServedByAnother()).isTrue();
        access.store().ensureBucket("proof");
      }
    }
  }

  @Test
  void withoutAServiceTheSameObjectsAreServedForAMoment() {
    Settings settings = Settings.of(Map.of("e2e3d.data", data.toString()));
    try (StoreAccess access = StoreAccess.open(settings)) {
      assertThat(access.isServedByAnother()).isFalse();
      access.store().ensureBucket("proof");
    }
  }
}
