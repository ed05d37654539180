package org.e2e3d.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.ObjectStore;

/** Lists the bucket inbox by the port, as its route does by the minio endpoint. */
final class ModelInbox {
  private ModelInbox() {}

  static List<InboxFile> list(ObjectStore store) {
    List<InboxFile> files = new ArrayList<>();
    for (ObjectInfo object : store.all(ModelWorld.BUCKETS.inbox(), "")) {
      files.add(
          new InboxFile(
              object.key(),
              object.size(),
              object.lastModified(),
              object.size() + "@" + object.etag()));
    }
    return files;
  }
}
