package org.e2e3d.pipeline;

import io.minio.ListObjectsArgs;
import io.minio.Result;
import io.minio.messages.Item;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.StorageException;

/** The watched bucket. */
public final class BucketInbox implements Inbox {
  private final ObjectStore store;
  private final String bucket;

  public BucketInbox(ObjectStore store, String bucket) {
    this.store = store;
    this.bucket = bucket;
  }

  @Override
  public String kind() {
    return "bucket";
  }

  @Override
  public String place(String folder) {
    return "s3://" + bucket + "/" + (folder.isEmpty() ? "" : folder + "/");
  }

  /** Asks for all objects in all "folders". */
  public ListObjectsArgs.Builder whole() {
    return ListObjectsArgs.builder().bucket(bucket).recursive(true);
  }

  /**
   * What one listing of the bucket saw.
   *
   * @param listed the whole listing, as the minio endpoint gives it
   */
  public List<InboxFile> list(Iterable<Result<Item>> listed) {
    List<InboxFile> files = new ArrayList<>();
    for (Result<Item> result : listed) {
      Item item = item(result);
      if (item.isDir() || item.isDeleteMarker() || item.objectName().endsWith("/")) {
        continue; // "folders" that some clients make
      }
      files.add(
          new InboxFile(
              item.objectName(),
              item.size(),
              // stores tell whole seconds, cut off: it may have been up to a second later
              item.lastModified().toInstant().plusMillis(999),
              mark(item.etag(), item.size())));
    }
    return files;
  }

  private static Item item(Result<Item> result) {
    try {
      return result.get();
    } catch (Exception e) { // nine checked kinds; all mean that the listing broke off
      throw new StorageException(
          StorageException.Kind.UNREACHABLE, "the inbox bucket could not be listed", e);
    }
  }

  private static String mark(String etag, long size) {
    return size + "@" + (etag == null ? "" : etag.replace("\"", ""));
  }

  @Override
  public InputStream open(String key) throws IOException {
    try {
      return store.open(bucket, key);
    } catch (StorageException e) {
      if (e.kind() == StorageException.Kind.NOT_FOUND) {
        throw (FileNotFoundException) new FileNotFoundException(key).initCause(e);
      }
      throw e;
    }
  }

  @Override
  public boolean remove(String key, String mark, String sha256) {
    Optional<ObjectInfo> now = store.stat(bucket, key);
    if (now.isPresent() && !mark(now.get().etag(), now.get().size()).equals(mark)) {
      return false;
    }
    store.delete(bucket, key);
    return true;
  }

  @Override
  public void tidy(String folder) {
    if (!folder.isEmpty()) {
      store.delete(bucket, folder + "/"); // the "folder" object that some clients make
    }
  }
}
