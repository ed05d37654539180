package org.e2e3d.storage;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Object keys: which ones may be written, and how they stand in addresses. */
final class Keys {
  /** S3's limit of a whole key, UTF-8 bytes. */
  private static final int MAX_KEY = 1024;

  /** Limit of one segment, for both MinIO and the embedded server keep segments as file names. */
  private static final int MAX_SEGMENT = 255;

  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private Keys() {}

  /**
   * @throws StorageException of kind {@code REJECTED} if a key cannot be kept by every store behind
   *     the port
   */
  static void checkWritable(String key) {
    if (key.isEmpty() || key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY) {
      throw refused(key, "a key has 1 to " + MAX_KEY + " bytes");
    }
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw refused(key, "no part between slashes may be empty, '.' or '..'");
      }
      if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT) {
        throw refused(key, "a part between slashes has at most " + MAX_SEGMENT + " bytes");
      }
    }
    if (key.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\')) {
      throw refused(key, "control characters and backslashes are not allowed");
    }
  }

  private static StorageException refused(String key, String rule) {
    return new StorageException(
        StorageException.Kind.REJECTED, "bad object key '" + key + "': " + rule);
  }

  /** The address of an object: endpoint/bucket/key, each byte but the unreserved ones encoded. */
  static URI address(URI endpoint, String bucket, String key) {
    String base = endpoint.toString();
    StringBuilder url = new StringBuilder(base.endsWith("/") ? base : base + "/");
    url.append(bucket).append('/');
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c == '/' || PLAIN.indexOf(c) >= 0) {
        url.append(c);
      } else {
        url.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
      }
    }
    return URI.create(url.toString());
  }
}
