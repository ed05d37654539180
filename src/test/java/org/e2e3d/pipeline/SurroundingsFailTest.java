package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Failures;
import org.e2e3d.job.JdbcJobStore;
import org.e2e3d.job.Job;
import org.e2e3d.storage.MinioObjectStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;
import org.e2e3d.storage.StoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real faults of store, database and disk, and the failure that each becomes. */
final class SurroundingsFailTest {
  @TempDir private Path folder;

  @Test
  void aStoreThatIsNotThere() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (ObjectStore store = store(port)) {
      expect(FailureReason.STORE_UNREACHABLE, () -> put(store));
    }
  }

  @Test
  void aStoreThatRefuses() throws IOException {
    with(
        request -> 403,
        "AccessDenied",
        store -> expect(FailureReason.STORE_DENIED, () -> put(store)));
  }

  @Test
  void aStoreWithoutRoom() throws IOException {
    with(
        request -> 507,
        "XMinioStorageFull",
        store -> expect(FailureReason.STORE_FULL, () -> put(store)));
  }

  @Test
  void aDatabaseThatIsGone() {
    JdbcJobStore jobs = JdbcJobStore.embedded(folder.resolve("jobs.db"));
    jobs.close();
    expect(FailureReason.DATABASE_UNREACHABLE, () -> jobs.find("any"));
  }

  @Test
  void aModelThatStrangersCannotRead() throws IOException {
    Path output = Files.createDirectories(folder.resolve("output"));
    Files.writeString(output.resolve("mesh.obj"), "v 0 0 0\n");
    JobRun run = run(Map.of()).with(new EngineOutcome.Built(output, false, List.of()));
    with(
        request -> request.getRequestHeaders().containsKey("Authorization") ? 200 : 403,
        "AccessDenied",
        store -> {
          PublishModel publish = new PublishModel(store, BUCKETS, null, Clock.systemUTC());
          expect(FailureReason.NOT_PUBLIC, () -> publish.publish(run));
        });
  }

  @Test
  void aDiskWithoutRoom() throws IOException {
    RoomCheck.Bounds bounds = new RoomCheck.Bounds(4L << 30, 2, Duration.ofHours(1), Preset.MEDIUM);
    JobRun run = run(Map.of());
    Files.createDirectories(run.images());
    RoomCheck check = new RoomCheck(bounds, disk -> 10 << 20);
    Failure images =
        expect(FailureReason.DISK_FULL, () -> new RoomCheck(bounds, disk -> 2).forImages(run));
    assertThat(images.message()).contains("0 MiB are free");
    Failure stages = expect(FailureReason.DISK_FULL, () -> check.forEngine(run));
    assertThat(stages.message()).contains("64 MiB of disk for its checkpoints; 10 MiB are free");

    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full here");
    expect(
        FailureReason.DISK_FULL,
        () -> {
          try (OutputStream out = Files.newOutputStream(full)) {
            out.write(1);
          }
        });
  }

  @Test
  void aFileThatCannotBeRead() throws IOException {
    Path file = Files.createDirectories(folder.resolve("a.jpg"));
    expect(FailureReason.IO_ERROR, () -> Files.readAllBytes(file));
  }

  // --- the surroundings

  private static final Buckets BUCKETS = new Buckets("inbox", "models", "archive", "dead-letter");

  private interface Use {
    void of(ObjectStore store) throws IOException;
  }

  private static void put(ObjectStore store) {
    store.put("models", "a.txt", new byte[] {1}, PutOptions.forName("a.txt"));
  }

  private static Failure expect(FailureReason reason, ThrowingCallable what) {
    Throwable thrown = catchThrowable(what);
    assertThat(thrown).isNotNull();
    Failure failure = Failures.of(thrown, "test");
    assertThat(failure.code()).as(failure.message()).isEqualTo(reason);
    assertThat(failure.kind()).isEqualTo(FailureReason.Kind.TRANSIENT);
    return failure;
  }

  private JobRun run(Map<String, String> options) {
    Job job =
        Job.claim("castle", "d", "folder", "_READY", 1, 5, options, "file:///i/", Instant.now());
    return new JobRun(job, null, folder.resolve("work"), null);
  }

  private static ObjectStore store(int port) {
    return MinioObjectStore.connect(
        StoreSettings.of(URI.create("http://127.0.0.1:" + port), "key-of-test", "secret-of-test"));
  }

  /** A store that gives every request a status; for other than 200 with an S3 error. */
  private static void with(ToIntFunction<HttpExchange> status, String code, Use use)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        request -> {
          request.getRequestBody().readAllBytes();
          int answer = status.applyAsInt(request);
          byte[] body =
              ("<?xml version=\"1.0\"?><Error><Code>"
                      + code
                      + "</Code><Message>m</Message></Error>")
                  .getBytes(StandardCharsets.UTF_8);
          request.getResponseHeaders().add("ETag", "\"e\"");
          request.getResponseHeaders().add("Content-Type", "application/xml");
          request.sendResponseHeaders(answer, answer == 200 ? -1 : body.length);
          if (answer != 200) {
            request.getResponseBody().write(body);
          }
          request.close();
        });
    server.start();
    try (ObjectStore store = store(server.getAddress().getPort())) {
      use.of(store);
    } finally {
      server.stop(0);
    }
  }
}
