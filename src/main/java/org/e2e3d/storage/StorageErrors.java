package org.e2e3d.storage;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InsufficientDataException;
import io.minio.errors.InternalException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.minio.errors.XmlParserException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.e2e3d.storage.StorageException.Kind;

/** Maps what the S3 client throws to a {@link StorageException}, in this one place. */
final class StorageErrors {
  private static final Set<String> MISSING =
      Set.of("NoSuchKey", "NoSuchBucket", "NoSuchObject", "NoSuchUpload", "NoSuchVersion");
  private static final Set<String> DENIED =
      Set.of(
          "AccessDenied",
          "InvalidAccessKeyId",
          "XAdminUserNotFound", // Versity gateway: nobody has this access key
          "SignatureDoesNotMatch",
          "RequestTimeTooSkewed",
          "ExpiredToken",
          "InvalidToken",
          "AllAccessDisabled");
  private static final Set<String> FULL =
      Set.of(
          "XMinioStorageFull",
          "StorageFull",
          "QuotaExceeded",
          "XMinioAdminBucketQuotaExceeded",
          "InsufficientStorage");
  private static final Set<String> UNSUPPORTED = Set.of("NotImplemented", "MethodNotAllowed");
  private static final Set<String> BUSY =
      Set.of(
          "SlowDown",
          "SlowDownRead",
          "SlowDownWrite",
          "RequestTimeout",
          "InternalError",
          "ServiceUnavailable",
          "ServerBusy",
          "OperationAborted",
          "XMinioServerNotInitialized");

  private StorageErrors() {}

  /**
   * @param what what was being done, such as "put models/a.obj"
   */
  static StorageException map(String what, Throwable thrown) {
    Throwable t = thrown instanceof ExecutionException ? thrown.getCause() : thrown;
    if (t instanceof StorageException e) {
      return e;
    }
    if (t instanceof ErrorResponseException e) {
      String code = String.valueOf(e.errorResponse().code());
      int status = e.response() == null ? 0 : e.response().code();
      return new StorageException(
          kind(code, status),
          "cannot " + what + ": the store answered " + code + ", " + e.errorResponse().message(),
          e);
    }
    if (t instanceof ServerException e) {
      Kind kind = e.statusCode() == 507 ? Kind.FULL : Kind.UNREACHABLE;
      return new StorageException(
          kind, "cannot " + what + ": the store answered status " + e.statusCode(), e);
    }
    if (t instanceof IOException
        || t instanceof InsufficientDataException
        || t instanceof InternalException
        || t instanceof InvalidResponseException
        || t instanceof XmlParserException) {
      return new StorageException(
          Kind.UNREACHABLE, "cannot " + what + ": no proper answer from the store: " + t, t);
    }
    if (t instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
      Thread.currentThread().interrupt();
      return new StorageException(Kind.UNREACHABLE, "cannot " + what + ": interrupted", t);
    }
    if (t instanceof MinioException || t instanceof IllegalArgumentException) {
      return new StorageException(Kind.REJECTED, "cannot " + what + ": " + t.getMessage(), t);
    }
    if (t instanceof RuntimeException && t.getCause() != null && t.getCause() != t) {
      return map(what, t.getCause()); // the client wraps some of the above
    }
    return new StorageException(Kind.REJECTED, "cannot " + what + ": " + t, t);
  }

  /** A failure of the local disk. */
  static StorageException local(String what, IOException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    boolean full = text.contains("no space left") || text.contains("quota exceeded");
    return new StorageException(
        full ? Kind.LOCAL_FULL : Kind.LOCAL_IO, "cannot " + what + ": " + e, e);
  }

  static Kind kind(String code, int status) {
    if (MISSING.contains(code)) {
      return Kind.NOT_FOUND;
    }
    if (FULL.contains(code) || status == 507) {
      return Kind.FULL;
    }
    if (BUSY.contains(code)) {
      return Kind.UNREACHABLE;
    }
    if (UNSUPPORTED.contains(code) || status == 501 || status == 405) {
      return Kind.UNSUPPORTED;
    }
    if (DENIED.contains(code) || status == 401 || status == 403) {
      return Kind.DENIED;
    }
    if (status == 404) {
      return Kind.NOT_FOUND;
    }
    if (status == 429 || status == 408 || status >= 500) {
      return Kind.UNREACHABLE;
    }
    return Kind.REJECTED;
  }
}
