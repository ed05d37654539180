package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ModelDownloadTest {
  private static final String MANIFEST =
      """
      {"schema": 1, "inputs": [], "leftOut": [], "stages": [], "files": [
        {"name": "mesh.obj", "mediaType": "model/obj", "bytes": 5,
         "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"},
        {"name": "a b/é.txt", "mediaType": "text/plain", "bytes": 5,
         "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"}]}
      """;

  private final Map<String, String> files = new ConcurrentHashMap<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String text = files.get(exchange.getRequestURI().getPath());
          byte[] body = (text == null ? "none" : text).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(text == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    files.put("/models/x/v1/manifest.json", MANIFEST);
    files.put("/models/x/v1/mesh.obj", "hello");
    files.put("/models/x/v1/a b/é.txt", "hello");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aPublishedModelIsVerifiedByItsAddress() {
    assertThat(verify("/models/x/v1/")).isZero();
    assertThat(verify("/models/x/v1")).isZero();
    assertThat(verify("/models/x/v1/index.html")).isZero();
  }

  @Test
  void whatWasChangedOrIsMissingIsFound() {
    files.put("/models/x/v1/mesh.obj", "hallo");
    assertThat(verify("/models/x/v1/")).isEqualTo(1);
    files.remove("/models/x/v1/mesh.obj");
    assertThat(verify("/models/x/v1/")).isEqualTo(1);
    assertThat(verify("/models/y/v1/")).isEqualTo(1);
  }

  private int verify(String path) {
    return new CommandLine(new VerifyCommand())
        .setExecutionExceptionHandler((e, command, result) -> 1)
        .execute("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
