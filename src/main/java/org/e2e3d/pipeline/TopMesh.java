package org.e2e3d.pipeline;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.e2e3d.job.Job;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;

/**
 * {@code models/reconstructed_mesh.obj}: a copy of the newest model's mesh whose material and
 * textures lie beside it under names of that model's own. So it works in readers that look for
 * textures only beside the OBJ, and a reader never gets one model's mesh with another's texture:
 * the companions are there before the OBJ moves, and those of the last one stay for a while.
 */
final class TopMesh {
  static final String KEY = "reconstructed_mesh.obj";
  static final String MESH = "mesh.obj";
  private static final String COMPANION = "reconstructed_mesh-";
  private static final Duration KEEP_OLD = Duration.ofHours(1);

  private final ObjectStore store;
  private final String bucket;
  private final Clock clock;

  TopMesh(ObjectStore store, String bucket, Clock clock) {
    this.store = store;
    this.bucket = bucket;
    this.clock = clock;
  }

  /** Publishes a job's mesh as the newest. */
  void put(Job job, Path scratch) throws IOException {
    Files.createDirectories(scratch);
    String start = COMPANION + job.id() + "-";
    Path mesh = scratch.resolve(MESH);
    Path top = scratch.resolve(KEY);
    store.download(bucket, job.modelAt() + MESH, mesh);
    for (String library : rewrite(mesh, top, List.of("mtllib"), start)) {
      Path material = scratch.resolve("material.mtl");
      Path moved = scratch.resolve("moved.mtl");
      store.download(bucket, job.modelAt() + library, material);
      for (String texture :
          rewrite(material, moved, List.of("map_", "bump", "disp", "norm"), start)) {
        store.copy(
            bucket,
            job.modelAt() + texture,
            bucket,
            start + flat(texture),
            PutOptions.forName(texture).publicly());
      }
      store.put(bucket, start + flat(library), moved, PutOptions.forName(library).publicly());
    }
    store.put(
        bucket, KEY, top, PutOptions.forName(KEY).publicly().withMetadata(Map.of("job", job.id())));
    store.verifyAnonymousRead(store.publicUrl(bucket, KEY));
    removeOld(start);
  }

  private void removeOld(String current) {
    Instant before = clock.instant().minus(KEEP_OLD);
    List<String> old = new ArrayList<>();
    for (ObjectInfo object : store.all(bucket, COMPANION)) {
      if (!object.key().startsWith(current) && object.lastModified().isBefore(before)) {
        old.add(object.key());
      }
    }
    if (!old.isEmpty()) {
      store.delete(bucket, old);
    }
  }

  /**
   * Copies a text file, giving the files that some of its statements name a new start.
   *
   * @param statements beginnings of the statements' words
   * @return the files named
   */
  static List<String> rewrite(Path from, Path to, List<String> statements, String start)
      throws IOException {
    List<String> named = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(from, StandardCharsets.UTF_8);
        BufferedWriter out = Files.newBufferedWriter(to, StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(rewrite(line, statements, start, named));
        out.write('\n');
      }
    }
    return named.stream().distinct().toList();
  }

  private static String rewrite(
      String line, List<String> statements, String start, List<String> named) {
    String word = line.strip().toLowerCase(Locale.ROOT);
    if (word.isEmpty() || statements.stream().noneMatch(word::startsWith)) {
      return line;
    }
    int space = line.strip().lastIndexOf(' ');
    if (space < 0) {
      return line;
    }
    // our own exporter writes names without spaces; options of map_ statements stand before them
    String file = line.strip().substring(space + 1);
    named.add(file);
    return line.strip().substring(0, space + 1) + start + flat(file);
  }

  private static String flat(String name) {
    return name.replace('/', '-');
  }
}
