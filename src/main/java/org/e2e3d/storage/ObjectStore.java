package org.e2e3d.storage;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Buckets of objects behind S3. Every method blocks, is safe to call from many threads, bounds its
 * time, and throws {@link StorageException} whose kind says whether trying again can help. A put is
 * atomic for readers: they see the old object or the whole new one. Keys are plain text in UTF-8
 * (spaces, '+', '%' and any letter are fine), up to 1024 bytes; '/' separates.
 */
public interface ObjectStore extends AutoCloseable {

  /** True if the bucket is there. Also the cheapest way to learn that the store answers. */
  boolean bucketExists(String bucket);

  /** Makes the bucket if it is missing; two callers at once are fine. */
  void ensureBucket(String bucket);

  /**
   * Lets anybody read (not list, not write) the bucket's objects, by bucket policy.
   *
   * @return true if the store took the policy; false if it knows no policies and goes by the ACL
   *     that {@link PutOptions#publicRead} sends with each object. Either way {@link
   *     #verifyAnonymousRead} is the proof.
   */
  boolean makePublic(String bucket);

  /** Stores a file. */
  void put(String bucket, String key, Path file, PutOptions options);

  /** Stores bytes. */
  void put(String bucket, String key, byte[] bytes, PutOptions options);

  /**
   * Stores a stream.
   *
   * @param body read to its end but not closed
   * @param length its exact length in bytes; anything else is {@code REJECTED} and nothing stored
   */
  void put(String bucket, String key, InputStream body, long length, PutOptions options);

  /** Size, type and times of an object; empty if it (or its bucket) is not there. */
  Optional<ObjectInfo> stat(String bucket, String key);

  /**
   * Removes what uploads in parts left that were begun before a time and never finished, as far as
   * the store lists them and lets us.
   *
   * @return how many
   */
  default int abortUploads(String bucket, Instant begunBefore) {
    return 0;
  }

  /** True if the object is there. */
  default boolean exists(String bucket, String key) {
    return stat(bucket, key).isPresent();
  }

  /**
   * The content as a stream, which the caller must close.
   *
   * @throws StorageException of kind {@code NOT_FOUND} if there is none
   */
  InputStream open(String bucket, String key);

  /**
   * The whole content.
   *
   * @param limit the most bytes to accept; a longer object is {@code TOO_LARGE}
   */
  byte[] bytes(String bucket, String key, int limit);

  /**
   * Downloads to a file, whose folder is made if missing. The file appears whole or not at all, and
   * replaces one of the same name.
   *
   * @return what was downloaded
   */
  ObjectInfo download(String bucket, String key, Path file);

  /**
   * One page of the objects whose keys begin with a prefix, in all "folders" below it.
   *
   * @param prefix beginning of the keys; empty for all
   * @param startAfter only keys after this one; empty for the beginning
   * @param limit the most objects to return, at least 1
   */
  ObjectPage list(String bucket, String prefix, String startAfter, int limit);

  /** All objects whose keys begin with a prefix, fetched page by page as the iteration goes on. */
  default Iterable<ObjectInfo> all(String bucket, String prefix) {
    return () -> new Pages(this, bucket, prefix);
  }

  /**
   * The names directly under a prefix up to the next '/', each with the '/': the "sub-folders".
   *
   * @param prefix empty, or ending in '/'
   * @param limit the most names to return
   */
  List<String> folders(String bucket, String prefix, int limit);

  /** Deletes an object; no error if it is not there. */
  void delete(String bucket, String key);

  /** Deletes objects; no error for those not there. */
  void delete(String bucket, Collection<String> keys);

  /** Deletes every object whose key begins with a prefix; the prefix must not be empty. */
  default void deleteAll(String bucket, String prefix) {
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException("will not empty the whole bucket " + bucket);
    }
    ObjectPage page;
    do {
      page = list(bucket, prefix, "", 1000);
      delete(bucket, page.objects().stream().map(ObjectInfo::key).toList());
    } while (page.more());
  }

  /** Copies an object within the store; type and metadata are those of the options. */
  void copy(String fromBucket, String fromKey, String toBucket, String toKey, PutOptions options);

  /** The address under which anybody can read a public object. */
  URI publicUrl(String bucket, String key);

  /**
   * Gets an address without credentials, as a stranger would. A {@link #publicUrl} is asked of the
   * store's own endpoint: the public one may lead there from outside only (out of a container,
   * through a proxy).
   *
   * @throws StorageException if it cannot be read; {@code DENIED} if the store wants credentials
   */
  AnonymousRead verifyAnonymousRead(URI url);

  /** Lets go of connections. */
  @Override
  void close();

  /**
   * What an anonymous GET was answered.
   *
   * @param contentType the header; empty if there was none
   * @param bytes length of the body, all of which was read
   */
  record AnonymousRead(String contentType, long bytes) {}

  /** Walks a listing page by page. */
  final class Pages implements Iterator<ObjectInfo> {
    private static final int PAGE = 1000;
    private final ObjectStore store;
    private final String bucket;
    private final String prefix;
    private Iterator<ObjectInfo> page;
    private boolean more;
    private String last = "";

    Pages(ObjectStore store, String bucket, String prefix) {
      this.store = store;
      this.bucket = bucket;
      this.prefix = prefix;
      fetch();
    }

    private void fetch() {
      ObjectPage fetched = store.list(bucket, prefix, last, PAGE);
      page = fetched.objects().iterator();
      more = fetched.more();
    }

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && more) {
        fetch();
      }
      return page.hasNext();
    }

    @Override
    public ObjectInfo next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ObjectInfo next = page.next();
      last = next.key();
      return next;
    }
  }
}
