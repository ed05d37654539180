package org.e2e3d.engine.image;

import java.util.List;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * What ingest found in the image folder.
 *
 * @param photos accepted photographs; photos.get(i).id() == i
 * @param refused files that were not accepted, with the reason
 */
public record PhotoSet(List<Photo> photos, List<ImageEvidence> refused) {

  public PhotoSet {
    photos = List.copyOf(photos);
    refused = List.copyOf(refused);
  }
}
