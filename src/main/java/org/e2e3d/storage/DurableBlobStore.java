package org.e2e3d.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Forces objects to the disk before a write is answered: the folder store beneath leaves that to
 * the operating system, and would lose after a power cut what it had acknowledged.
 */
final class DurableBlobStore extends ForwardingBlobStore {
  private final Path root;

  DurableBlobStore(BlobStore folderStore, Path root) {
    super(folderStore);
    this.root = root;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
    PutObjectResponse response = super.putBlob(request, body);
    force(request.bucket(), request.key());
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    CopyObjectResponse response = super.copyBlob(request);
    force(request.destinationBucket(), request.destinationKey());
    return response;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
    force(request.bucket(), request.key());
    return response;
  }

  private void force(String bucket, String key) {
    Path bucketFolder = root.resolve(bucket);
    Path file = bucketFolder.resolve(key);
    try {
      if (Files.isRegularFile(file)) {
        sync(file, StandardOpenOption.WRITE);
      }
      for (Path p = file.getParent(); p != null && p.startsWith(bucketFolder); p = p.getParent()) {
        sync(p, StandardOpenOption.READ); // a folder: makes the new name durable
      }
    } catch (NoSuchFileException e) {
      // deleted again in the meantime: nothing is left to keep
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
