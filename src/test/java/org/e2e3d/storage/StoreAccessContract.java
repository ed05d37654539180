package org.e2e3d.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may do what with the objects of an {@link ObjectStore}, and who not; and the bucket that
 * every test of it has to itself.
 */
abstract class StoreAccessContract {
  static final PutOptions TEXT = PutOptions.of("text/plain;charset=utf-8");

  @TempDir Path folder;
  ObjectStore store;
  String bucket;

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

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  static AbstractThrowableAssert<?, ? extends Throwable> fails(Kind kind, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }

  List<String> keys(String prefix) {
    return StreamSupport.stream(store.all(bucket, prefix).spliterator(), false)
        .map(ObjectInfo::key)
        .toList();
  }

  final Path write(String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
}
