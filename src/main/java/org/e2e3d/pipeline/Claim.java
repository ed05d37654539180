package org.e2e3d.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * The claim check of a job: what exactly was claimed. Stored beside the archived images before the
 * job's row is inserted, never changed, and read back by whoever works on the job.
 *
 * @param job the job's id
 * @param batch the batch's name
 * @param inbox "folder" or "bucket"
 * @param folder the batch's folder below the inbox's root; empty for loose files
 * @param closedBecause why it was taken as complete
 * @param at when
 * @param options preset and single options asked for
 * @param problem why the batch's manifest cannot be used; empty if it can or there is none
 * @param files every file of the batch
 * @param notes what else is known about single files: links that were not followed, images that a
 *     replay leaves out
 */
record Claim(
    String job,
    String batch,
    String inbox,
    String folder,
    String closedBecause,
    Instant at,
    Map<String, String> options,
    String problem,
    List<Item> files,
    List<ImageEvidence> notes) {

  Claim {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(batch, "batch");
    Objects.requireNonNull(inbox, "inbox");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(problem, "problem");
    options = Map.copyOf(options);
    files = List.copyOf(files);
    notes = notes == null ? List.of() : List.copyOf(notes); // claims of earlier versions have none
  }

  /**
   * A claimed file.
   *
   * @param name path within the batch, as dropped
   * @param key path below the inbox's root
   * @param size bytes
   * @param mark the inbox's mark of this version of it
   * @param sha256 digest of its content, hexadecimal
   * @param kind what it is
   */
  record Item(String name, String key, long size, String mark, String sha256, FileKind kind) {
    Item {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(mark, "mark");
      Objects.requireNonNull(sha256, "sha256");
      Objects.requireNonNull(kind, "kind");
    }

    Item as(FileKind other) {
      return new Item(name, key, size, mark, sha256, other);
    }
  }

  List<Item> images() {
    return files.stream().filter(file -> file.kind() == FileKind.IMAGE).toList();
  }

  /** What the engine is given: the images, their masks and given cameras. */
  List<Item> inputs() {
    return files.stream().filter(file -> file.kind().isInput()).toList();
  }

  long inputBytes() {
    return inputs().stream().mapToLong(Item::size).sum();
  }
}
