package org.e2e3d.storage;

import com.google.common.collect.HashMultimap;
import io.minio.MinioAsyncClient;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.Upload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads in parts that nobody will finish: what a client that was killed leaves in a store, unseen
 * by listings and paid for all the same.
 */
final class UnfinishedUploads {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedUploads.class);
  private static final int PAGE = 1000;

  private final MinioAsyncClient client;

  UnfinishedUploads(StoreSettings settings, OkHttpClient http) {
    this.client =
        MinioAsyncClient.builder()
            .endpoint(settings.endpoint().toString())
            .credentials(settings.accessKey(), settings.secretKey())
            .region(settings.region())
            .httpClient(http)
            .build();
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
            "abort an upload of " + bucket + "/" + upload.objectName(),
            () ->
                client
                    .abortMultipartUploadAsync(
                        bucket,
                        null,
                        upload.objectName(),
                        upload.uploadId(),
                        HashMultimap.create(),
                        HashMultimap.create())
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
    String key = "";
    String id = "";
    while (true) {
      String afterKey = key;
      String afterId = id;
      ListMultipartUploadsResult page =
          StoreCalls.call(
              "list the unfinished uploads of " + bucket,
              () ->
                  client
                      .listMultipartUploadsAsync(
                          bucket,
                          null,
                          "",
                          null,
                          afterKey,
                          PAGE,
                          "",
                          afterId,
                          HashMultimap.create(),
                          HashMultimap.create())
                      .get()
                      .result());
      for (Upload upload : page.uploads()) {
        if (upload.initiated().toInstant().isBefore(time)) {
          old.add(upload);
        }
      }
      if (!page.isTruncated() || page.uploads().isEmpty()) {
        return old;
      }
      key = page.nextKeyMarker();
      id = page.nextUploadIdMarker();
    }
  }
}
