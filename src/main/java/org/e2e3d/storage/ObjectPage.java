package org.e2e3d.storage;

import java.util.List;

/**
 * A bounded part of a listing, in the order of the keys' UTF-8 bytes.
 *
 * @param objects the objects
 * @param more true if the listing goes on after the last of them
 */
public record ObjectPage(List<ObjectInfo> objects, boolean more) {
  public ObjectPage {
    objects = List.copyOf(objects);
  }
}
