package org.e2e3d.storage;

import java.net.URI;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract on a real MinIO, where the environment names one (see scripts/with-minio.sh). */
@EnabledIfEnvironmentVariable(
    named = "E2E3D_TEST_S3_ENDPOINT",
    matches = "https?://.+",
    disabledReason = "E2E3D_TEST_S3_ENDPOINT names no S3 server to test with")
final class MinioServerTest extends ObjectStoreContract {
  @Override
  StoreSettings settings() {
    return StoreSettings.of(
        URI.create(System.getenv("E2E3D_TEST_S3_ENDPOINT")),
        System.getenv("E2E3D_TEST_S3_ACCESS_KEY"),
        System.getenv("E2E3D_TEST_S3_SECRET_KEY"));
  }
}
