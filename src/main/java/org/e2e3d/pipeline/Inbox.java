package org.e2e3d.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.stage.ImageEvidence;

/** A place where batches are dropped. Listings come from the routes' endpoints. */
interface Inbox {

  /** "folder" or "bucket". */
  String kind();

  /** Where a batch's files are, as job rows say it. */
  String place(String folder);

  /**
   * Opens a file.
   *
   * @throws java.io.FileNotFoundException if it is not there any more
   */
  InputStream open(String key) throws IOException;

  /**
   * Removes a file, if it is still the one that was seen, or has the same content; a file that was
   * changed since stays.
   *
   * @return false if it stays
   */
  boolean remove(String key, String mark, String sha256) throws IOException;

  /** Why a batch cannot be taken although its files are listed; empty if nothing is known. */
  default Optional<String> trouble(String folder) {
    return Optional.empty();
  }

  /** What lies in a batch's folder and is not taken with it, such as symbolic links. */
  default List<ImageEvidence> notTaken(String folder) {
    return List.of();
  }

  /** Puts away what is left of a batch's folder when its files are gone. */
  void tidy(String folder) throws IOException;
}
