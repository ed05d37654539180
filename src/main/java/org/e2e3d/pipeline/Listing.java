package org.e2e3d.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects one look at an inbox in bounded memory: so many files of a batch, so many in all.
 * Whoever drops a million files gets his batch held, and does not hold up the others.
 */
final class Listing {
  private final Bounds bounds;
  private final Map<String, List<InboxFile>> batches = new LinkedHashMap<>();
  private int kept;

  /**
   * @param perBatch the most files of a batch; one more is kept, so that it shows
   * @param inAll the most files of a look
   */
  record Bounds(int perBatch, int inAll) {
    /** None that matter; for tests and tools. */
    static final Bounds NONE = new Bounds(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);
  }

  Listing(Bounds bounds) {
    this.bounds = bounds;
  }

  /** The first folder of a path: the batch; empty for a loose file, and for masks beside those. */
  static String folder(String key) {
    int slash = key.indexOf('/');
    String first = slash < 0 ? "" : key.substring(0, slash);
    return FileKind.isMasks(first) ? "" : first;
  }

  /** Takes a file, unless enough of its batch are there. */
  void add(InboxFile file) {
    List<InboxFile> batch = batches.computeIfAbsent(folder(file.key()), f -> new ArrayList<>());
    if (batch.size() <= bounds.perBatch()) {
      batch.add(file);
      kept++;
    }
  }

  /** True if no more files of this batch are wanted. */
  boolean hasEnoughOf(String folder) {
    return batches.getOrDefault(folder, List.of()).size() > bounds.perBatch();
  }

  /** True if no more files at all are wanted. */
  boolean isFull() {
    return kept >= bounds.inAll();
  }

  /** Forgets a batch of which not all files were seen: it must not pass for a whole one. */
  void forget(String folder) {
    if (!hasEnoughOf(folder)) {
      List<InboxFile> batch = batches.remove(folder);
      kept -= batch == null ? 0 : batch.size();
    }
  }

  List<InboxFile> files() {
    List<InboxFile> all = new ArrayList<>(kept);
    batches.values().forEach(all::addAll);
    return all;
  }
}
