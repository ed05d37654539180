package org.e2e3d.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * S3Proxy's folder store, made fit for a pipeline that must lose nothing:
 *
 * <ul>
 *   <li>An upload is written outside the buckets, forced to the disk, and only then renamed to its
 *       key. The store beneath would write it beside its key, as {@code <key>-<uuid>}, where
 *       listings show it half-written (and, after a crash, for ever), and would leave the disk to
 *       the operating system, so that a power cut could lose what was acknowledged.
 *   <li>Copies and assembled multipart uploads still go the store's own way: their temporary names
 *       are left out of listings, and forced to the disk before the answer.
 *   <li>Where the file system keeps no extended attributes, and so no content types, the type
 *       follows from the key's extension.
 * </ul>
 */
final class FolderBlobs extends ForwardingBlobStore {
  private static final String STAGE = "uploads";
  private static final Pattern TEMPORARY =
      Pattern.compile("-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");

  private final Path buckets;
  private final Path staging;
  private final FilesystemNio2BlobStore stage;
  private final boolean keepsAttributes;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /**
   * @param buckets folder with one sub-folder a bucket
   * @param staging folder for uploads under way, on the same file system; emptied
   * @param keepsAttributes whether the file system keeps extended attributes
   */
  FolderBlobs(Path buckets, Path staging, boolean keepsAttributes) throws IOException {
    super(new FilesystemNio2BlobStore(Files.createDirectories(buckets).toString()));
    this.buckets = buckets;
    this.staging = staging;
    this.keepsAttributes = keepsAttributes;
    Leftovers.remove(buckets, staging, TEMPORARY, keepsAttributes);
    Files.createDirectories(staging.resolve(STAGE));
    this.stage = new FilesystemNio2BlobStore(staging.toString());
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
    String key = request.key();
    if (!isPlain(key) || request.ifMatch() != null || request.ifNoneMatch() != null) {
      return hidden(
          request.bucket(),
          key,
          () -> {
            PutObjectResponse response = super.putBlob(request, body);
            forceObject(request.bucket(), key);
            return response;
          });
    }
    if (!Files.isDirectory(buckets.resolve(request.bucket()))) {
      throw S3Exceptions.noSuchBucket(request.bucket(), "no such bucket");
    }
    String name = UUID.randomUUID().toString();
    Path upload = staging.resolve(STAGE).resolve(name);
    try {
      PutObjectResponse response =
          stage.putBlob(request.toBuilder().bucket(STAGE).key(name).build(), body);
      force(upload, StandardOpenOption.WRITE);
      moveTo(upload, buckets.resolve(request.bucket()), key);
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      discard(upload);
    }
  }

  /** True for keys that are paths of files; the rest (folder marks, reserved names) is special. */
  private static boolean isPlain(String key) {
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.startsWith(".mpus-")
          || segment.startsWith(".s3proxy-")) {
        return false;
      }
    }
    return true;
  }

  private static void moveTo(Path upload, Path bucket, String key) throws IOException {
    Path target = bucket.resolve(key);
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(target.getParent());
        Files.move(upload, target, StandardCopyOption.ATOMIC_MOVE);
        forceFolders(bucket, target);
        return;
      } catch (NoSuchFileException e) {
        // a delete took the folder away for being empty, just before it was used
        if (attempt == 10 || !Files.isDirectory(bucket)) {
          throw e;
        }
      } catch (FileAlreadyExistsException e) {
        throw inTheWay(key, e);
      } catch (FileSystemException e) {
        if (Files.isDirectory(target)) {
          throw inTheWay(key, e);
        }
        throw e;
      }
    }
  }

  private static S3ProxyException inTheWay(String key, IOException cause) {
    return new S3ProxyException(
        S3ErrorCode.INVALID_REQUEST,
        "an object cannot be named like a folder of other objects: " + key,
        cause);
  }

  private static void discard(Path upload) {
    try {
      Files.deleteIfExists(upload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    return hidden(
        request.destinationBucket(),
        request.destinationKey(),
        () -> {
          CopyObjectResponse response = super.copyBlob(request);
          forceObject(request.destinationBucket(), request.destinationKey());
          return response;
        });
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    return hidden(
        request.bucket(),
        request.key(),
        () -> {
          CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
          forceObject(request.bucket(), request.key());
          return response;
        });
  }

  private <T> T hidden(String bucket, String key, Supplier<T> write) {
    String name = bucket + "/" + key;
    underWay.add(name);
    try {
      return write.get();
    } finally {
      underWay.remove(name);
    }
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    ListObjectsV2Response page = super.list(request);
    List<S3Object> shown =
        page.contents().stream().filter(o -> !isTemporary(request.bucket(), o.key())).toList();
    return shown.size() == page.contents().size()
        ? page
        : page.toBuilder().contents(shown).keyCount(shown.size()).build();
  }

  private boolean isTemporary(String bucket, String key) {
    var end = TEMPORARY.matcher(key);
    return end.find() && underWay.contains(bucket + "/" + key.substring(0, end.start()));
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    HeadObjectResponse head = super.blobMetadata(request);
    return keepsAttributes || head == null
        ? head
        : head.toBuilder().contentType(ContentTypes.of(request.key())).build();
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    ResponseInputStream<GetObjectResponse> got = super.getBlob(request);
    if (keepsAttributes || got == null) {
      return got;
    }
    GetObjectResponse typed =
        got.response().toBuilder().contentType(ContentTypes.of(request.key())).build();
    return new ResponseInputStream<>(typed, got);
  }

  private void forceObject(String bucket, String key) {
    Path folder = buckets.resolve(bucket);
    Path file = folder.resolve(key);
    try {
      if (Files.isRegularFile(file)) {
        force(file, StandardOpenOption.WRITE);
      }
      forceFolders(folder, file);
    } catch (NoSuchFileException e) {
      // deleted again in the meantime: nothing is left to keep
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a new name durable, and those of the folders made for it. */
  private static void forceFolders(Path bucket, Path file) throws IOException {
    for (Path p = file.getParent(); p != null && p.startsWith(bucket); p = p.getParent()) {
      force(p, StandardOpenOption.READ);
    }
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
