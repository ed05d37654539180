package org.e2e3d.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.e2e3d.engine.stage.Preset;

/**
 * Everything about the service that can be set. Sources, the later ones winning: the defaults in
 * the jar's {@code application.properties}, a properties file, the environment ({@code
 * e2e3d.inbox.folder} is {@code E2E3D_INBOX_FOLDER}), flags. See {@link SettingsReader}.
 *
 * @param data folder of everything the service keeps: journal, db, store, work
 * @param routes folder of {@code *.camel.yaml} to use in place of those in the jar
 * @param webhook address that finished jobs are told to by POST
 * @param properties the effective properties, for the placeholders in the routes
 */
public record Settings(
    Path data,
    Inbox inbox,
    Store store,
    Database database,
    Broker broker,
    Jobs jobs,
    Management management,
    Optional<Path> routes,
    Optional<URI> webhook,
    Map<String, String> properties) {

  public Settings {
    properties = Map.copyOf(properties);
  }

  /** The settings with these flags ({@code e2e3d.*} names) over environment and files. */
  public static Settings load(Optional<Path> file, Map<String, String> flags) {
    return SettingsReader.load(file, System.getenv(), flags);
  }

  /** The defaults with these flags over them; neither environment nor files are looked at. */
  public static Settings of(Map<String, String> flags) {
    return SettingsReader.load(Optional.empty(), Map.of(), flags);
  }

  /** The properties in the form Camel takes them. */
  Properties asProperties() {
    Properties all = new Properties();
    properties.forEach(all::setProperty);
    return all;
  }

  Path journal() {
    return data.resolve("journal");
  }

  Path db() {
    return data.resolve("db");
  }

  Path objects() {
    return data.resolve("store");
  }

  Path work() {
    return data.resolve("work");
  }

  /**
   * Where batches come from.
   *
   * @param folder watched folder; made if missing
   * @param bucket watched bucket; made if missing
   * @param poll pause between two looks
   * @param quiet how long nothing may change before a batch without marker counts as complete
   * @param settle how long nothing may change before a marker or manifest is believed
   * @param maxImages the most images in a batch
   * @param maxBytes the most bytes in a batch
   * @param maxFiles the most files of whatever kind in a batch that is taken at all
   * @param maxListed the most files that one look sees
   * @param maxName the most bytes of a file's path within its batch
   * @param maxDepth the most folders a file may be nested in within its batch
   * @param maxWait for how long a batch may go on changing before that is told
   */
  public record Inbox(
      Path folder,
      String bucket,
      Duration poll,
      Duration quiet,
      Duration settle,
      int maxImages,
      long maxBytes,
      int maxFiles,
      int maxListed,
      int maxName,
      int maxDepth,
      Duration maxWait) {}

  /**
   * The object store.
   *
   * @param endpoint a real S3 store; empty for the embedded one
   * @param host address the embedded store listens on
   * @param port its port; 0 for any free one
   * @param publicUrl what readers put before {@code /bucket/key}; empty for the endpoint itself
   * @param accessKey name; empty for the embedded store's own
   * @param secretKey password; empty for the embedded store's own
   */
  public record Store(
      Optional<URI> endpoint,
      String host,
      int port,
      Optional<URI> publicUrl,
      String accessKey,
      String secretKey,
      String region,
      String modelsBucket,
      String archiveBucket,
      String deadLetterBucket) {

    @Override
    public String toString() {
      return "Store[endpoint=" + endpoint.map(URI::toString).orElse("embedded") + "]";
    }
  }

  /**
   * The job rows.
   *
   * @param url JDBC address; empty for a file in the data folder
   */
  public record Database(Optional<String> url, String user, String password) {
    @Override
    public String toString() {
      return "Database[url=" + url.orElse("embedded") + "]";
    }
  }

  /**
   * The queue.
   *
   * @param url address of an external Artemis; empty for the embedded one
   * @param queue name of the job queue
   */
  public record Broker(Optional<String> url, String user, String password, String queue) {
    @Override
    public String toString() {
      return "Broker[url=" + url.orElse("embedded") + "]";
    }
  }

  /**
   * How jobs are run.
   *
   * @param parallel jobs at once on this node
   * @param maxAttempts attempts when the engine or its worker dies
   * @param maxRetries attempts when the surroundings fail
   * @param timeLimit the longest a single attempt may take
   * @param memoryMb heap and native bound of the engine's process in MB; 0 for a share of the
   *     machine's
   * @param threads threads of the engine; 0 for all cores
   * @param preset detail where the batch does not say
   * @param lease how long a worker may be silent before its job is given to another
   * @param retryDelay pause before the second attempt; each further one doubles it
   * @param retryMaxDelay the longest pause
   * @param resend how often rows are compared with the queue
   * @param resendAfter when a message that nobody acted on is taken as lost
   * @param grace how long a stop waits for running jobs to hand themselves back
   */
  public record Jobs(
      int parallel,
      int maxAttempts,
      int maxRetries,
      Duration timeLimit,
      int memoryMb,
      int threads,
      Preset preset,
      Duration lease,
      Duration retryDelay,
      Duration retryMaxDelay,
      Duration resend,
      Duration resendAfter,
      Duration grace) {}

  /**
   * Health, metrics and JMX over HTTP.
   *
   * @param port 0 for any free one; -1 for none
   */
  public record Management(String host, int port) {}
}
