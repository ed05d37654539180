package org.e2e3d.storage;

import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.Directive;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.ObjectWriteArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.SetBucketPolicyArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.messages.DeleteError;
import io.minio.messages.DeleteObject;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.e2e3d.storage.StorageException.Kind;

/** The port on any S3 store, through the MinIO client. */
public final class MinioObjectStore implements ObjectStore {
  /** Up to this size an object goes up in one request; larger ones in parts of it. */
  private static final long PART = 64L << 20;

  /** Streams up to this size are held in memory; longer ones are spooled to a file. */
  private static final int IN_MEMORY = 8 << 20;

  private static final int PAGE = 1000;

  private final StoreSettings settings;
  private final long partSize;
  private final OkHttpClient http;
  private final MinioClient client;
  private final AnonymousReader stranger;

  private MinioObjectStore(StoreSettings settings, long partSize) {
    this.settings = settings;
    this.partSize = partSize;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(settings.connectTimeout())
            .readTimeout(settings.idleTimeout())
            .writeTimeout(settings.idleTimeout())
            .build();
    this.client =
        MinioClient.builder()
            .endpoint(settings.endpoint().toString())
            .credentials(settings.accessKey(), settings.secretKey())
            .region(settings.region())
            .httpClient(http)
            .build();
    this.stranger = new AnonymousReader(settings.connectTimeout(), settings.idleTimeout());
  }

  /** A client of the store; nothing is sent yet. */
  public static MinioObjectStore connect(StoreSettings settings) {
    return new MinioObjectStore(settings, PART);
  }

  static MinioObjectStore connect(StoreSettings settings, long partSize) {
    return new MinioObjectStore(settings, partSize);
  }

