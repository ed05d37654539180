package org.e2e3d.storage;

import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.messages.Item;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.e2e3d.storage.StorageException.Kind;

/** The reading half of {@link MinioObjectStore}: stat, get, download, list. */
final class ObjectReads {
  private static final int PAGE = 1000;

  private final MinioClient client;

  ObjectReads(MinioClient client) {
    this.client = client;
  }

  Optional<ObjectInfo> stat(String bucket, String key) {
    try {
      StatObjectResponse stat =
          StoreCalls.call(
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

  InputStream open(String bucket, String key) {
    return get("get " + bucket + "/" + key, bucket, key);
  }

  private GetObjectResponse get(String what, String bucket, String key) {
    return StoreCalls.call(
        what, () -> client.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build()));
  }

  byte[] bytes(String bucket, String key, int limit) {
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

  ObjectInfo download(String bucket, String key, Path file) {
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

  ObjectPage list(String bucket, String prefix, String startAfter, int limit) {
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

  List<String> folders(String bucket, String prefix, int limit) {
    ListObjectsArgs args =
        ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(false).build();
    return StoreCalls.call(
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
    return StoreCalls.call(
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

  private static String unquoted(String etag) {
    return etag == null ? "" : etag.replace("\"", "");
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
