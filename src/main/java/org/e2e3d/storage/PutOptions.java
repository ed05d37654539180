package org.e2e3d.storage;

import java.util.Map;

/**
 * How an object is stored.
 *
 * @param contentType MIME type that readers are told
 * @param publicRead true if anybody may read the object without credentials (takes effect together
 *     with {@link ObjectStore#makePublic}, whichever of the two the store goes by)
 * @param metadata user metadata: lower-case ASCII names; values of printable ASCII
 */
public record PutOptions(String contentType, boolean publicRead, Map<String, String> metadata) {

  public PutOptions {
    metadata = Map.copyOf(metadata);
  }

  /** A private object. */
  public static PutOptions of(String contentType) {
    return new PutOptions(contentType, false, Map.of());
  }

  /** A private object of the type its name's extension says ({@link ContentTypes}). */
  public static PutOptions forName(String name) {
    return of(ContentTypes.of(name));
  }

  /** The same, readable by anybody. */
  public PutOptions publicly() {
    return new PutOptions(contentType, true, metadata);
  }

  /** The same with this user metadata in place of any. */
  public PutOptions withMetadata(Map<String, String> newMetadata) {
    return new PutOptions(contentType, publicRead, newMetadata);
  }
}
