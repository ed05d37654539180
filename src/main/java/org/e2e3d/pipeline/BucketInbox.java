package org.e2e3d.pipeline;

import io.minio.ListObjectsArgs;
import io.minio.Result;
import io.minio.messages.Item;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.StorageException;

/** The watched bucket. */
public final class BucketInbox implements Inbox {
  private final ObjectStore store;
  private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

  private final String bucket;
  private final Listing.Bounds bounds;
  // where the next look begins, if the last one saw all that a look may
  private volatile String after = "";

  public BucketInbox(ObjectStore store, String bucket) {
    this(store, bucket, Listing.Bounds.NONE);
  }

  BucketInbox(ObjectStore store, String bucket, Listing.Bounds bounds) {
    this.store = store;
    this.bucket = bucket;
    this.bounds = bounds;
  }

  /**
   * @param maxFiles the most files of a batch that are looked at
   * @param maxListed the most files of all batches that one look sees
   */
  public static BucketInbox bounded(ObjectStore store, String bucket, int maxFiles, int maxListed) {
    return new BucketInbox(store, bucket, new Listing.Bounds(maxFiles, maxListed));
  }

  @Override
  public String kind() {
    return "bucket";
  }

  @Override
  public String place(String folder) {
    return "s3://" + bucket + "/" + (folder.isEmpty() ? "" : folder + "/");
  }

  /** Asks for all objects in all "folders", from where the last look ended. */
  public ListObjectsArgs.Builder whole() {
    ListObjectsArgs.Builder args = ListObjectsArgs.builder().bucket(bucket).recursive(true);
    return after.isEmpty() ? args : args.startAfter(after);
  }

  /**
   * What one listing of the bucket saw. A look sees at most so many files; the next one goes on
   * after the last batch, and after the last of all begins again.
   *
   * @param listed the whole listing, as the minio endpoint gives it: fetched page by page
   */
  public List<InboxFile> list(Iterable<Result<Item>> listed) {
    Listing listing = new Listing(bounds);
    String start = after;
    String batch = "";
    String last = start; // the last key seen
    String before = start; // the last key that was seen before this batch
    int seen = 0;
    for (Result<Item> result : listed) {
      Item item = item(result);
      String key = item.objectName();
      String folder = Listing.folder(key);
      if (seen == bounds.inAll()) {
        listing.forget(""); // loose files lie between the batches
        listing.forget(folder);
        // a batch that is too large anyway, or fills a whole look, is stepped over
        boolean over = listing.hasEnoughOf(folder) || before.equals(start);
        after = !folder.equals(batch) ? last : over ? folder + "/" + LAST : before;
        return listing.files();
      }
      seen++;
      before = folder.equals(batch) ? before : last;
      batch = folder;
      last = key;
      if (item.isDir() || item.isDeleteMarker() || key.endsWith("/")) {
        continue; // "folders" that some clients make
      }
      listing.add(
          new InboxFile(
              key,
              item.size(),
              // stores tell whole seconds, cut off: it may have been up to a second later
              item.lastModified().toInstant().plusMillis(999),
              mark(item.etag(), item.size())));
    }
    if (!start.isEmpty()) {
      listing.forget("");
    }
    after = "";
    return listing.files();
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
