package org.e2e3d.app;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.e2e3d.engine.ReconstructionEngine;
import org.e2e3d.engine.process.ChildProcessEngine;
import org.e2e3d.engine.process.EngineProcessOptions;
import org.e2e3d.job.JdbcJobStore;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.e2e3d.pipeline.EmbeddedBroker;
import org.e2e3d.pipeline.RoomCheck;
import org.e2e3d.pipeline.Worker;
import org.e2e3d.storage.EmbeddedStore;
import org.e2e3d.storage.MinioObjectStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.StorageException;
import org.e2e3d.storage.StoreCredentials;
import org.e2e3d.storage.StoreSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: data folder, store, database, broker, and the Camel context with the routes,
 * started in this order and stopped in the other.
 */
public final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final long LOOK_MS = 250;

  private final Settings settings;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private StoreSettings storeSettings;
  private ObjectStore store;
  private JdbcJobStore jobs;
  private Worker worker;
  private Main camel;
  private Optional<URI> managementUrl = Optional.empty();

  private Service(Settings settings) {
    this.settings = settings;
  }

  /** Starts with the engine in child processes of this same jar. */
  public static Service start(Settings settings) {
    return start(settings, childProcessEngine(settings));
  }

  /** Starts with the machine's clock. */
  public static Service start(Settings settings, ReconstructionEngine engine) {
    return start(settings, engine, Clock.systemUTC());
  }

  /**
   * Starts; when this returns, inboxes are watched and jobs are worked on. A store or a database
   * elsewhere that does not answer yet is waited for, and health says so meanwhile.
   *
   * @throws SettingsException if a setting cannot be used
   * @throws StorageException if the store cannot be started, or refuses
   * @throws org.e2e3d.job.JobStoreException if the database refuses, or cannot be used
   */
  public static Service start(Settings settings, ReconstructionEngine engine, Clock clock) {
    Service service = new Service(settings);
    try {
      service.open(engine, clock);
      return service;
    } catch (Exception e) {
      service.close();
      throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
  }

  private void open(ReconstructionEngine engine, Clock clock) throws Exception {
    DataFolder folder = opened(DataFolder.take(settings.data()));
    worker = new Worker(folder.node(), UUID.randomUUID().toString().substring(0, 8));
    storeSettings = openStore();
    store = opened(MinioObjectStore.connect(storeSettings));
    jobs = opened(JobStores.unopened(settings));
    Optional<EmbeddedBroker> broker =
        settings.broker().url().isPresent()
            ? Optional.empty()
            : Optional.of(
                opened(
                    EmbeddedBroker.start(
                        settings.journal(),
                        settings.broker().queue(),
                        settings.broker().queue() + ".dead")));
    Wiring wiring = new Wiring(settings, storeSettings, store, jobs, broker, worker, engine, clock);
    opened(wiring);
    camel = wiring.camel();
    managementUrl = wiring.managementUrl();
    camel.start(); // health can be asked for, there are no routes yet
    new Arrival(settings)
        .await(
            () -> {
              jobs.prepare();
              wiring.prepare();
            });
    wiring.startRoutes(camel.getCamelContext());
    ServiceFile.write(settings.data(), storeSettings.endpoint(), managementUrl());
    LOG.info("watching {} and {}", settings.inbox().folder(), inboxUrl());
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private StoreSettings openStore() {
    Settings.Store wanted = settings.store();
    StoreSettings found;
    if (wanted.endpoint().isPresent()) {
      found = StoreSettings.of(wanted.endpoint().get(), wanted.accessKey(), wanted.secretKey());
    } else {
      StoreCredentials credentials =
          wanted.accessKey().isEmpty() || wanted.secretKey().isEmpty()
              ? StoreCredentials.ofFolder(settings.objects())
              : new StoreCredentials(wanted.accessKey(), wanted.secretKey());
      found =
          opened(EmbeddedStore.start(settings.objects(), wanted.host(), wanted.port(), credentials))
              .settings();
    }
    return wanted.publicUrl().map(found::withPublicEndpoint).orElse(found);
  }

  /** Address of the newest mesh of all. */
  public URI publicUrl() {
    return store.publicUrl(settings.store().modelsBucket(), "reconstructed_mesh.obj");
  }

  /** Address of a file of a job's published model, such as {@code mesh.glb}. */
  public URI publicUrl(Job job, String file) {
    return store.publicUrl(settings.store().modelsBucket(), job.modelAt() + file);
  }

  /** Address of the inbox bucket, for S3 clients. */
  public URI inboxUrl() {
    return URI.create(storeSettings.endpoint() + "/" + settings.inbox().bucket());
  }

  /** Address of health, metrics and Jolokia; empty if they are switched off. */
  public Optional<URI> managementUrl() {
    return managementUrl;
  }

  public Settings settings() {
    return settings;
  }

  /** How to speak to the store, as any S3 client would. */
  public StoreSettings storeSettings() {
    return storeSettings;
  }

  public ObjectStore store() {
    return store;
  }

  public JobStore jobs() {
    return jobs;
  }

  CamelContext context() {
    return camel.getCamelContext();
  }

  /**
   * Waits until a batch's newest job, made at {@code since} or later, has ended.
   *
   * @param batch the batch's name
   * @param each called with the job whenever its row looks different, from this thread
   * @return the ended job; empty if the time ran out or the service was stopped before
   */
  public Optional<Job> awaitJob(
      String batch, Instant since, Duration patience, Consumer<Job> each) {
    long deadline = System.nanoTime() + patience.toNanos();
    Job last = null;
    try {
      while (System.nanoTime() - deadline < 0) {
        Job now = newest(batch, since).orElse(null);
        if (now != null && !now.equals(last)) {
          each.accept(now);
          last = now;
        }
        if (now != null && now.state().isFinal()) {
          return Optional.of(now);
        }
        if (stopped.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private Optional<Job> newest(String batch, Instant since) {
    return jobs.ofBatch(batch, 1).stream()
        .filter(job -> !job.created().isBefore(since.minusMillis(1)))
        .findFirst();
  }

  /** True from the moment it was told to stop. */
  boolean isStopping() {
    return worker.draining();
  }

  /** Waits until the service is stopped, by {@link #close} or a signal. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /**
   * Stops: intake first; running jobs get a grace period, then hand themselves back to the queue;
   * then the parts. Safe to call twice.
   */
  @Override
  public synchronized void close() {
    if (stopped.getCount() == 0) {
      return;
    }
    if (worker != null) {
      worker.drain(settings.jobs().grace());
    }
    if (camel != null) {
      closed("routes", camel::stop);
      closed("service file", () -> ServiceFile.remove(settings.data()));
    }
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      closed(part.getClass().getSimpleName().toLowerCase(Locale.ROOT), part);
    }
    stopped.countDown();
  }

  static void closed(String what, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) { // the others must be closed all the same
      LOG.warn("{} did not stop properly", what, e);
    }
  }

  private static ReconstructionEngine childProcessEngine(Settings settings) {
    RoomCheck.Bounds bounds = room(settings);
    return new ChildProcessEngine(
        EngineProcessOptions.likeThisProcess(
            "org.e2e3d.app.Main", bounds.threads(), bounds.memoryBytes(), bounds.timeLimit()));
  }

  /** What an attempt at a job has. */
  static RoomCheck.Bounds room(Settings settings) {
    Settings.Jobs bounds = settings.jobs();
    return new RoomCheck.Bounds(
        bounds.memoryMb() > 0 ? (long) bounds.memoryMb() << 20 : MachineMemory.share(),
        bounds.threads() > 0 ? bounds.threads() : Runtime.getRuntime().availableProcessors(),
        bounds.timeLimit(),
        bounds.preset());
  }
}