  @Override
  public boolean bucketExists(String bucket) {
    return call(
        "look for bucket " + bucket,
        () -> client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()));
  }

  @Override
  public void ensureBucket(String bucket) {
    if (bucketExists(bucket)) {
      return;
    }
    try {
      run(
          "make bucket " + bucket,
          () -> client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
    } catch (StorageException e) {
      if (!bucketExists(bucket)) { // unless somebody else was faster
        throw e;
      }
    }
  }

  @Override
  public boolean makePublic(String bucket) {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":[\"*\"]},\"Action\":[\"s3:GetObject\"],"
            + "\"Resource\":[\"arn:aws:s3:::"
            + bucket
            + "/*\"]}]}";
    try {
      run(
          "let anybody read bucket " + bucket,
          () ->
              client.setBucketPolicy(
                  SetBucketPolicyArgs.builder().bucket(bucket).config(policy).build()));
      return true;
    } catch (StorageException e) {
      if (e.kind() == Kind.UNSUPPORTED) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void put(String bucket, String key, Path file, PutOptions options) {
    Keys.checkWritable(key);
    if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
      throw new StorageException(Kind.LOCAL_IO, "cannot read file " + file);
    }
    run(
        "put " + bucket + "/" + key,
        () -> {
          UploadObjectArgs.Builder args =
              UploadObjectArgs.builder()
                  .bucket(bucket)
                  .object(key)
                  .filename(file.toString(), partSize);
          describe(args, options);
          client.uploadObject(args.contentType(options.contentType()).build());
        });
  }

  @Override
  public void put(String bucket, String key, byte[] bytes, PutOptions options) {
    Keys.checkWritable(key);
    run(
        "put " + bucket + "/" + key,
        () -> {
          PutObjectArgs.Builder args =
              PutObjectArgs.builder().bucket(bucket).object(key).stream(
                  new ByteArrayInputStream(bytes), bytes.length, partSize);
          describe(args, options);
          client.putObject(args.contentType(options.contentType()).build());
        });
  }

  @Override
  public void put(String bucket, String key, InputStream body, long length, PutOptions options) {
    Keys.checkWritable(key);
    String what = "put " + bucket + "/" + key;
    try {
      if (length <= IN_MEMORY) {
        byte[] bytes = body.readNBytes(Math.toIntExact(length));
        checkLength(what, bytes.length, length, body.read() >= 0);
        put(bucket, key, bytes, options);
        return;
      }
      // The client would hold a whole part in memory, and would not notice a stream that is too
      // long; a file costs no memory and can be sent again.
      Path spool = Files.createTempFile("e2e3d-put", ".part");
      try {
        long copied = Files.copy(body, spool, StandardCopyOption.REPLACE_EXISTING);
        checkLength(what, copied, length, false);
        put(bucket, key, spool, options);
      } finally {
        Files.deleteIfExists(spool);
      }
    } catch (IOException e) {
      throw StorageErrors.local(what, e);
    }
  }

  private static void checkLength(String what, long found, long told, boolean more) {
    if (found != told || more) {
      throw new StorageException(
          Kind.REJECTED,
          "cannot " + what + ": the stream does not have the " + told + " bytes it was said to");
    }
  }

  private static void describe(ObjectWriteArgs.Builder<?, ?> args, PutOptions options) {
    if (options.publicRead()) {
      args.headers(Map.of("x-amz-acl", "public-read"));
    }
    if (!options.metadata().isEmpty()) {
      args.userMetadata(options.metadata());
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String bucket, String key) {
    try {
      StatObjectResponse stat =
          call(
              "stat " + bucket + "/" + key,
              () -> client.statObject(StatObjectArgs.builder().bucket(bucket).object(key).build()));
      Map<String, String> metadata = new HashMap<>();
      stat.userMetadata().forEach((k, v) -> metadata.put(k.toLowerCase(Locale.ROOT), v));
      return Optional.of(
          new ObjectInfo(
              key,
              stat.size(),
              unquoted(stat.etag()),
              stat.lastModified().toInstant(),
              stat.contentType() == null ? "" : stat.contentType(),
              metadata));
    } catch (StorageException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public InputStream open(String bucket, String key) {
    return get("get " + bucket + "/" + key, bucket, key);
  }

  private GetObjectResponse get(String what, String bucket, String key) {
    return call(
        what, () -> client.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build()));
  }

  @Override
  public byte[] bytes(String bucket, String key, int limit) {
    String what = "get " + bucket + "/" + key;
    try (GetObjectResponse body = get(what, bucket, key)) {
      byte[] bytes = body.readNBytes(limit);
      if (bytes.length == limit && body.read() >= 0) {
        throw new StorageException(
            Kind.TOO_LARGE, "cannot " + what + ": it is larger than " + limit + " bytes");
      }
      checkWhole(what, body, bytes.length);
      return bytes;
    } catch (IOException e) {
      throw StorageErrors.map(what, e);
    }
  }

  @Override
  public ObjectInfo download(String bucket, String key, Path file) {
    String what = "download " + bucket + "/" + key;
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling("." + UUID.randomUUID() + ".part");
    try (GetObjectResponse body = get(what, bucket, key)) {
      try {
        Files.createDirectories(target.getParent());
        long bytes = Files.copy(new Remote(what, body), part);
        checkWhole(what, body, bytes);
        Files.move(
            part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return described(key, body, bytes);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw StorageErrors.local(what, e);
    }
  }

  private static void checkWhole(String what, GetObjectResponse body, long bytes) {
    String told = body.headers().get("Content-Length");
    if (told != null && Long.parseLong(told) != bytes) {
      throw new StorageException(
          Kind.UNREACHABLE, "cannot " + what + ": broke off after " + bytes + " of " + told);
    }
  }

  private static ObjectInfo described(String key, GetObjectResponse body, long bytes) {
    Map<String, String> metadata = new HashMap<>();
    body.headers()
        .forEach(
            h -> {
              String name = h.getFirst().toLowerCase(Locale.ROOT);
              if (name.startsWith("x-amz-meta-")) {
                metadata.put(name.substring("x-amz-meta-".length()), h.getSecond());
              }
            });
    String etag = body.headers().get("ETag");
    String type = body.headers().get("Content-Type");
    return new ObjectInfo(
        key,
        bytes,
        unquoted(etag),
        body.headers().getInstant("Last-Modified"),
        type == null ? "" : type,
        metadata);
  }

  @Override
  public ObjectPage list(String bucket, String prefix, String startAfter, int limit) {
    ListObjectsArgs.Builder args =
        ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(true);
    if (!startAfter.isEmpty()) {
      args.startAfter(startAfter);
    }
    List<Item> items = items(bucket, args.maxKeys(Math.min(limit + 1, PAGE)).build(), limit + 1);
    List<ObjectInfo> objects = new ArrayList<>();
    for (Item item : items.subList(0, Math.min(limit, items.size()))) {
      objects.add(
          new ObjectInfo(
              item.objectName(),
              item.size(),
              unquoted(item.etag()),
              item.lastModified().toInstant(),
              "",
              Map.of()));
    }
    return new ObjectPage(objects, items.size() > limit);
  }

  @Override
  public List<String> folders(String bucket, String prefix, int limit) {
    ListObjectsArgs args =
        ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(false).build();
    return call(
        "list " + bucket + "/" + prefix,
        () -> {
          List<String> names = new ArrayList<>();
          for (Result<Item> result : client.listObjects(args)) {
            Item item = result.get();
            if (item.isDir() && item.objectName().length() > prefix.length()) {
              names.add(item.objectName().substring(prefix.length()));
              if (names.size() == limit) {
                break;
              }
            }
          }
          return names;
        });
  }

  private List<Item> items(String bucket, ListObjectsArgs args, int limit) {
    return call(
        "list " + bucket + "/" + args.prefix(),
        () -> {
          List<Item> items = new ArrayList<>();
          for (Result<Item> result : client.listObjects(args)) {
            items.add(result.get());
            if (items.size() == limit) {
              break;
            }
          }
          return items;
        });
  }

  @Override
  public void delete(String bucket, String key) {
    run(
        "delete " + bucket + "/" + key,
        () -> client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build()));
  }

  @Override
  public void delete(String bucket, Collection<String> keys) {
    List<DeleteObject> objects = keys.stream().map(DeleteObject::new).toList();
    run(
        "delete " + keys.size() + " objects of " + bucket,
        () -> {
          for (int from = 0; from < objects.size(); from += PAGE) {
            List<DeleteObject> some = objects.subList(from, Math.min(from + PAGE, objects.size()));
            for (Result<DeleteError> result :
                client.removeObjects(
                    RemoveObjectsArgs.builder().bucket(bucket).objects(some).build())) {
              DeleteError error = result.get();
              Kind kind = StorageErrors.kind(String.valueOf(error.code()), 0);
              if (kind != Kind.NOT_FOUND) {
                throw new StorageException(
                    kind,
                    "cannot delete " + bucket + "/" + error.objectName() + ": " + error.message());
              }
            }
          }
        });
  }

  @Override
  public void copy(
      String fromBucket, String fromKey, String toBucket, String toKey, PutOptions options) {
    Keys.checkWritable(toKey);
    run(
        "copy " + fromBucket + "/" + fromKey + " to " + toBucket + "/" + toKey,
        () -> {
          Map<String, String> headers = new HashMap<>();
          headers.put("Content-Type", options.contentType());
          if (options.publicRead()) {
            headers.put("x-amz-acl", "public-read");
          }
          CopyObjectArgs.Builder args =
              CopyObjectArgs.builder()
                  .bucket(toBucket)
                  .object(toKey)
                  .source(CopySource.builder().bucket(fromBucket).object(fromKey).build())
                  .metadataDirective(Directive.REPLACE)
                  .headers(headers);
          if (!options.metadata().isEmpty()) {
            args.userMetadata(options.metadata());
          }
          client.copyObject(args.build());
        });
  }

  @Override
  public URI publicUrl(String bucket, String key) {
    return Keys.address(settings.publicEndpoint(), bucket, key);
  }

  @Override
  public AnonymousRead verifyAnonymousRead(URI url) {
    String outside = settings.publicEndpoint().toString();
    String address = url.toString();
    return stranger.read(
        address.startsWith(outside)
            ? URI.create(settings.endpoint() + address.substring(outside.length()))
            : url);
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
    try {
      http.dispatcher().executorService().awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String unquoted(String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }

  private static void run(String what, Action action) {
    call(
        what,
        () -> {
          action.run();
          return true;
        });
  }

  private static <T> T call(String what, Call<T> call) {
    try {
      return call.get();
    } catch (Exception e) {
      throw StorageErrors.map(what, e);
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private interface Call<T> {
    T get() throws Exception;
  }

  /** Tells a broken connection from a broken disk while copying from one to the other. */
  private static final class Remote extends FilterInputStream {
    private final String what;

    Remote(String what, InputStream in) {
      super(in);
      this.what = what;
    }

    @Override
    public int read(byte[] b, int off, int len) {
      try {
        return super.read(b, off, len);
      } catch (IOException e) {
        throw StorageErrors.map(what, e);
      }
    }

    @Override
    public int read() {
      try {
        return super.read();
      } catch (IOException e) {
        throw StorageErrors.map(what, e);
      }
    }
  }
}
