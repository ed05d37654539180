package org.e2e3d.pipeline;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.e2e3d.job.Job;
import org.e2e3d.storage.ContentTypes;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;
import org.e2e3d.storage.StorageException;

/**
 * Where a job's images are, as its row says: an inbox, the archive, or a dead letter; and how they
 * get from one to the next. A file is copied and verified before it is removed.
 */
public final class ImagePlaces {
  private static final String SHA256 = "sha256";

  private final ObjectStore store;
  private final Buckets buckets;
  private final Map<String, Inbox> inboxes;

  public ImagePlaces(ObjectStore store, Buckets buckets, FolderInbox folder, BucketInbox bucket) {
    this.store = store;
    this.buckets = buckets;
    this.inboxes = Map.of(folder.kind(), folder, bucket.kind(), bucket);
  }

  /** A place that images are in. */
  interface Place {
    /**
     * @throws FileNotFoundException if it is not there
     */
    InputStream open(Claim.Item item) throws IOException;

    /**
     * Removes a file, unless it was changed since it was claimed.
     *
     * @return false if it stays
     */
    boolean remove(Claim.Item item) throws IOException;
  }

  /** The place a job's row names. */
  Place of(Job job) {
    for (String bucket : new String[] {buckets.archive(), buckets.deadLetter()}) {
      String start = Buckets.place(bucket, "");
      if (job.imagesAt().startsWith(start)) {
        return new Stored(bucket, job.imagesAt().substring(start.length()));
      }
    }
    return inbox(job.imagesAt().startsWith("file:") ? "folder" : "bucket");
  }

  /** The inbox that a claim was made in. */
  Place inbox(Claim claim) {
    return inbox(claim.inbox());
  }

  void tidyInbox(Claim claim) throws IOException {
    inboxes.get(claim.inbox()).tidy(claim.folder());
  }

  private Place inbox(String kind) {
    Inbox inbox = inboxes.get(kind);
    return new Place() {
      @Override
      public InputStream open(Claim.Item item) throws IOException {
        return inbox.open(item.key());
      }

      @Override
      public boolean remove(Claim.Item item) throws IOException {
        return inbox.remove(item.key(), item.mark(), item.sha256());
      }
    };
  }

  /** The copies that a job has in its scratch folder. */
  static Place fetched(JobRun run) {
    return new Place() {
      @Override
      public InputStream open(Claim.Item item) throws IOException {
        Path file = run.images().resolve(SafeName.path(item.name()));
        if (!Files.isRegularFile(file) || Files.size(file) != item.size()) {
          throw new FileNotFoundException(item.name());
        }
        return Files.newInputStream(file);
      }

      @Override
      public boolean remove(Claim.Item item) {
        return false; // the whole folder goes when the job has ended
      }
    };
  }

  /** True if a bucket's prefix holds this very file. */
  boolean holds(String bucket, String prefix, Claim.Item item) {
    Optional<ObjectInfo> there = store.stat(bucket, prefix + SafeName.path(item.name()));
    return there.isPresent()
        && there.get().size() == item.size()
        && item.sha256().equals(there.get().metadata().get(SHA256));
  }

  /**
   * Copies a file to a bucket's prefix, verified against its digest; nothing if it is there.
   *
   * @return false if the file is gone or is not the one that was claimed
   */
  boolean copy(Place from, Claim.Item item, String bucket, String prefix) throws IOException {
    if (holds(bucket, prefix, item)) {
      return true;
    }
    String key = prefix + SafeName.path(item.name());
    PutOptions options =
        PutOptions.of(ContentTypes.of(item.name())).withMetadata(Map.of(SHA256, item.sha256()));
    MessageDigest sha = BatchDigest.sha256();
    try (InputStream in = new DigestInputStream(from.open(item), sha)) {
      store.put(bucket, key, in, item.size(), options);
    } catch (FileNotFoundException e) {
      return false;
    } catch (StorageException e) {
      if (e.kind() == StorageException.Kind.REJECTED) {
        return false; // its length is another than it was
      }
      throw e;
    }
    if (HexFormat.of().formatHex(sha.digest()).equals(item.sha256())) {
      return true;
    }
    store.delete(bucket, key);
    return false;
  }

  /** Files of an earlier place in the store. */
  private final class Stored implements Place {
    private final String bucket;
    private final Function<Claim.Item, String> key;

    Stored(String bucket, String prefix) {
      this.bucket = bucket;
      this.key = item -> prefix + SafeName.path(item.name());
    }

    @Override
    public InputStream open(Claim.Item item) throws IOException {
      try {
        return store.open(bucket, key.apply(item));
      } catch (StorageException e) {
        if (e.kind() == StorageException.Kind.NOT_FOUND) {
          throw (FileNotFoundException) new FileNotFoundException(item.name()).initCause(e);
        }
        throw e;
      }
    }

    @Override
    public boolean remove(Claim.Item item) {
      store.delete(bucket, key.apply(item));
      return true;
    }
  }
}
