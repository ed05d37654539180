package org.e2e3d.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.e2e3d.storage.StorageException.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The contract on the embedded server, and what only that one promises. */
final class EmbeddedStoreTest extends ObjectStoreContract {
  @TempDir private static Path folder;
  private static EmbeddedStore server;

  @BeforeAll
  static void start() {
    server = EmbeddedStore.start(folder.resolve("contract"), 0);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  StoreSettings settings() {
    return server.settings();
  }

  @Test
  void everyFolderHasCredentialsOfItsOwn() throws IOException {
    StoreCredentials one = StoreCredentials.ofFolder(folder.resolve("one"));
    assertThat(StoreCredentials.ofFolder(folder.resolve("one"))).isEqualTo(one);
    StoreCredentials two = StoreCredentials.ofFolder(folder.resolve("two"));
    assertThat(two.secretKey()).isNotEqualTo(one.secretKey()).hasSizeGreaterThanOrEqualTo(40);
    assertThat(two.accessKey()).isNotEqualTo(one.accessKey()).matches("[A-Za-z0-9-]{3,20}");
    assertThat(one.toString()).doesNotContain(one.secretKey());
    Path file = folder.resolve("one/" + StoreCredentials.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder.resolve("one"))) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void keepsObjectsOverARestart() {
    Path data = folder.resolve("restart");
    PutOptions options = PutOptions.forName("a.glb").withMetadata(Map.of("job", "7")).publicly();
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    try (EmbeddedStore first = EmbeddedStore.start(data, 0);
        ObjectStore store = MinioObjectStore.connect(first.settings())) {
      store.ensureBucket("models");
      store.put("models", "a/b.glb", content, options);
    }
    try (EmbeddedStore second = EmbeddedStore.start(data, 0);
        ObjectStore store = MinioObjectStore.connect(second.settings())) {
      ObjectInfo info = store.stat("models", "a/b.glb").orElseThrow();
      assertThat(info.contentType()).isEqualTo("model/gltf-binary");
      assertThat(info.metadata()).containsExactly(Map.entry("job", "7"));
      assertThat(store.verifyAnonymousRead(store.publicUrl("models", "a/b.glb")).bytes())
          .isEqualTo(7);
    }
  }

  @Test
  void uploadsUnderWayAreNotListed() throws Exception {
    Path data = folder.resolve("under way");
    FolderBlobs blobs = new FolderBlobs(data.resolve("objects"), data.resolve("staging"), true);
    blobs.createContainer(CreateBucketRequest.builder().bucket("inbox").build());
    List<String> seen = new ArrayList<>();
    InputStream slow =
        new ByteArrayInputStream(new byte[100_000]) {
          @Override
          public synchronized int read(byte[] b, int off, int len) {
            seen.addAll(list(blobs));
            return super.read(b, off, len);
          }
        };
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket("inbox")
            .key("castle/1.jpg")
            .contentType("image/jpeg")
            .contentLength(100_000L)
            .build();
    blobs.putBlob(request, slow);
    assertThat(seen).isEmpty();
    assertThat(list(blobs)).containsExactly("castle/1.jpg");
  }

  private static List<String> list(FolderBlobs blobs) {
    ListObjectsV2Request all = ListObjectsV2Request.builder().bucket("inbox").build();
    return blobs.list(all).contents().stream().map(S3Object::key).toList();
  }

  @Test
  void clearsAwayWhatAKilledServerLeft() throws IOException {
    Path data = folder.resolve("killed");
    String uuid = "-6f1ab9c2-0d3e-4b5f-8a7c-1234567890ab";
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    try (EmbeddedStore first = EmbeddedStore.start(data, 0);
        ObjectStore store = MinioObjectStore.connect(first.settings())) {
      store.ensureBucket("inbox");
      store.put("inbox", "ours" + uuid, content, PutOptions.forName("x"));
    }
    Path bucket = data.resolve("objects/inbox");
    Files.write(bucket.resolve("1.jpg" + uuid), content);
    Files.write(data.resolve("staging/uploads/half"), content);
    try (EmbeddedStore second = EmbeddedStore.start(data, 0);
        ObjectStore store = MinioObjectStore.connect(second.settings())) {
      assertThat(store.all("inbox", "")).extracting(ObjectInfo::key).containsExactly("ours" + uuid);
      assertThat(data.resolve("staging/uploads")).isEmptyDirectory();
    }
  }

  @Test
  void withoutExtendedAttributesTheTypeFollowsFromTheName() throws Exception {
    Path data = folder.resolve("plain");
    FolderBlobs blobs = new FolderBlobs(data.resolve("objects"), data.resolve("staging"), false);
    blobs.createContainer(CreateBucketRequest.builder().bucket("models").build());
    Path object = Files.write(data.resolve("objects/models/a.glb"), new byte[3]);
    assertThat(object).exists();
    HeadObjectRequest head = HeadObjectRequest.builder().bucket("models").key("a.glb").build();
    assertThat(blobs.blobMetadata(head).contentType()).isEqualTo("model/gltf-binary");
    GetObjectRequest get = GetObjectRequest.builder().bucket("models").key("a.glb").build();
    try (var got = blobs.getBlob(get)) {
      assertThat(got.response().contentType()).isEqualTo("model/gltf-binary");
      assertThat(got.readAllBytes()).hasSize(3);
    }
  }

  @Test
  void saysThatThePortIsTaken() {
    assertThatThrownBy(() -> EmbeddedStore.start(folder.resolve("late"), server.port()))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REJECTED))
        .hasMessageContaining("port " + server.port());
  }

  @Test
  void listensOnLoopbackOnly() {
    assertThat(server.settings().endpoint().toString())
        .isEqualTo("http://localhost:" + server.port());
  }
}
