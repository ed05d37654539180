package org.e2e3d.app;

import java.net.URI;
import java.util.Optional;
import org.e2e3d.storage.EmbeddedStore;
import org.e2e3d.storage.MinioObjectStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.StoreCredentials;
import org.e2e3d.storage.StoreSettings;

/**
 * The store for a command beside the service: the real one, the running service's embedded one, or,
 * when no service runs, the same folder served on a free port for as long as the command needs it.
 */
final class StoreAccess implements AutoCloseable {
  private final Optional<DataFolder> folder;
  private final Optional<EmbeddedStore> server;
  private final ObjectStore store;

  private StoreAccess(
      Optional<DataFolder> folder, Optional<EmbeddedStore> server, StoreSettings found) {
    this.folder = folder;
    this.server = server;
    this.store = MinioObjectStore.connect(found);
  }

  /**
   * @throws org.e2e3d.storage.StorageException if the store cannot be reached
   */
  static StoreAccess open(Settings settings) {
    Settings.Store wanted = settings.store();
    if (wanted.endpoint().isPresent()) {
      return new StoreAccess(
          Optional.empty(),
          Optional.empty(),
          StoreSettings.of(wanted.endpoint().get(), wanted.accessKey(), wanted.secretKey()));
    }
    StoreCredentials credentials =
        wanted.accessKey().isEmpty() || wanted.secretKey().isEmpty()
            ? StoreCredentials.ofFolder(settings.objects())
            : new StoreCredentials(wanted.accessKey(), wanted.secretKey());
    DataFolder held;
    try {
      held = DataFolder.take(settings.data());
    } catch (SettingsException running) {
      // where it says it is: its port may have been set by a flag, or be any free one
      URI endpoint =
          ServiceFile.store(settings.data())
              .orElseGet(() -> URI.create("http://" + wanted.host() + ":" + wanted.port()));
      return new StoreAccess(
          Optional.empty(),
          Optional.empty(),
          StoreSettings.of(endpoint, credentials.accessKey(), credentials.secretKey()));
    }
    try {
      EmbeddedStore own = EmbeddedStore.start(settings.objects(), wanted.host(), 0, credentials);
      return new StoreAccess(Optional.of(held), Optional.of(own), own.settings());
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
  }

  ObjectStore store() {
    return store;
  }

  /**
   * True if a service (or a real store) answers; false if this command serves the folder itself.
   */
  boolean isServedByAnother() {
    return server.isEmpty();
  }

  @Override
  public void close() {
    store.close();
    server.ifPresent(EmbeddedStore::close);
    folder.ifPresent(DataFolder::close);
  }
}
