package org.e2e3d.storage;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.Multimap;
import io.minio.BucketExistsArgs;
import io.minio.MinioAsyncClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.e2e3d.storage.UploadsPage.Upload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads in parts that nobody will finish: what a client that was killed leaves in a store, unseen
 * by listings and paid for all the same.
 */
final class UnfinishedUploads {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedUploads.class);

  private final Requests client;

  /** The client's signed requests, for the one whose answer it cannot read. */
  private static final class Requests extends MinioAsyncClient {
    Requests(MinioAsyncClient client) {
      super(client);
    }

    @Override
    public void close() {
      // its connections are the store's
    }

    Response uploads(String bucket, Multimap<String, String> query) throws Exception {
      return executeGetAsync(
              BucketExistsArgs.builder().bucket(bucket).build(), HashMultimap.create(), query)
          .get();
    }
  }

  UnfinishedUploads(StoreSettings settings, OkHttpClient http) {
    this.client =
        new Requests(
            MinioAsyncClient.builder()
                .endpoint(settings.endpoint().toString())
                .credentials(settings.accessKey(), settings.secretKey())
                .region(settings.region())
                .httpClient(http)
                .build());
  }

  /**
   * Removes those of a bucket that were begun before a time.
   *
   * @return how many; 0 if the store does not list them
   */
  int abort(String bucket, Instant begunBefore) {
    try {
      List<Upload> old = begunBefore(bucket, begunBefore);
      for (Upload upload : old) {
        StoreCalls.run(
            "abort an upload of " + bucket + "/" + upload.key(),
            () ->
                client
                    .abortMultipartUploadAsync(bucket, null, upload.key(), upload.id(), null, null)
                    .get());
      }
      return old.size();
    } catch (StorageException e) {
      if (e.isTransient()) {
        throw e;
      }
      LOG.info("unfinished uploads are left to the store: {}", e.getMessage());
      return 0; // it does not know how, or does not let us
    }
  }

  private List<Upload> begunBefore(String bucket, Instant time) {
    List<Upload> old = new ArrayList<>();
    UploadsPage page = page(bucket, "", "");
    while (true) {
      page.uploads().stream().filter(upload -> upload.begun().isBefore(time)).forEach(old::add);
      if (page.nextKey().isEmpty()) {
        return old;
      }
      page = page(bucket, page.nextKey(), page.nextId());
    }
  }

  private UploadsPage page(String bucket, String afterKey, String afterId) {
    Multimap<String, String> query = HashMultimap.create();
    query.put("uploads", "");
    query.put("encoding-type", "url");
    if (!afterKey.isEmpty()) {
      query.put("key-marker", afterKey);
      query.put("upload-id-marker", afterId);
    }
    return StoreCalls.call(
        "list the unfinished uploads of " + bucket,
        () -> {
          try (Response answer = client.uploads(bucket, query)) {
            return UploadsPage.read(answer.body().byteStream());
          }
        });
  }
}
