package org.e2e3d.storage;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.e2e3d.storage.StorageException.Kind;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An S3 server inside this process, keeping its objects as files of a folder. Requests are signed
 * with the credentials of that folder ({@link StoreCredentials}); without credentials only objects
 * that were stored with a public-read ACL can be read, and nothing can be listed or written.
 */
public final class EmbeddedStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStore.class);
  private static final String HOST = "127.0.0.1";

  private final S3Proxy server;
  private final String host;
  private final StoreCredentials credentials;

  private EmbeddedStore(S3Proxy server, String host, StoreCredentials credentials) {
    this.server = server;
    this.host = host;
    this.credentials = credentials;
  }

  /**
   * Starts on the loopback address, with the folder's own credentials.
   *
   * @param folder keeps the objects and the credentials; made if missing
   * @param port 0 for any free one
   * @throws StorageException if the port is taken or the folder cannot be used
   */
  public static EmbeddedStore start(Path folder, int port) {
    return start(folder, HOST, port, StoreCredentials.ofFolder(folder));
  }

  /** The same on another address and with given credentials. */
  public static EmbeddedStore start(
      Path folder, String host, int port, StoreCredentials credentials) {
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(blobs(folder.toAbsolutePath()))
            .endpoint(URI.create("http://" + host + ":" + port))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, credentials.accessKey(), credentials.secretKey())
            .ignoreUnknownHeaders(true)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw notStarted(host, port, e);
    }
    return new EmbeddedStore(server, host, credentials);
  }

  private static FolderBlobs blobs(Path folder) {
    try {
      Files.createDirectories(folder);
      boolean keepsAttributes = Leftovers.keepsAttributes(folder);
      if (!keepsAttributes) {
        LOG.warn(
            "The file system of {} keeps no extended attributes: objects get their content type"
                + " from their extension, and lose their user metadata.",
            folder);
      }
      return new FolderBlobs(folder.resolve("objects"), folder.resolve("staging"), keepsAttributes);
    } catch (IOException e) {
      throw StorageErrors.local("use " + folder + " for the embedded store", e);
    }
  }

  private static StorageException notStarted(String host, int port, Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return new StorageException(
            Kind.REJECTED, "port " + port + " of " + host + " is taken by another program", e);
      }
    }
    return new StorageException(Kind.REJECTED, "the embedded store did not start: " + e, e);
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** How to speak to it. */
  public StoreSettings settings() {
    String name = host.equals(HOST) || host.equals("0.0.0.0") ? "localhost" : host;
    return StoreSettings.of(
        URI.create("http://" + name + ":" + port()),
        credentials.accessKey(),
        credentials.secretKey());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new StorageException(
          Kind.REJECTED, "the embedded store did not stop properly: " + e, e);
    }
  }
}
