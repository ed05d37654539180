package org.e2e3d.engine.dense;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps what was last used, up to a number of entries; loads what is missing, each once. Safe for
 * several threads.
 */
final class BoundedCache<V> {

  /** Loads an entry. */
  interface Loader<V> {
    V load(int key) throws IOException;
  }

  private final int capacity;
  private final Loader<V> loader;
  private final Map<Integer, CompletableFuture<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  BoundedCache(int capacity, Loader<V> loader) {
    this.capacity = Math.max(1, capacity);
    this.loader = loader;
  }

  V get(int key) {
    CompletableFuture<V> entry;
    boolean mine = false;
    synchronized (entries) {
      entry = entries.get(key);
      if (entry == null) {
        entry = new CompletableFuture<>();
        mine = true;
        entries.put(key, entry);
        if (entries.size() > capacity) {
          var eldest = entries.keySet().iterator();
          eldest.next();
          eldest.remove();
        }
      }
    }
    if (mine) {
      try {
        entry.complete(loader.load(key));
      } catch (IOException e) {
        entry.completeExceptionally(new UncheckedIOException(e));
      } catch (Throwable t) {
        entry.completeExceptionally(t);
      }
    }
    return entry.join();
  }
}
