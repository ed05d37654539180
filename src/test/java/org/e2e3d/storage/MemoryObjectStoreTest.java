package org.e2e3d.storage;

import java.time.Clock;

/** The contract on the port in memory, which the model of the pipeline runs on. */
final class MemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  StoreSettings settings() {
    throw new UnsupportedOperationException("it is no server");
  }

  @Override
  boolean overHttp() {
    return false;
  }

  @Override
  ObjectStore open() {
    return new MemoryObjectStore(Clock.systemUTC());
  }
}
