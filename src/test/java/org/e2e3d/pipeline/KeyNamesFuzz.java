package org.e2e3d.pipeline;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.job.JobIds;
import org.e2e3d.testing.FuzzParts;

/** Fuzz target: names of objects and files, one a line, as a listing of an inbox gives them. */
public final class KeyNamesFuzz {
  private static final Path ROOT = Path.of("/srv/images");

  private KeyNamesFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    List<InboxFile> files = new ArrayList<>();
    for (String key : new String(data, StandardCharsets.UTF_8).split("\n")) {
      if (!key.isEmpty()) {
        files.add(new InboxFile(key, 1, Instant.EPOCH, "m"));
      }
    }
    for (Drop drop : BatchScan.group(new BucketInbox(null, "inbox"), files)) {
      String folder = SafeName.batch(drop.name());
      FuzzParts.require(folder.matches("[A-Za-z0-9][A-Za-z0-9._-]*"), "no key segment: " + folder);
      String id = JobIds.of(drop.name(), "digest");
      FuzzParts.require(id.matches("[a-z0-9-]{1,70}"), "no id: " + id);
      Map<String, String> taken = new HashMap<>();
      for (InboxFile file : drop.files()) {
        drop.kind(file);
        String name = drop.within(file);
        String safe = SafeName.path(name);
        Path path = ROOT.resolve(safe).normalize();
        FuzzParts.require(
            path.startsWith(ROOT) && !path.equals(ROOT), "it leads out of the folder: " + name);
        FuzzParts.require(
            path.equals(ROOT.resolve(safe)), "it is not where its name says: " + name);
        FuzzParts.require(
            (folder + "/" + id + "-r99999999/images/" + safe)
                    .getBytes(StandardCharsets.UTF_8)
                    .length
                <= 1024,
            "too long to be archived: " + name);
        for (String segment : safe.split("/", -1)) {
          FuzzParts.require(
              !segment.isEmpty() && segment.getBytes(StandardCharsets.UTF_8).length <= 255,
              "a segment that no store keeps: " + name);
        }
        String other = taken.put(safe, name);
        FuzzParts.require(other == null || other.equals(name), other + " is taken for " + name);
      }
    }
  }
}
