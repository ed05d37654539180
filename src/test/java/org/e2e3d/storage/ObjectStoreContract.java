package org.e2e3d.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.e2e3d.storage.ObjectStore.AnonymousRead;
import org.e2e3d.storage.StorageException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ObjectStore} must do, whichever server is behind it. */
abstract class ObjectStoreContract {
  private static final PutOptions TEXT = PutOptions.of("text/plain;charset=utf-8");

  @TempDir private Path folder;
  private ObjectStore store;
  private String bucket;

  /** A running server. */
  abstract StoreSettings settings();

  /** False for a store that is no server: what only HTTP can show is skipped. */
  boolean overHttp() {
    return true;
  }

  ObjectStore open() {
    return MinioObjectStore.connect(settings(), 5 << 20);
  }

  @BeforeEach
  final void connect() {
    store = open();
    bucket = "e2e3d-contract-" + UUID.randomUUID();
    store.ensureBucket(bucket);
  }

  @AfterEach
  final void empty() {
    if (store != null) {
      store.all(bucket, "").forEach(o -> store.delete(bucket, o.key()));
      store.close();
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> fails(
      Kind kind, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }

  private List<String> keys(String prefix) {
    return StreamSupport.stream(store.all(bucket, prefix).spliterator(), false)
        .map(ObjectInfo::key)
        .toList();
  }

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

  @ParameterizedTest
  @ValueSource(strings = {"latest.json", "Schloß 1/v 2+3/mesh.glb", "a/%41/página#1.html"})
  void strangersReadWhatIsPublic(String key) {
    store.makePublic(bucket);
    PutOptions options = PutOptions.forName(key).publicly();
    Path file = write("page", noise(6 << 20));
    store.put(bucket, key, text("first"), options);
    assertThat(store.verifyAnonymousRead(store.publicUrl(bucket, key)))
        .isEqualTo(new AnonymousRead(options.contentType(), 5));
    store.put(bucket, key, file, options);
    assertThat(store.verifyAnonymousRead(store.publicUrl(bucket, key)))
        .as("overwritten, in parts")
        .isEqualTo(new AnonymousRead(options.contentType(), 6 << 20));
    store.copy(bucket, key, bucket, "copy.obj", PutOptions.forName("copy.obj").publicly());
    assertThat(store.verifyAnonymousRead(store.publicUrl(bucket, "copy.obj")))
        .isEqualTo(new AnonymousRead("model/obj", 6 << 20));
    fails(Kind.NOT_FOUND, () -> store.verifyAnonymousRead(store.publicUrl(bucket, "not there")));
  }

  @Test
  void readersMayBeSentToAnotherAddress() {
    assumeTrue(overHttp(), "no server");
    StoreSettings outside = settings().withPublicEndpoint(URI.create("https://models.example/s3"));
    store.makePublic(bucket);
    store.put(bucket, "a b.obj", text("mesh"), PutOptions.forName("a.obj").publicly());
    try (ObjectStore inside = MinioObjectStore.connect(outside)) {
      URI url = inside.publicUrl(bucket, "a b.obj");
      assertThat(url).isEqualTo(URI.create("https://models.example/s3/" + bucket + "/a%20b.obj"));
      assertThat(inside.verifyAnonymousRead(url)).isEqualTo(new AnonymousRead("model/obj", 4));
    }
  }

  private Path write(String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void strangersReadNothingElse() throws Exception {
    assumeTrue(overHttp(), "no server");
    store.put(bucket, "private/1.jpg", text("secret"), PutOptions.forName("1.jpg"));
    URI object = store.publicUrl(bucket, "private/1.jpg");
    fails(Kind.DENIED, () -> store.verifyAnonymousRead(object));
    refused("HEAD", object);
    refused("GET", store.publicUrl(bucket, ""));
    refused("GET", settings().endpoint());
  }

  @Test
  void strangersChangeNothing() throws Exception {
    assumeTrue(overHttp(), "no server");
    store.makePublic(bucket);
    store.put(bucket, "public.txt", text("ours"), TEXT.publicly());
    URI object = store.publicUrl(bucket, "public.txt");
    String stolen = "e2e3d-stranger-" + UUID.randomUUID();
    refused("PUT", object);
    refused("DELETE", object);
    refused("POST", URI.create(object + "?uploads"));
    refused("PUT", store.publicUrl(bucket, "new.txt"));
    refused("PUT", URI.create(settings().endpoint() + "/" + stolen));
    refused("DELETE", URI.create(settings().endpoint() + "/" + bucket));
    refused("GET", store.publicUrl(bucket, ""));
    assertThat(store.bucketExists(stolen)).isFalse();
    assertThat(store.bytes(bucket, "public.txt", 10)).isEqualTo(text("ours"));
    assertThat(keys("")).containsExactly("public.txt");
  }

  private static void refused(String method, URI url) throws Exception {
    boolean body = method.equals("PUT") || method.equals("POST");
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .method(method, body ? BodyPublishers.ofString("theirs") : BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20))
            .build();
    int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    assertThat(status).as("anonymous %s of %s", method, url).isBetween(400, 599);
  }

  @Test
  void wrongCredentialsAreDenied() {
    assumeTrue(overHttp(), "no server");
    StoreSettings right = settings();
    List<StoreSettings> wrong = new ArrayList<>();
    wrong.add(StoreSettings.of(right.endpoint(), right.accessKey(), "not-the-secret"));
    wrong.add(StoreSettings.of(right.endpoint(), "nobody", right.secretKey()));
    for (StoreSettings settings : wrong) {
      try (ObjectStore intruder = MinioObjectStore.connect(settings)) {
        fails(Kind.DENIED, () -> intruder.put(bucket, "x", text("x"), TEXT))
            .hasMessageNotContaining(right.secretKey());
        fails(Kind.DENIED, () -> intruder.list(bucket, "", "", 10));
        fails(Kind.DENIED, () -> intruder.bytes(bucket, "x", 10));
      }
    }
    assertThat(keys("")).isEmpty();
  }

  @Test
  void anAbsentServerIsUnreachable() {
    assumeTrue(overHttp(), "no server");
    StoreSettings nobody = StoreSettings.of(URI.create("http://127.0.0.1:1"), "access", "secret");
    try (ObjectStore absent = MinioObjectStore.connect(nobody)) {
      fails(Kind.UNREACHABLE, () -> absent.bucketExists(bucket));
      fails(Kind.UNREACHABLE, () -> absent.put(bucket, "x", text("x"), TEXT));
      fails(Kind.UNREACHABLE, () -> absent.list(bucket, "", "", 10));
      fails(Kind.UNREACHABLE, () -> absent.verifyAnonymousRead(absent.publicUrl(bucket, "x")));
    }
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
