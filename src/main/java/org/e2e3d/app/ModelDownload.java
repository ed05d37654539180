package org.e2e3d.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.e2e3d.engine.export.Manifest;
import org.e2e3d.engine.export.OutputFile;

/** Gets a published model as a stranger would: its manifest, and the files that it names. */
final class ModelDownload {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PLAIN = "-._~/";

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(20))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /**
   * @param address of the model's folder, or of a file in it
   */
  ModelDownload(String address) {
    int path = address.indexOf('/', address.indexOf("://") + 3);
    int last = address.lastIndexOf('/');
    boolean file = last > path && address.indexOf('.', last) > 0;
    String folder = file ? address.substring(0, last) : address;
    this.base = URI.create(folder.endsWith("/") ? folder : folder + "/");
  }

  /**
   * Downloads into an empty folder. A file that the server does not have is left out.
   *
   * @throws IOException if there is no manifest, or the server does not answer
   */
  void into(Path folder) throws IOException {
    if (!get(Manifest.FILE, folder.resolve(Manifest.FILE))) {
      throw new IOException("there is no model at " + base + ": it has no " + Manifest.FILE);
    }
    for (OutputFile f : Manifest.read(folder).files()) {
      Path to = folder.resolve(f.name()).normalize();
      if (to.startsWith(folder) && !to.equals(folder)) {
        Files.createDirectories(to.getParent());
        get(f.name(), to);
      }
    }
  }

  /** False if the server does not have the file. */
  private boolean get(String name, Path to) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(encoded(name))).timeout(PATIENCE).build();
    try {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() == 404 || answer.statusCode() == 403) {
          return false; // S3 denies what is not there to those who may not list
        }
        if (answer.statusCode() != 200) {
          throw new IOException(request.uri() + " was answered " + answer.statusCode());
        }
        Files.copy(body, to);
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while getting " + request.uri(), e);
    }
  }

  private static String encoded(String name) {
    StringBuilder url = new StringBuilder("./");
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
        url.append(c);
      } else {
        url.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return url.toString();
  }
}
