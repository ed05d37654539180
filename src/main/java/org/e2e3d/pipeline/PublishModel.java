package org.e2e3d.pipeline;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobException;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.ObjectStore.AnonymousRead;
import org.e2e3d.storage.PutOptions;
import org.e2e3d.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a model's files under a prefix of their own, {@code models/BATCH/VERSION/}, and proves that
 * a stranger can read every one of them. Nothing points there yet. The prefix is this one
 * publication's own: a worker that lost the job without knowing it, and one that took it over,
 * never write to the same place; and once a row names a prefix, nothing in it changes any more.
 */
public final class PublishModel {
  private static final Logger LOG = LoggerFactory.getLogger(PublishModel.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int ID_TAIL = 8;

  private final ObjectStore store;
  private final Buckets buckets;
  private final JobStore jobs;
  private final Clock clock;
  private final Versions versions;

  public PublishModel(ObjectStore store, Buckets buckets, JobStore jobs, Clock clock) {
    this.store = store;
    this.buckets = buckets;
    this.jobs = jobs;
    this.clock = clock;
    this.versions = new Versions(store, buckets);
  }

  /**
   * Uploads and verifies.
   *
   * @return the job, whose row now names the model
   */
  public JobRun publish(JobRun run) throws IOException {
    if (run.job().published()) {
      return run; // by an attempt that died later on
    }
    String prefix = prefix(run.job());
    Map<String, Path> files = files(run.built().output());
    if (files.isEmpty()) {
      throw new JobException(
          Failure.of(FailureReason.INTERNAL_ERROR, "The engine left no files.", "publish"));
    }
    files.forEach(
        (name, file) ->
            store.put(buckets.models(), prefix + name, file, PutOptions.forName(name).publicly()));
    for (Map.Entry<String, Path> file : files.entrySet()) {
      verify(
          store.publicUrl(buckets.models(), prefix + file.getKey()), Files.size(file.getValue()));
    }
    LOG.info("{} files of the model are public under {}", files.size(), prefix);
    Instant now = clock.instant();
    Job job = run.job();
    Optional<Job> published = jobs.replace(job, job.withModelAt(prefix, now));
    if (published.isEmpty()) {
      store.deleteAll(buckets.models(), prefix); // nobody else's
      throw new LostJobException(job.id());
    }
    versions.sweep(published.get());
    return run.with(published.get());
  }

  private void verify(URI url, long size) {
    try {
      AnonymousRead read = store.verifyAnonymousRead(url);
      if (read.bytes() != size) {
        throw notPublic(url + " gave " + read.bytes() + " of " + size + " bytes", null);
      }
    } catch (StorageException e) {
      if (e.isTransient()) {
        throw e;
      }
      throw notPublic("A stranger cannot read " + url + ": " + e.getMessage(), e);
    }
  }

  private static JobException notPublic(String message, Throwable cause) {
    return new JobException(Failure.of(FailureReason.NOT_PUBLIC, message, "publish"), cause);
  }

  /**
   * {@code BATCH/TIME-ID-N/}; later jobs of a batch sort later, and N, the row's version when the
   * publication began, tells attempts apart.
   */
  static String prefix(Job job) {
    return versions(job) + job.version() + "/";
  }

  /** What the prefixes of all of a job's publications begin with. */
  static String versions(Job job) {
    String id = job.id();
    String replay = id.replaceAll("^.*?(-r\\d+)?$", "$1");
    String hash = id.substring(0, id.length() - replay.length());
    String tail = hash.substring(Math.max(0, hash.length() - ID_TAIL)) + replay;
    return SafeName.batch(job.batch()) + "/" + TIME.format(job.created()) + "-" + tail + "-";
  }

  private static Map<String, Path> files(Path output) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(output)) {
      List<Path> regular = all.filter(Files::isRegularFile).toList();
      for (Path file : regular) {
        String name = output.relativize(file).toString().replace('\\', '/');
        if (FileKind.of(name).belongs()) {
          files.put(name, file);
        }
      }
    }
    return files;
  }
}
