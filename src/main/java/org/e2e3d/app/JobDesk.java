package org.e2e3d.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.e2e3d.pipeline.BatchBounds;
import org.e2e3d.pipeline.Buckets;
import org.e2e3d.pipeline.ClaimStore;
import org.e2e3d.pipeline.Replay;
import org.e2e3d.pipeline.StatusReport;
import org.e2e3d.storage.EmbeddedStore;
import org.e2e3d.storage.MinioObjectStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.StoreCredentials;
import org.e2e3d.storage.StoreSettings;

/**
 * Status, replay and cancel from the command line, beside a running service and without one: they
 * read and write the rows (and the store), and the service, running or started later, acts on them.
 */
public final class JobDesk implements AutoCloseable {
  private final Settings settings;
  private final JobStore jobs;
  private final Clock clock = Clock.systemUTC();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private JobDesk(Settings settings, JobStore jobs) {
    this.settings = settings;
    this.jobs = jobs;
    opened.push(jobs);
  }

  public static JobDesk open(Settings settings) {
    return new JobDesk(settings, JobStores.open(settings));
  }

  public JobStore jobs() {
    return jobs;
  }

  public StatusReport status(int limit) {
    return StatusReport.of(jobs, limit, clock.instant());
  }

  /**
   * Runs a batch again.
   *
   * @param batchOrJob a job's id, or a batch's name for its newest job
   * @param options preset and single options over those of the job before
   * @throws java.util.NoSuchElementException if there is none
   * @throws IllegalStateException if it has not ended yet
   */
  public Job replay(String batchOrJob, Map<String, String> options) {
    ObjectStore store = store();
    Buckets buckets =
        new Buckets(
            settings.inbox().bucket(),
            settings.store().modelsBucket(),
            settings.store().archiveBucket(),
            settings.store().deadLetterBucket());
    BatchBounds bounds = new BatchBounds(jobs, Wiring.limits(settings));
    return new Replay(jobs, new ClaimStore(store, buckets), bounds, clock)
        .replay(batchOrJob, options);
  }

  /**
   * Asks for a job to be stopped.
   *
   * @return false if there is no such job or it has ended
   */
  public boolean cancel(String job) {
    return jobs.requestCancel(job, clock.instant());
  }

  private ObjectStore store() {
    Settings.Store wanted = settings.store();
    StoreSettings found =
        wanted.endpoint().isPresent()
            ? StoreSettings.of(wanted.endpoint().get(), wanted.accessKey(), wanted.secretKey())
            : embedded(wanted);
    ObjectStore store = MinioObjectStore.connect(found);
    opened.push(store);
    return store;
  }

  /**
   * The running service's store; without one, the same objects served for a moment by ourselves.
   */
  private StoreSettings embedded(Settings.Store wanted) {
    Path data = settings.data();
    StoreCredentials credentials =
        wanted.accessKey().isEmpty() || wanted.secretKey().isEmpty()
            ? StoreCredentials.ofFolder(settings.objects())
            : new StoreCredentials(wanted.accessKey(), wanted.secretKey());
    DataFolder folder;
    try {
      folder = DataFolder.take(data);
    } catch (SettingsException inUse) {
      URI running = ServiceFile.store(data).orElseThrow(() -> inUse);
      return StoreSettings.of(running, credentials.accessKey(), credentials.secretKey());
    }
    opened.push(folder);
    EmbeddedStore server = EmbeddedStore.start(settings.objects(), wanted.host(), 0, credentials);
    opened.push(server);
    return server.settings();
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      Service.closed("the job desk", opened.pop());
    }
  }
}
