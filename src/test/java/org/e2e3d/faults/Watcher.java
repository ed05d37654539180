package org.e2e3d.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.StorageException;

/**
 * A reader that looks at the announced models all the time while things die, and keeps what it saw
 * that no reader may see: a pointer to something that is not whole, or that changed after it was
 * announced.
 */
final class Watcher implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final ObjectStore store;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Map<String, String> announced = new HashMap<>();
  private volatile boolean over;
  private volatile String batch = "";
  private final AtomicLong looks = new AtomicLong();

  Watcher(ObjectStore store) {
    this.store = store;
  }

  List<String> seen() {
    return seen;
  }

  long looks() {
    return looks.get();
  }

  void watch(String name) {
    batch = name;
  }

  void stop() {
    over = true;
  }

  @Override
  public void run() {
    while (!over) {
      try {
        if (!batch.isEmpty()) {
          look(batch);
        }
        TimeUnit.MILLISECONDS.sleep(60); // a reader, not a load
      } catch (StorageException e) {
        // the store is away; so is everything that could be seen
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        seen.add("a reader met " + e);
      }
    }
  }

  private void look(String name) throws Exception {
    String pointer = name + "/latest.json";
    if (store.exists("models", pointer)) {
      JsonNode latest = JSON.readTree(store.bytes("models", pointer, 1 << 20));
      String prefix = latest.path("prefix").asText();
      String mesh = text(prefix + "mesh.obj");
      String manifest = text(prefix + "manifest.json");
      String tag = JSON.readTree(manifest).path("tag").asText();
      if (!tag.isEmpty() && !mesh.startsWith("# " + tag + "\n")) {
        seen.add(prefix + ": mesh and manifest are of two runs: " + mesh + manifest);
      }
      String before = announced.putIfAbsent(prefix, mesh + manifest);
      if (before != null && !before.equals(mesh + manifest)) {
        seen.add(prefix + " changed after it was announced");
      }
      looks.incrementAndGet();
    }
    ObjectInfo top = store.stat("models", "reconstructed_mesh.obj").orElse(null);
    if (top != null) {
      for (String line : text("reconstructed_mesh.obj").lines().toList()) {
        if (line.startsWith("mtllib ") && !store.exists("models", line.substring(7))) {
          seen.add("reconstructed_mesh.obj names " + line + ", which is not there");
        }
      }
    }
  }

  private String text(String key) {
    try {
      return new String(store.bytes("models", key, 64 << 20), StandardCharsets.UTF_8);
    } catch (StorageException e) {
      if (e.kind() == StorageException.Kind.NOT_FOUND) {
        throw new IllegalStateException("announced and not there: " + key, e);
      }
      throw e;
    }
  }
}
