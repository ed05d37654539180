package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.e2e3d.engine.ReconstructionEngine;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.PutOptions;

/** A real service on a temporary folder and free ports, with hands to drop things into it. */
final class RunningService implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String INBOX = "inbox";

  final Service service;

  private RunningService(Service service) {
    this.service = service;
  }

  static RunningService start(Path data, ReconstructionEngine engine, String... more) {
    Map<String, String> flags = new HashMap<>();
    flags.put("e2e3d.data", data.toString());
    flags.put("e2e3d.s3.port", "0");
    flags.put("e2e3d.management.port", "-1");
    flags.put("e2e3d.inbox.poll", "100ms");
    flags.put("e2e3d.inbox.quiet", "700ms");
    flags.put("e2e3d.inbox.settle", "100ms");
    flags.put("e2e3d.job.resend", "200ms");
    flags.put("e2e3d.retry.delay", "100ms");
    flags.put("e2e3d.retry.max-delay", "500ms");
    flags.put("e2e3d.job.grace", "0s");
    for (int i = 0; i < more.length; i += 2) {
      flags.put(more[i], more[i + 1]);
    }
    return new RunningService(Service.start(Settings.of(flags), engine));
  }

  Path folderInbox() {
    return service.settings().inbox().folder();
  }

  void drop(String file, String content) throws IOException {
    Path path = folderInbox().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  void upload(String key, String content) {
    service
        .store()
        .put(INBOX, key, content.getBytes(StandardCharsets.UTF_8), PutOptions.forName(key));
  }

  Job await(String batch) {
    return await(batch, Instant.EPOCH);
  }

  Job await(String batch, Instant since) {
    return service.awaitJob(batch, since, PATIENCE, job -> {}).orElseThrow();
  }

  Job awaitCompleted(String batch) {
    Job job = await(batch);
    assertThat(job.state()).as("%s", job.failure()).isEqualTo(JobState.COMPLETED);
    return job;
  }

  String text(String bucket, String key) {
    return new String(service.store().bytes(bucket, key, 1 << 20), StandardCharsets.UTF_8);
  }

  /** Keys under a prefix, without it, in order. */
  List<String> keys(String bucket, String prefix) {
    TreeSet<String> keys = new TreeSet<>();
    for (ObjectInfo info : service.store().all(bucket, prefix)) {
      keys.add(info.key().substring(prefix.length()));
    }
    return new ArrayList<>(keys);
  }

  List<String> folderFiles() throws IOException {
    try (var files = Files.walk(folderInbox())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folderInbox().relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
