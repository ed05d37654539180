package org.e2e3d.storage;

import io.minio.BucketExistsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.SetBucketPolicyArgs;
import org.e2e3d.storage.StorageException.Kind;

/** Buckets and who may read them, for {@link MinioObjectStore}. */
final class BucketPolicies {
  private final MinioClient client;

  BucketPolicies(MinioClient client) {
    this.client = client;
  }

  boolean bucketExists(String bucket) {
    return StoreCalls.call(
        "look for bucket " + bucket,
        () -> client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()));
  }

  void ensureBucket(String bucket) {
    if (bucketExists(bucket)) {
      return;
    }
    try {
      StoreCalls.run(
          "make bucket " + bucket,
          () -> client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
    } catch (StorageException e) {
      if (!bucketExists(bucket)) { // unless somebody else was faster
        throw e;
      }
    }
  }

  boolean makePublic(String bucket) {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":[\"*\"]},\"Action\":[\"s3:GetObject\"],"
            + "\"Resource\":[\"arn:aws:s3:::"
            + bucket
            + "/*\"]}]}";
    try {
      StoreCalls.run(
          "let anybody read bucket " + bucket,
          () ->
              client.setBucketPolicy(
                  SetBucketPolicyArgs.builder().bucket(bucket).config(policy).build()));
      return true;
    } catch (StorageException e) {
      if (e.kind() == Kind.UNSUPPORTED) {
        return false;
      }
      throw e;
    }
  }
}
