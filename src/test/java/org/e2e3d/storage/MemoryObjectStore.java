package org.e2e3d.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.e2e3d.storage.StorageException.Kind;

/**
 * The port in memory, for tests that run the pipeline many thousand times. It keeps the same
 * contract as the servers ({@link MemoryObjectStoreTest}), save what only HTTP can show.
 */
public final class MemoryObjectStore implements ObjectStore {
  private static final String ENDPOINT = "http://memory.invalid";

  /** An object as it lies there. */
  public record Stored(byte[] bytes, String etag, PutOptions options, Instant at) {}

  private final Map<String, NavigableMap<String, Stored>> buckets = new TreeMap<>();
  private final Clock clock;

  public MemoryObjectStore(Clock clock) {
    this.clock = clock;
  }

  /** All objects of a bucket by key; a view for auditors, which must not change it. */
  public synchronized NavigableMap<String, Stored> view(String bucket) {
    return buckets.getOrDefault(bucket, new TreeMap<>());
  }

  private NavigableMap<String, Stored> bucket(String bucket) {
    NavigableMap<String, Stored> objects = buckets.get(bucket);
    if (objects == null) {
      throw new StorageException(Kind.NOT_FOUND, "no bucket " + bucket);
    }
    return objects;
  }

  private Stored object(String bucket, String key) {
    Stored object = bucket(bucket).get(key);
    if (object == null) {
      throw new StorageException(Kind.NOT_FOUND, "no object " + bucket + "/" + key);
    }
    return object;
  }

  @Override
  public synchronized boolean bucketExists(String bucket) {
    return buckets.containsKey(bucket);
  }

  @Override
  public synchronized void ensureBucket(String bucket) {
    buckets.computeIfAbsent(bucket, b -> new TreeMap<>());
  }

  @Override
  public boolean makePublic(String bucket) {
    return false; // goes by the options of each object
  }

  @Override
  public void put(String bucket, String key, Path file, PutOptions options) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new StorageException(Kind.LOCAL_IO, "cannot read file " + file, e);
    }
    put(bucket, key, bytes, options);
  }

  @Override
  public synchronized void put(String bucket, String key, byte[] bytes, PutOptions options) {
    Keys.checkWritable(key);
    bucket(bucket).put(key, new Stored(bytes.clone(), md5(bytes), options, clock.instant()));
  }

  @Override
  public void put(String bucket, String key, InputStream body, long length, PutOptions options) {
    Keys.checkWritable(key);
    byte[] bytes;
    try {
      bytes = body.readAllBytes();
    } catch (IOException e) {
      throw StorageErrors.local("put " + bucket + "/" + key, e);
    }
    if (bytes.length != length) {
      throw new StorageException(Kind.REJECTED, bytes.length + " bytes instead of " + length);
    }
    put(bucket, key, bytes, options);
  }

  @Override
  public synchronized Optional<ObjectInfo> stat(String bucket, String key) {
    return Optional.ofNullable(view(bucket).get(key)).map(object -> info(key, object));
  }

  private static ObjectInfo info(String key, Stored object) {
    return new ObjectInfo(
        key,
        object.bytes().length,
        object.etag(),
        object.at(),
        object.options().contentType(),
        object.options().metadata());
  }

  @Override
  public synchronized InputStream open(String bucket, String key) {
    return new ByteArrayInputStream(object(bucket, key).bytes());
  }

  @Override
  public synchronized byte[] bytes(String bucket, String key, int limit) {
    byte[] bytes = object(bucket, key).bytes();
    if (bytes.length > limit) {
      throw new StorageException(Kind.TOO_LARGE, bytes.length + " bytes, more than " + limit);
    }
    return bytes.clone();
  }

  @Override
  public ObjectInfo download(String bucket, String key, Path file) {
    Stored object;
    synchronized (this) {
      object = object(bucket, key);
    }
    try {
      Path target = file.toAbsolutePath();
      Files.createDirectories(target.getParent());
      Path part = target.resolveSibling("." + target.getFileName() + ".part");
      Files.write(part, object.bytes());
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StorageErrors.local("download " + bucket + "/" + key, e);
    }
    return info(key, object);
  }

  @Override
  public synchronized ObjectPage list(String bucket, String prefix, String startAfter, int limit) {
    List<ObjectInfo> found =
        bucket(bucket).tailMap(prefix, true).entrySet().stream()
            .takeWhile(e -> e.getKey().startsWith(prefix))
            .filter(e -> e.getKey().compareTo(startAfter) > 0)
            .limit(limit + 1L)
            .map(e -> info(e.getKey(), e.getValue()))
            .toList();
    return new ObjectPage(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
  }

  @Override
  public synchronized List<String> folders(String bucket, String prefix, int limit) {
    TreeSet<String> names = new TreeSet<>();
    for (String key : bucket(bucket).keySet()) {
      int slash = key.indexOf('/', prefix.length());
      if (key.startsWith(prefix) && slash > 0) {
        names.add(key.substring(prefix.length(), slash + 1));
      }
    }
    return names.stream().limit(limit).toList();
  }

  @Override
  public synchronized void delete(String bucket, String key) {
    bucket(bucket).remove(key);
  }

  @Override
  public synchronized void delete(String bucket, Collection<String> keys) {
    keys.forEach(key -> delete(bucket, key));
  }

  @Override
  public synchronized void copy(
      String fromBucket, String fromKey, String toBucket, String toKey, PutOptions options) {
    put(toBucket, toKey, object(fromBucket, fromKey).bytes(), options);
  }

  @Override
  public URI publicUrl(String bucket, String key) {
    return Keys.address(URI.create(ENDPOINT), bucket, key);
  }

  @Override
  public synchronized AnonymousRead verifyAnonymousRead(URI url) {
    String[] parts = url.getPath().substring(1).split("/", 2); // decoded
    Stored object = object(parts[0], parts[1]);
    if (!object.options().publicRead()) {
      throw new StorageException(Kind.DENIED, url + " is private");
    }
    return new AnonymousRead(object.options().contentType(), object.bytes().length);
  }

  @Override
  public void close() {
    // memory
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
