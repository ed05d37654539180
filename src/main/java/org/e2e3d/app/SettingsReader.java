package org.e2e3d.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.e2e3d.engine.stage.Preset;

/** Reads {@link Settings} from their sources and checks every value. */
final class SettingsReader {
  private static final String PREFIX = "e2e3d.";
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private final Map<String, String> values;

  private SettingsReader(Map<String, String> values) {
    this.values = values;
  }

  static Settings load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    Map<String, String> values = new TreeMap<>(defaults());
    file.ifPresent(path -> values.putAll(read(path)));
    for (String name : Map.copyOf(values).keySet()) {
      String value = environment.get(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
      if (value != null) {
        values.put(name, value);
      }
    }
    for (String name : flags.keySet()) {
      if (name.startsWith(PREFIX) && !values.containsKey(name)) {
        throw new SettingsException(name, flags.get(name), "one of the names in the documentation");
      }
    }
    values.putAll(flags);
    return new SettingsReader(values).settings();
  }

  private Settings settings() {
    Path data = path("e2e3d.data");
    Path folder =
        optional("e2e3d.inbox.folder").isEmpty()
            ? data.resolve("inbox")
            : path("e2e3d.inbox.folder");
    values.put("e2e3d.data", data.toString());
    values.put("e2e3d.inbox.folder", folder.toString());
    return new Settings(
        data,
        new Settings.Inbox(
            folder,
            bucket("e2e3d.inbox.bucket"),
            duration("e2e3d.inbox.poll"),
            duration("e2e3d.inbox.quiet"),
            duration("e2e3d.inbox.settle"),
            (int) number("e2e3d.batch.max-images", 1, 1_000_000),
            number("e2e3d.batch.max-bytes", 1, Long.MAX_VALUE),
            (int) number("e2e3d.batch.max-files", 1, 1_000_000),
            (int) number("e2e3d.inbox.max-listed", 1, 10_000_000),
            (int) number("e2e3d.batch.max-name", 1, 900),
            (int) number("e2e3d.batch.max-depth", 0, 100),
            duration("e2e3d.inbox.max-wait")),
        store(),
        new Settings.Database(
            optional("e2e3d.db.url"), text("e2e3d.db.user"), text("e2e3d.db.password")),
        new Settings.Broker(
            optional("e2e3d.broker.url"),
            text("e2e3d.broker.user"),
            text("e2e3d.broker.password"),
            text("e2e3d.queue")),
        jobs(),
        new Settings.Management(
            text("e2e3d.management.host"), (int) number("e2e3d.management.port", -1, 65535)),
        optional("e2e3d.routes").map(value -> path("e2e3d.routes")),
        optional("e2e3d.notify.webhook").map(value -> uri("e2e3d.notify.webhook")),
        values);
  }

  private Settings.Store store() {
    Optional<URI> endpoint = optional("e2e3d.s3.endpoint").map(value -> uri("e2e3d.s3.endpoint"));
    if (endpoint.isPresent()) {
      // no default credential ever reaches a store that is not our own
      required("e2e3d.s3.access-key");
      required("e2e3d.s3.secret-key");
    }
    Settings.Store store =
        new Settings.Store(
            endpoint,
            text("e2e3d.s3.host"),
            (int) number("e2e3d.s3.port", 0, 65535),
            optional("e2e3d.s3.public-url").map(value -> uri("e2e3d.s3.public-url")),
            text("e2e3d.s3.access-key"),
            text("e2e3d.s3.secret-key"),
            text("e2e3d.s3.region"),
            bucket("e2e3d.bucket.models"),
            bucket("e2e3d.bucket.archive"),
            bucket("e2e3d.bucket.dead-letter"));
    long distinct =
        java.util.stream.Stream.of(
                store.modelsBucket(),
                store.archiveBucket(),
                store.deadLetterBucket(),
                text("e2e3d.inbox.bucket"))
            .distinct()
            .count();
    if (distinct != 4) {
      throw new SettingsException(
          "e2e3d.bucket.models", store.modelsBucket(), "different from every other bucket's name");
    }
    return store;
  }

  private Settings.Jobs jobs() {
    return new Settings.Jobs(
        (int) number("e2e3d.job.parallel", 1, 64),
        (int) number("e2e3d.job.max-attempts", 1, 100),
        (int) number("e2e3d.retry.max-attempts", 1, 1000),
        duration("e2e3d.job.time-limit"),
        (int) number("e2e3d.job.memory-mb", 0, 1 << 24),
        (int) number("e2e3d.job.threads", 0, 1024),
        preset("e2e3d.job.preset"),
        duration("e2e3d.job.lease"),
        duration("e2e3d.retry.delay"),
        duration("e2e3d.retry.max-delay"),
        duration("e2e3d.job.resend"),
        duration("e2e3d.job.resend-after"),
        duration("e2e3d.job.grace"));
  }

  private String text(String name) {
    return values.getOrDefault(name, "").strip();
  }

  private Optional<String> optional(String name) {
    return Optional.of(text(name)).filter(value -> !value.isEmpty());
  }

  private void required(String name) {
    if (text(name).isEmpty()) {
      throw new SettingsException(name, "", "given when e2e3d.s3.endpoint is");
    }
  }

  private Path path(String name) {
    try {
      if (text(name).isEmpty()) {
        throw new SettingsException(name, "", "a folder");
      }
      return Path.of(text(name)).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new SettingsException(name, text(name), "a folder: " + e.getMessage());
    }
  }

  private URI uri(String name) {
    try {
      URI uri = URI.create(text(name));
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new SettingsException(name, text(name), "an http or https address: " + e.getMessage());
    }
    throw new SettingsException(name, text(name), "an http or https address");
  }

  private String bucket(String name) {
    if (!BUCKET.matcher(text(name)).matches()) {
      throw new SettingsException(
          name, text(name), "a bucket name: 3 to 63 of a-z, 0-9, '.' and '-'");
    }
    return text(name);
  }

  private long number(String name, long min, long max) {
    try {
      long value = Long.parseLong(text(name));
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new SettingsException(name, text(name), "a whole number");
    }
    throw new SettingsException(name, text(name), "between " + min + " and " + max);
  }

  private Duration duration(String name) {
    Matcher m = DURATION.matcher(text(name));
    if (!m.matches()) {
      throw new SettingsException(name, text(name), "a time such as 500ms, 10s, 5m, 6h or 2d");
    }
    try {
      long n = Long.parseLong(m.group(1));
      Duration duration =
          switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
          };
      if (duration.compareTo(Duration.ofDays(3650)) <= 0) {
        values.put(name, duration.toMillis() + "ms"); // the form Camel's placeholders take
        return duration;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw new SettingsException(name, text(name), "at most 3650d");
    }
    throw new SettingsException(name, text(name), "at most 3650d");
  }

  private Preset preset(String name) {
    try {
      return Preset.valueOf(text(name).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          name, text(name), "one of " + Arrays.toString(Preset.values()).toLowerCase(Locale.ROOT));
    }
  }

  private static Map<String, String> defaults() {
    try (InputStream in = SettingsReader.class.getResourceAsStream("/application.properties")) {
      return parse(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new SettingsException("cannot read the defaults in the jar", e);
    }
  }

  private static Map<String, String> read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return parse(reader);
    } catch (IOException e) {
      throw new SettingsException("cannot read the settings file " + file, e);
    }
  }

  private static Map<String, String> parse(Reader reader) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException("it is no properties file: " + e.getMessage(), e);
    }
    Map<String, String> map = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }
}
