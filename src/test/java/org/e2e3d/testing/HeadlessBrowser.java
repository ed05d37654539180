package org.e2e3d.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A page in a Chromium without a window, asked over its DevTools protocol. The clock is the real
 * one: a busy machine only makes it wait longer.
 */
public final class HeadlessBrowser implements AutoCloseable {
  private static final String LISTENING = "DevTools listening on ws://";
  private static final int SECONDS = 60;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> console = new CopyOnWriteArrayList<>();
  private final ObjectMapper json = new ObjectMapper();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private int question;

  /**
   * Opens a page.
   *
   * @param program Chromium's
   * @param profile an empty folder
   */
  public HeadlessBrowser(String program, Path profile, String address)
      throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader",
                "--enable-logging=stderr",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                address)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread reader = new Thread(this::read, "browser's log");
    reader.setDaemon(true);
    reader.start();
    HttpClient client = HttpClient.newHttpClient();
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(pageOf(client, host()), new Answers(answers))
            .join();
  }

  private void read() {
    try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        if (line.contains("CONSOLE")) {
          console.add(line);
        }
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("the browser's log ended: " + e.getMessage());
    }
  }

  private String host() throws InterruptedException {
    StringBuilder log = new StringBuilder();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        close();
        throw new IllegalStateException("the browser did not start:\n" + log);
      }
      if (line.startsWith(LISTENING)) {
        return line.substring(LISTENING.length()).split("/", 2)[0];
      }
      log.append(line).append('\n');
    }
  }

  private URI pageOf(HttpClient client, String host) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + host + "/json/list")).build();
    for (JsonNode target :
        json.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body())) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    close();
    throw new IllegalStateException("the browser shows no page");
  }

  /** True as soon as an expression of JavaScript is; false if it is not within the time given. */
  public boolean becomesTrue(String expression, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    String soon = "new Promise(done => setTimeout(() => done(Boolean(" + expression + ")), 100))";
    while (System.nanoTime() < deadline) {
      if (ask(soon).path("result").path("result").path("value").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  /** What the page wrote to its console. */
  public List<String> console() {
    return List.copyOf(console);
  }

  private JsonNode ask(String expression) throws InterruptedException {
    try {
      int id = ++question;
      Map<String, Object> parameters =
          Map.of("expression", expression, "awaitPromise", true, "returnByValue", true);
      socket
          .sendText(
              json.writeValueAsString(
                  Map.of("id", id, "method", "Runtime.evaluate", "params", parameters)),
              true)
          .join();
      while (true) {
        String answer = answers.poll(SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
          throw new IllegalStateException("the browser does not answer");
        }
        JsonNode node = json.readTree(answer);
        if (node.path("id").asInt() == id) {
          return node;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Puts texts together that come in pieces. */
  private static final class Answers implements WebSocket.Listener {
    private final BlockingQueue<String> answers;
    private final StringBuilder text = new StringBuilder();

    Answers(BlockingQueue<String> answers) {
      this.answers = answers;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        answers.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
