package org.e2e3d.pipeline;

import java.util.List;

/**
 * A batch as one listing of an inbox shows it.
 *
 * @param inbox where it is
 * @param folder its folder below the inbox's root; empty for loose files
 * @param name the batch's name
 * @param files its files, in the order of their names
 */
public record Drop(Inbox inbox, String folder, String name, List<InboxFile> files) {

  /** The batch that files lying loose in an inbox make. */
  static final String LOOSE = "loose";

  public Drop {
    files = List.copyOf(files);
  }

  /** Where its files are, as job rows say it. */
  String place() {
    return inbox.place(folder);
  }

  /** A file's path within the batch. */
  String within(InboxFile file) {
    return folder.isEmpty() ? file.key() : file.key().substring(folder.length() + 1);
  }

  FileKind kind(InboxFile file) {
    return FileKind.of(within(file));
  }

  @Override
  public String toString() {
    return "batch '" + name + "' in the " + inbox.kind() + " inbox";
  }
}
