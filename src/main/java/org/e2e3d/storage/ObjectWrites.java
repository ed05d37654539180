package org.e2e3d.storage;

import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.Directive;
import io.minio.MinioClient;
import io.minio.ObjectWriteArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.UploadObjectArgs;
import io.minio.messages.DeleteError;
import io.minio.messages.DeleteObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.storage.StorageException.Kind;

/** The writing half of {@link MinioObjectStore}: puts, copies, deletes. */
final class ObjectWrites {
  /** Streams up to this size are held in memory; longer ones are spooled to a file. */
  private static final int IN_MEMORY = 8 << 20;

  private static final int PAGE = 1000;

  private final MinioClient client;
  private final long partSize;

  /**
   * @param partSize up to this size an object goes up in one request; larger ones in parts of it
   */
  ObjectWrites(MinioClient client, long partSize) {
    this.client = client;
    this.partSize = partSize;
  }

  void put(String bucket, String key, Path file, PutOptions options) {
    Keys.checkWritable(key);
    if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
      throw new StorageException(Kind.LOCAL_IO, "cannot read file " + file);
    }
    StoreCalls.run(
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

  void put(String bucket, String key, byte[] bytes, PutOptions options) {
    Keys.checkWritable(key);
    StoreCalls.run(
        "put " + bucket + "/" + key,
        () -> {
          PutObjectArgs.Builder args =
              PutObjectArgs.builder().bucket(bucket).object(key).stream(
                  new ByteArrayInputStream(bytes), bytes.length, partSize);
          describe(args, options);
          client.putObject(args.contentType(options.contentType()).build());
        });
  }

  void put(String bucket, String key, InputStream body, long length, PutOptions options) {
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

  void delete(String bucket, String key) {
    StoreCalls.run(
        "delete " + bucket + "/" + key,
        () -> client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build()));
  }

  void delete(String bucket, Collection<String> keys) {
    List<DeleteObject> objects = keys.stream().map(DeleteObject::new).toList();
    StoreCalls.run(
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

  void copy(String fromBucket, String fromKey, String toBucket, String toKey, PutOptions options) {
    Keys.checkWritable(toKey);
    StoreCalls.run(
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
}
