package org.e2e3d.storage;

import java.time.Instant;
import java.util.Map;

/**
 * What is known about a stored object.
 *
 * @param key the whole key, '/'-separated, decoded
 * @param size bytes
 * @param etag the store's version mark, without quotes; changes whenever the content changes
 * @param lastModified when it was written, by the store's clock
 * @param contentType MIME type; empty in listings, which do not tell it
 * @param metadata user metadata, lower-case names without {@code x-amz-meta-}; empty in listings
 */
public record ObjectInfo(
    String key,
    long size,
    String etag,
    Instant lastModified,
    String contentType,
    Map<String, String> metadata) {

  public ObjectInfo {
    metadata = Map.copyOf(metadata);
  }
}
