package org.e2e3d.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import org.e2e3d.storage.ObjectStore.AnonymousRead;
import org.e2e3d.storage.StorageException.Kind;

/** Reads an address as a stranger would: no credentials, no cookies, no cache. */
final class AnonymousReader {
  private final Duration connectTimeout;
  private final Duration idleTimeout;

  AnonymousReader(Duration connectTimeout, Duration idleTimeout) {
    this.connectTimeout = connectTimeout;
    this.idleTimeout = idleTimeout;
  }

  AnonymousRead read(URI url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      try {
        connection.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
        connection.setReadTimeout(Math.toIntExact(idleTimeout.toMillis()));
        connection.setUseCaches(false);
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
          throw new StorageException(
              StorageErrors.kind("", status),
              "an anonymous GET of " + url + " was answered status " + status);
        }
        long expected = connection.getContentLengthLong();
        long bytes = drain(connection);
        if (expected >= 0 && bytes != expected) {
          throw new StorageException(
              Kind.UNREACHABLE,
              "an anonymous GET of " + url + " broke off: " + bytes + " of " + expected + " bytes");
        }
        String type = connection.getContentType();
        return new AnonymousRead(type == null ? "" : type, bytes);
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      throw new StorageException(
          Kind.UNREACHABLE, "an anonymous GET of " + url + " was not answered: " + e, e);
    }
  }

  private static long drain(HttpURLConnection connection) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (InputStream body = connection.getInputStream()) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        bytes += n;
      }
    }
    return bytes;
  }
}
