package org.e2e3d.app;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/** {@code service.properties} in the data folder: where the running service can be reached. */
final class ServiceFile {
  private static final String STORE = "store";
  private static final String MANAGEMENT = "management";
  private static final String PID = "pid";

  private ServiceFile() {}

  static void write(Path data, URI store, Optional<URI> management) {
    Properties properties = new Properties();
    properties.setProperty(PID, Long.toString(ProcessHandle.current().pid()));
    properties.setProperty(STORE, store.toString());
    management.ifPresent(uri -> properties.setProperty(MANAGEMENT, uri.toString()));
    Path file = file(data);
    Path part = file.resolveSibling(".service.properties.part");
    try {
      try (Writer out = Files.newBufferedWriter(part)) {
        properties.store(out, "the running service; gone when it stops");
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static void remove(Path data) throws IOException {
    Files.deleteIfExists(file(data));
  }

  /** Where the running service's store is. */
  static Optional<URI> store(Path data) {
    return read(data, STORE);
  }

  /** Where the running service's health and metrics are. */
  static Optional<URI> management(Path data) {
    return read(data, MANAGEMENT);
  }

  private static Optional<URI> read(Path data, String name) {
    if (!Files.exists(file(data))) {
      return Optional.empty();
    }
    try (Reader in = Files.newBufferedReader(file(data))) {
      Properties properties = new Properties();
      properties.load(in);
      return Optional.ofNullable(properties.getProperty(name)).map(URI::create);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Path file(Path data) {
    return data.resolve("service.properties");
  }
}
