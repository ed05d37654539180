package org.e2e3d.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minio.MinioAsyncClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.e2e3d.storage.StorageException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ObjectStore} must do, whichever server is behind it. */
abstract class ObjectStoreContract extends StoreAccessContract {
  @Test
  void makesBucketsOnce() {
    assertThat(store.bucketExists(bucket)).isTrue();
    store.ensureBucket(bucket);
    assertThat(store.bucketExists("e2e3d-nowhere-" + UUID.randomUUID())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.txt",
        "a/b/c/nested.txt",
        "with space and + plus & ampersand.JPG",
        "percent %41 hash # question ? semi ; comma , equals = at @ colon :",
        "Ünïcödé/写真/снимок/🏰.jpg",
        "quotes ' \" and <angle> [brackets] {braces} ^ ` ~ | $ ! *",
        "trailing space /inner",
        ".hidden/_READY",
        "e\u0301 is not \u00e9"
      })
  void keepsAnyKey(String key) throws IOException {
    byte[] content = text("content of " + key);
    store.put(bucket, key, content, TEXT);
    assertThat(store.bytes(bucket, key, 1000)).isEqualTo(content);
    assertThat(keys("")).containsExactly(key);
    assertThat(store.exists(bucket, key)).isTrue();
    ObjectInfo info = store.download(bucket, key, folder.resolve("down/load"));
    assertThat(info.key()).isEqualTo(key);
    assertThat(folder.resolve("down/load")).hasBinaryContent(content);
    store.copy(bucket, key, bucket, "copy/" + key, TEXT);
    assertThat(store.bytes(bucket, "copy/" + key, 1000)).isEqualTo(content);
    store.delete(bucket, List.of(key, "copy/" + key));
    assertThat(keys("")).isEmpty();
  }

