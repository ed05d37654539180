package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.e2e3d.job.JobStoreException;
import org.e2e3d.storage.EmbeddedStore;
import org.e2e3d.storage.StorageException;
import org.e2e3d.storage.StoreCredentials;
import org.e2e3d.testing.FakeEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that run elsewhere and come up after the service, or refuse it. */
final class ArrivalTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String[] elsewhere(int port, String... more) {
    String[] flags = {
      "e2e3d.s3.endpoint", "http://127.0.0.1:" + port,
      "e2e3d.s3.access-key", "access",
      "e2e3d.s3.secret-key", "secret-secret"
    };
    String[] all = java.util.Arrays.copyOf(flags, flags.length + more.length);
    System.arraycopy(more, 0, all, flags.length, more.length);
    return all;
  }

  private static int health(int port) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/observe/health");
    try {
      return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .statusCode();
    } catch (IOException e) {
      return 0; // not up yet
    }
  }

  @Test
  void aStoreThatComesLaterIsWaitedForAndHealthSaysSo() throws Exception {
    int port = freePort();
    int management = freePort();
    Path castle = Files.createDirectories(folder.resolve("data/inbox/castle"));
    Files.writeString(castle.resolve("a.jpg"), "one");
    Files.writeString(castle.resolve("_READY"), "");
    CompletableFuture<RunningService> starting =
        CompletableFuture.supplyAsync(
            () ->
                RunningService.start(
                    folder.resolve("data"),
                    new FakeEngine(),
                    elsewhere(port, "e2e3d.management.port", "" + management)));
    await().atMost(RunningService.PATIENCE).until(() -> health(management) == 503);
    assertThat(starting).isNotDone();
    assertThat(castle.resolve("a.jpg")).exists();

    try (EmbeddedStore store =
            EmbeddedStore.start(
                folder.resolve("objects"),
                "127.0.0.1",
                port,
                new StoreCredentials("access", "secret-secret"));
        RunningService s = starting.get(60, TimeUnit.SECONDS)) {
      assertThat(store.settings().endpoint().getPort()).isEqualTo(port);
      await().atMost(RunningService.PATIENCE).until(() -> health(management) == 200);
      s.awaitCompleted("castle");
      assertThat(castle).doesNotExist();
    }
  }

  @Test
  void aStoreThatRefusesEndsTheStartAtOnce() throws Exception {
    HttpServer refusing = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    byte[] no =
        "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
            .getBytes(StandardCharsets.UTF_8);
    refusing.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/xml");
          exchange.sendResponseHeaders(
              403, exchange.getRequestMethod().equals("HEAD") ? -1 : no.length);
          exchange
              .getResponseBody()
              .write(exchange.getRequestMethod().equals("HEAD") ? new byte[0] : no);
          exchange.close();
        });
    refusing.start();
    try {
      assertThatThrownBy(
              () ->
                  RunningService.start(
                      folder.resolve("data"),
                      new FakeEngine(),
                      elsewhere(refusing.getAddress().getPort())))
          .isInstanceOf(StorageException.class)
          .extracting(e -> ((StorageException) e).kind())
          .isEqualTo(StorageException.Kind.DENIED);
    } finally {
      refusing.stop(0);
    }
  }

  @Test
  void whatIsAwayAndWhatRefusesAreToldApart() {
    assertThat(database("08001").isAway()).isTrue(); // nothing listens
    assertThat(database("57P03").isAway()).isTrue(); // it is starting
    assertThat(database("53300").isAway()).isTrue(); // too many connections
    assertThat(database("28P01").isAway()).isFalse(); // wrong password
    assertThat(database("3D000").isAway()).isFalse(); // no such database
    assertThat(new JobStoreException("no cause", null).isAway()).isFalse();
  }

  private static JobStoreException database(String state) {
    return new JobStoreException(
        "no", new IllegalStateException(new java.sql.SQLException("no", state)));
  }
}
