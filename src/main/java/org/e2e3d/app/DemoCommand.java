package org.e2e3d.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.StageName;
import org.e2e3d.job.Failure;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.Progress;
import org.e2e3d.storage.MinioObjectStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the whole way of a batch on embedded parts, with the bundled photographs. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the service on embedded parts in a fresh data folder, drops the bundled example into",
      "the inbox bucket, shows progress, checks the public mesh and prints its address."
    },
    showDefaultValues = true)
final class DemoCommand implements Callable<Integer> {
  private static final String BATCH = "statue";
  private static final Duration PATIENCE = Duration.ofHours(2);

  @Option(
      names = "--once",
      description = "End when the model is up, instead of serving until Ctrl-C.")
  private boolean once;

  @Option(
      names = "--port",
      defaultValue = "9000",
      description = "Port of the embedded store; 0 for any free one.")
  private int port;

  @Option(
      names = "--management-port",
      defaultValue = "9876",
      description = "Port of health, metrics and Jolokia; 0 for any free one, -1 for none.")
  private int managementPort;

  @Option(names = "--preset", defaultValue = "medium", description = "low, medium or high.")
  private Preset preset;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder, emptied first; .e2e3d/demo if not given.")
  private Path data;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Photographs to use in place of the example.")
  private Path images;

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path photographs = images == null ? Home.folder().resolve("examples").resolve(BATCH) : images;
    Settings settings = Settings.of(flags(freshFolder()));
    try (Service service = Service.start(settings)) {
      Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
      out.println("service up; inbox bucket " + service.inboxUrl());
      Instant dropped = Instant.now();
      drop(service, photographs);
      Optional<Job> ended = follow(service, dropped);
      if (ended.isEmpty() || ended.get().state() != JobState.COMPLETED) {
        explain(service, ended);
        return 1;
      }
      announce(service, ended.get(), Duration.between(dropped, Instant.now()));
      if (!once) {
        out.println("Serving until Ctrl-C.");
        service.awaitStop();
      }
    }
    return 0;
  }

  private Map<String, String> flags(Path folder) {
    return Map.of(
        "e2e3d.data", folder.toString(),
        "e2e3d.s3.port", Integer.toString(port),
        "e2e3d.management.port", Integer.toString(managementPort),
        "e2e3d.job.preset", preset.name().toLowerCase(Locale.ROOT));
  }

  /** An empty folder; a demo that still runs in it is left alone. */
  private Path freshFolder() throws IOException {
    Path folder = data == null ? Home.folder().resolve(".e2e3d").resolve("demo") : data;
    try (DataFolder held = DataFolder.take(folder)) {
      out.println("data folder " + folder + " (node " + held.node() + ")");
      try (Stream<Path> children = Files.list(folder)) {
        for (Path child : children.toList()) {
          Folders.deleteTree(child);
        }
      }
    }
    return folder;
  }

  /** As any S3 client would: the photographs under a key prefix, then the marker. */
  private void drop(Service service, Path photographs) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(photographs)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    String bucket = service.settings().inbox().bucket();
    try (ObjectStore client = MinioObjectStore.connect(service.storeSettings())) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        client.put(bucket, BATCH + "/" + name, file, PutOptions.forName(name));
      }
      client.put(bucket, BATCH + "/_READY", new byte[0], PutOptions.of("text/plain"));
    }
    out.println("dropped " + files.size() + " photographs as batch " + BATCH);
  }

  private Optional<Job> follow(Service service, Instant dropped) {
    ProgressBar bar = new ProgressBar(out, Boolean.getBoolean("e2e3d.terminal"));
    Optional<Job> ended =
        service.awaitJob(
            BATCH,
            dropped,
            PATIENCE,
            job -> {
              Progress p = job.progress();
              if (job.state() == JobState.RUNNING && !p.stage().isEmpty()) {
                bar.progress(
                    StageName.valueOf(p.stage().toUpperCase(Locale.ROOT)),
                    p.fraction(),
                    p.secondsLeft(),
                    p.detail());
              } else if (job.state() != JobState.RUNNING) {
                bar.say("job " + job.id() + " " + job.state().name().toLowerCase(Locale.ROOT));
              }
            });
    bar.end();
    return ended;
  }

  private void announce(Service service, Job job, Duration took) {
    out.println(
        "The model is up after "
            + ProgressBar.duration(took.toSeconds())
            + "; anybody can read it:");
    show(service, "mesh", service.publicUrl());
    for (String file : List.of("mesh.glb", "preview.png", "report.html", "manifest.json")) {
      show(service, file.replaceAll(".*\\.", ""), service.publicUrl(job, file));
    }
  }

  /**
   * Reads an address as a stranger and prints it; an address that cannot be read fails the demo.
   */
  private void show(Service service, String what, URI address) {
    long bytes = service.store().verifyAnonymousRead(address).bytes();
    out.println(String.format(Locale.ROOT, "  %-8s %s (%d bytes)", what, address, bytes));
  }

  private static void explain(Service service, Optional<Job> ended) {
    if (ended.isEmpty()) {
      System.err.println("The demo was stopped before its job ended.");
      return;
    }
    Job job = ended.get();
    System.err.println("The job ended " + job.state() + ".");
    job.whyNot().map(Failure::toString).ifPresent(System.err::println);
    System.err.println("Dead letter: " + job.letterAt() + " in " + service.settings().data());
  }
}
