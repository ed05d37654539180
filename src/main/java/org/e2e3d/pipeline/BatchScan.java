package org.e2e3d.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Groups a listing of an inbox into batches: the first folder of a path is the batch, whatever is
 * nested in it belongs to it. Files lying loose in the inbox are one batch named {@value
 * Drop#LOOSE}; a folder masks beside them belongs to it, and is no batch. The batch that was
 * dropped first comes first.
 */
public final class BatchScan {
  private final FolderInbox folder;
  private final BucketInbox bucket;

  public BatchScan(FolderInbox folder, BucketInbox bucket) {
    this.folder = folder;
    this.bucket = bucket;
  }

  public List<Drop> folder(List<InboxFile> files) {
    return group(folder, files);
  }

  public List<Drop> bucket(List<InboxFile> files) {
    return group(bucket, files);
  }

  static List<Drop> group(Inbox inbox, List<InboxFile> files) {
    Map<String, List<InboxFile>> byFolder = new TreeMap<>();
    for (InboxFile file : files) {
      String name = Listing.folder(file.key());
      if (name.startsWith(".")) {
        continue; // a hidden folder
      }
      byFolder.computeIfAbsent(name, n -> new ArrayList<>()).add(file);
    }
    List<Drop> drops = new ArrayList<>();
    byFolder.forEach(
        (name, members) -> {
          members.sort(Comparator.comparing(InboxFile::key));
          drops.add(new Drop(inbox, name, name.isEmpty() ? Drop.LOOSE : name, members));
        });
    drops.sort(Comparator.comparing(BatchScan::arrival));
    return drops;
  }

  private static java.time.Instant arrival(Drop drop) {
    return drop.files().stream()
        .map(InboxFile::changed)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
