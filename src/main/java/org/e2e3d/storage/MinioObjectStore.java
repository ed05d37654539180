package org.e2e3d.storage;

import io.minio.MinioClient;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;

/**
 * The port on any S3 store, through the MinIO client. It opens and closes the connection; what is
 * done over it stands in {@link BucketPolicies}, {@link ObjectWrites} and {@link ObjectReads}.
 */
public final class MinioObjectStore implements ObjectStore {
  private static final long PART = 64L << 20;

  private final StoreSettings settings;
  private final OkHttpClient http;
  private final BucketPolicies policies;
  private final ObjectWrites writes;
  private final ObjectReads reads;
  private final UnfinishedUploads unfinished;
  private final AnonymousReader stranger;

  private MinioObjectStore(StoreSettings settings, long partSize) {
    this.settings = settings;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(settings.connectTimeout())
            .readTimeout(settings.idleTimeout())
            .writeTimeout(settings.idleTimeout())
            .build();
    MinioClient client =
        MinioClient.builder()
            .endpoint(settings.endpoint().toString())
            .credentials(settings.accessKey(), settings.secretKey())
            .region(settings.region())
            .httpClient(http)
            .build();
    this.policies = new BucketPolicies(client);
    this.writes = new ObjectWrites(client, partSize);
    this.reads = new ObjectReads(client);
    this.unfinished = new UnfinishedUploads(settings, http);
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
    return policies.bucketExists(bucket);
  }

  @Override
  public void ensureBucket(String bucket) {
    policies.ensureBucket(bucket);
  }

  @Override
  public boolean makePublic(String bucket) {
    return policies.makePublic(bucket);
  }

  @Override
  public void put(String bucket, String key, Path file, PutOptions options) {
    writes.put(bucket, key, file, options);
  }

  @Override
  public void put(String bucket, String key, byte[] bytes, PutOptions options) {
    writes.put(bucket, key, bytes, options);
  }

  @Override
  public void put(String bucket, String key, InputStream body, long length, PutOptions options) {
    writes.put(bucket, key, body, length, options);
  }

  @Override
  public Optional<ObjectInfo> stat(String bucket, String key) {
    return reads.stat(bucket, key);
  }

  @Override
  public InputStream open(String bucket, String key) {
    return reads.open(bucket, key);
  }

  @Override
  public byte[] bytes(String bucket, String key, int limit) {
    return reads.bytes(bucket, key, limit);
  }

  @Override
  public ObjectInfo download(String bucket, String key, Path file) {
    return reads.download(bucket, key, file);
  }

  @Override
  public ObjectPage list(String bucket, String prefix, String startAfter, int limit) {
    return reads.list(bucket, prefix, startAfter, limit);
  }

  @Override
  public List<String> folders(String bucket, String prefix, int limit) {
    return reads.folders(bucket, prefix, limit);
  }

  @Override
  public void delete(String bucket, String key) {
    writes.delete(bucket, key);
  }

  @Override
  public void delete(String bucket, Collection<String> keys) {
    writes.delete(bucket, keys);
  }

  @Override
  public void copy(
      String fromBucket, String fromKey, String toBucket, String toKey, PutOptions options) {
    writes.copy(fromBucket, fromKey, toBucket, toKey, options);
  }

  @Override
  public int abortUploads(String bucket, Instant begunBefore) {
    return unfinished.abort(bucket, begunBefore);
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
}