  @Test
  void keepsLongKeys() {
    String segment = "s".repeat(250);
    String key = String.join("/", segment, segment, segment, "写".repeat(80) + ".jpg");
    store.put(bucket, key, text("x"), TEXT);
    assertThat(keys("")).containsExactly(key);
    assertThat(store.bytes(bucket, key, 1)).isEqualTo(text("x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/a", "a/", "a//b", "a/../b", "..", "./a", "a\\b", "a\nb", "a\u0000b"})
  void refusesKeysThatSomeStoreCannotKeep(String key) {
    fails(Kind.REJECTED, () -> store.put(bucket, key, text("x"), TEXT));
    fails(Kind.REJECTED, () -> store.put(bucket, "s".repeat(256), text("x"), TEXT));
    fails(Kind.REJECTED, () -> store.put(bucket, "s/".repeat(512) + "s", text("x"), TEXT));
    assertThat(keys("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_537, (5 << 20) + 1, 12_345_678})
  void keepsAnySizeFromEverySource(int size) throws IOException {
    byte[] content = noise(size);
    Path file = Files.write(folder.resolve("source"), content);
    PutOptions options = PutOptions.forName("x.glb").withMetadata(Map.of("job", "castle-1"));

    store.put(bucket, "file", file, options);
    store.put(bucket, "bytes", content, options);
    store.put(bucket, "stream", new ByteArrayInputStream(content), size, options);
    store.copy(bucket, "file", bucket, "copy", options);

    Path down = folder.resolve("down");
    for (String key : List.of("file", "bytes", "stream", "copy")) {
      assertThat(store.bytes(bucket, key, size)).as(key).isEqualTo(content);
      ObjectInfo info = store.download(bucket, key, down);
      assertThat(Arrays.equals(Files.readAllBytes(down), content)).as(key).isTrue();
      assertThat(info.size()).as(key).isEqualTo(size);
      assertThat(info.contentType()).as(key).isEqualTo("model/gltf-binary");
      ObjectInfo stat = store.stat(bucket, key).orElseThrow();
      assertThat(stat.size()).as(key).isEqualTo(size);
      assertThat(stat.contentType()).as(key).isEqualTo("model/gltf-binary");
      assertThat(stat.metadata()).as(key).containsExactly(Map.entry("job", "castle-1"));
      assertThat(stat.etag()).as(key).isNotEmpty().doesNotContain("\"").isEqualTo(info.etag());
      assertThat(stat.lastModified())
          .as(key)
          .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now().plusSeconds(60));
    }
    assertThat(keys("")).containsExactly("bytes", "copy", "file", "stream");
    try (var rest = Files.list(folder)) {
      assertThat(rest).containsExactlyInAnyOrder(file, down);
    }
  }

  /**
   * MinIO keeps both an object and objects "below" it; a folder of files cannot, and must say so.
   */
  @ParameterizedTest
  @CsvSource({"a, a/b", "folder/b, folder"})
  void anObjectNamedLikeAFolderIsKeptOrRefused(String first, String second) {
    store.put(bucket, first, text(first), TEXT);
    try {
      store.put(bucket, second, text(second), TEXT);
      assertThat(store.bytes(bucket, second, 100)).isEqualTo(text(second));
    } catch (StorageException e) {
      assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.REJECTED);
      assertThat(keys("")).containsExactly(first);
    }
    assertThat(store.bytes(bucket, first, 100)).isEqualTo(text(first));
  }

  @Test
  void boundsWhatItReads() {
    store.put(bucket, "ten", text("0123456789"), TEXT);
    assertThat(store.bytes(bucket, "ten", 10)).hasSize(10);
    fails(Kind.TOO_LARGE, () -> store.bytes(bucket, "ten", 9));
  }

  @Test
  void refusesAStreamOfAnotherLength() {
    byte[] content = noise(10);
    fails(
        Kind.REJECTED,
        () -> store.put(bucket, "short", new ByteArrayInputStream(content), 11, TEXT));
    fails(
        Kind.REJECTED, () -> store.put(bucket, "long", new ByteArrayInputStream(content), 9, TEXT));
    byte[] large = noise(9 << 20);
    fails(
        Kind.REJECTED,
        () -> store.put(bucket, "large", new ByteArrayInputStream(large), large.length - 1L, TEXT));
    assertThat(keys("")).isEmpty();
  }

  @Test
  void readersSeeTheOldObjectOrTheWholeNewOne() throws Exception {
    byte[] first = new byte[600_000];
    Arrays.fill(first, (byte) 1);
    byte[] second = new byte[400_000];
    Arrays.fill(second, (byte) 2);
    store.put(bucket, "pointer", first, TEXT);
    String etag = store.stat(bucket, "pointer").orElseThrow().etag();
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; !stop.get(); i++) {
                store.put(bucket, "pointer", i % 2 == 0 ? second : first, TEXT);
              }
            });
    writer.start();
    try {
      for (int i = 0; i < 60; i++) {
        byte[] seen = store.bytes(bucket, "pointer", 1 << 20);
        assertThat(Arrays.equals(seen, first) || Arrays.equals(seen, second))
            .as(
                "read %d: %d bytes, first %d, last %d",
                i, seen.length, seen[0], seen[seen.length - 1])
            .isTrue();
      }
    } finally {
      stop.set(true);
      writer.join();
    }
    store.put(bucket, "pointer", second, TEXT);
    assertThat(store.stat(bucket, "pointer").orElseThrow().etag()).isNotEqualTo(etag);
  }

  @Test
  void listsPageByPage() {
    int n = 1005;
    IntStream.range(0, n)
        .parallel()
        .forEach(i -> store.put(bucket, String.format("many/%05d", i), text(""), TEXT));
    store.put(bucket, "manyother", text("x"), TEXT);
    store.put(bucket, "elsewhere/1", text("x"), TEXT);
    List<String> expected =
        IntStream.range(0, n).mapToObj(i -> String.format("many/%05d", i)).toList();

    assertThat(keys("many/")).isEqualTo(expected);
    assertThat(keys("many")).hasSize(n + 1).endsWith("manyother");
    ObjectPage first = store.list(bucket, "many/", "", 10);
    assertThat(first.objects()).hasSize(10);
    assertThat(first.more()).isTrue();
    ObjectPage rest = store.list(bucket, "many/", "many/00009", 2000);
    assertThat(rest.objects()).hasSize(n - 10);
    assertThat(rest.more()).isFalse();
    assertThat(store.list(bucket, "many/", "many/01000", 4).more()).isFalse();
    assertThat(store.folders(bucket, "", 10)).containsExactlyInAnyOrder("elsewhere/", "many/");

    store.deleteAll(bucket, "many/");
    assertThat(keys("")).containsExactly("elsewhere/1", "manyother");
  }

  @Test
  void listingsTellSizeTimeAndVersion() {
    store.put(bucket, "batch/a b+c.jpg", noise(321), PutOptions.forName("a.jpg"));
    ObjectInfo listed = store.list(bucket, "batch/", "", 10).objects().get(0);
    ObjectInfo stat = store.stat(bucket, "batch/a b+c.jpg").orElseThrow();
    assertThat(listed.size()).isEqualTo(321);
    assertThat(listed.etag()).isEqualTo(stat.etag());
    assertThat(Duration.between(listed.lastModified(), stat.lastModified()).abs())
        .isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void listsFoldersOfUnicodeNames() {
    store.put(bucket, "Schloß + Garten/x/1.jpg", text("1"), TEXT);
    store.put(bucket, "Schloß + Garten/2.jpg", text("2"), TEXT);
    store.put(bucket, "城/1.jpg", text("3"), TEXT);
    assertThat(store.folders(bucket, "", 10)).containsExactly("Schloß + Garten/", "城/");
    assertThat(store.folders(bucket, "Schloß + Garten/", 10)).containsExactly("x/");
    assertThat(store.folders(bucket, "", 1)).hasSize(1);
    assertThat(store.folders(bucket, "none/", 10)).isEmpty();
  }

  @Test
  void whatIsMissingIsMissing() {
    assertThat(store.stat(bucket, "none")).isEqualTo(Optional.empty());
    assertThat(store.exists("e2e3d-nowhere-" + UUID.randomUUID(), "none")).isFalse();
    fails(Kind.NOT_FOUND, () -> store.bytes(bucket, "none", 10));
    fails(Kind.NOT_FOUND, () -> store.open(bucket, "none"));
    fails(Kind.NOT_FOUND, () -> store.download(bucket, "none", folder.resolve("none")));
    assertThat(folder.resolve("none")).doesNotExist();
    fails(Kind.NOT_FOUND, () -> store.copy(bucket, "none", bucket, "copy", TEXT));
    String nowhere = "e2e3d-nowhere-" + UUID.randomUUID();
    fails(Kind.NOT_FOUND, () -> store.put(nowhere, "x", text("x"), TEXT));
    fails(Kind.NOT_FOUND, () -> store.list(nowhere, "", "", 10));
    store.delete(bucket, "none");
    store.delete(bucket, List.of("none", "nor/this"));
    store.delete(bucket, List.of());
    fails(Kind.LOCAL_IO, () -> store.put(bucket, "x", folder.resolve("none"), TEXT));
    fails(Kind.LOCAL_IO, () -> store.put(bucket, "x", folder, TEXT));
  }

  @Test
  void streamsAnObject() throws IOException {
    byte[] content = noise(3_000_000);
    store.put(bucket, "stream", content, TEXT);
    try (InputStream in = store.open(bucket, "stream")) {
      assertThat(Arrays.equals(in.readAllBytes(), content)).isTrue();
    }
  }

  @Test
  void uploadsThatNobodyFinishesAreRemovedWhenTheyAreOld() throws Exception {
    assumeTrue(overHttp(), "no server");
    MinioAsyncClient dying =
        MinioAsyncClient.builder()
            .endpoint(settings().endpoint().toString())
            .credentials(settings().accessKey(), settings().secretKey())
            .region(settings().region())
            .build();
    for (String key : List.of("castle/a.glb", "castle/b ü.glb")) {
      dying.createMultipartUploadAsync(bucket, null, key, null, null).get();
    }
    store.put(bucket, "castle/c.glb", noise(10), TEXT);
    Instant hourAgo = Instant.now().minusSeconds(3600);
    assertThat(store.abortUploads(bucket, hourAgo)).as("they may go on").isZero();
    int removed = store.abortUploads(bucket, Instant.now().plusSeconds(3600));
    assertThat(removed).isEqualTo(2);
    assertThat(store.abortUploads(bucket, Instant.now().plusSeconds(3600))).isZero();
    assertThat(keys("castle/")).contains("castle/c.glb");
  }

  @Test
  void manyClientsAtOnce() {
    IntStream.range(0, 64)
        .parallel()
        .forEach(
            i -> {
              String key = "batch " + i % 4 + "/" + i;
              store.put(bucket, key, noise(10_000 + i), TEXT);
              assertThat(store.bytes(bucket, key, 20_000)).hasSize(10_000 + i);
            });
    assertThat(keys("")).hasSize(64);
  }
}
