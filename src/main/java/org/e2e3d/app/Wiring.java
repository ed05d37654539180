package org.e2e3d.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.minio.MinioClient;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Properties;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.e2e3d.engine.ReconstructionEngine;
import org.e2e3d.job.JobStore;
import org.e2e3d.ops.JobMetrics;
import org.e2e3d.ops.Jobs;
import org.e2e3d.ops.Management;
import org.e2e3d.ops.PartHealth;
import org.e2e3d.pipeline.BatchBounds;
import org.e2e3d.pipeline.BatchDigest;
import org.e2e3d.pipeline.BatchScan;
import org.e2e3d.pipeline.BucketInbox;
import org.e2e3d.pipeline.Buckets;
import org.e2e3d.pipeline.ClaimBatch;
import org.e2e3d.pipeline.ClaimStore;
import org.e2e3d.pipeline.Commands;
import org.e2e3d.pipeline.Completeness;
import org.e2e3d.pipeline.DeadLetters;
import org.e2e3d.pipeline.EmbeddedBroker;
import org.e2e3d.pipeline.EndJob;
import org.e2e3d.pipeline.FetchImages;
import org.e2e3d.pipeline.FolderInbox;
import org.e2e3d.pipeline.Heartbeats;
import org.e2e3d.pipeline.ImagePlaces;
import org.e2e3d.pipeline.InboxBounds;
import org.e2e3d.pipeline.LoadClaim;
import org.e2e3d.pipeline.MoveImages;
import org.e2e3d.pipeline.MovePointers;
import org.e2e3d.pipeline.Notify;
import org.e2e3d.pipeline.PublishModel;
import org.e2e3d.pipeline.Recovery;
import org.e2e3d.pipeline.Replay;
import org.e2e3d.pipeline.RetryPolicy;
import org.e2e3d.pipeline.RoomCheck;
import org.e2e3d.pipeline.RunEngine;
import org.e2e3d.pipeline.Scratch;
import org.e2e3d.pipeline.SecondDrop;
import org.e2e3d.pipeline.SettleFailure;
import org.e2e3d.pipeline.StoreGate;
import org.e2e3d.pipeline.TakeJob;
import org.e2e3d.pipeline.Waiting;
import org.e2e3d.pipeline.Worker;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.StoreSettings;
import org.springframework.jms.connection.CachingConnectionFactory;

/** Makes every bean the routes name and puts them into a Camel main. */
final class Wiring implements AutoCloseable {
  // after the grace: the engine's processes end, rows and objects are written
  private static final long HAND_BACK_SECONDS = 30;
  private static final long LEAST_DISK = 1L << 30;

  private final Settings settings;
  private final StoreSettings storeSettings;
  private final ObjectStore store;
  private final JobStore jobs;
  private final Optional<EmbeddedBroker> broker;
  private final Worker worker;
  private final ReconstructionEngine engine;
  private final Clock clock;
  private final Buckets buckets;
  private final ClaimStore claims;
  private final BatchBounds bounds;
  private final RetryPolicy policy;
  private final Replay replay;
  private final DeadLetters letters;
  private final Recovery recovery;
  private final Heartbeats heartbeats;
  private final InboxBounds inboxBounds;
  private final StoreGate gate;
  private final Waiting waiting;
  private final CachingConnectionFactory sender;
  private final ActiveMQConnectionFactory connections;
  private final Management management;
  private Optional<URI> managementUrl = Optional.empty();

  Wiring(
      Settings settings,
      StoreSettings storeSettings,
      ObjectStore store,
      JobStore jobs,
      Optional<EmbeddedBroker> broker,
      Worker worker,
      ReconstructionEngine engine,
      Clock clock) {
    this.settings = settings;
    this.storeSettings = storeSettings;
    this.store = store;
    this.jobs = jobs;
    this.broker = broker;
    this.worker = worker;
    this.engine = engine;
    this.clock = clock;
    Settings.Jobs limits = settings.jobs();
    this.buckets = buckets(settings);
    this.gate = new StoreGate(clock);
    this.claims = new ClaimStore(store, buckets);
    this.bounds = new BatchBounds(jobs, limits(settings));
    this.inboxBounds =
        new InboxBounds(
            settings.inbox().maxFiles(), settings.inbox().maxBytes(), settings.inbox().maxWait());
    this.waiting = new Waiting(inboxBounds);
    this.policy =
        new RetryPolicy(
            limits.maxAttempts(),
            limits.maxRetries(),
            limits.retryDelay(),
            limits.retryMaxDelay(),
            new SecureRandom());
    this.replay = new Replay(jobs, claims, bounds, clock);
    this.letters = new DeadLetters(jobs, store, buckets, replay, clock);
    this.heartbeats = new Heartbeats(jobs, limits.lease(), clock);
    this.recovery =
        new Recovery(
            jobs,
            claims,
            bounds,
            policy,
            worker,
            heartbeats,
            limits.lease(),
            limits.resendAfter(),
            clock);
    this.connections = connectionFactory();
    this.sender = new CachingConnectionFactory(connections);
    this.sender.setReconnectOnException(true);
    this.management = new Management(settings.data().toString());
  }

  /** What a batch may have, as the settings say. */
  static BatchBounds.Limits limits(Settings settings) {
    Settings.Inbox inbox = settings.inbox();
    return new BatchBounds.Limits(
        inbox.maxImages(), inbox.maxBytes(), inbox.maxName(), inbox.maxDepth());
  }

  /** The buckets that the settings name. */
  static Buckets buckets(Settings settings) {
    return new Buckets(
        settings.inbox().bucket(),
        settings.store().modelsBucket(),
        settings.store().archiveBucket(),
        settings.store().deadLetterBucket());
  }

  /**
   * What must be there before the first route starts: buckets, folders, and order after a crash.
   * What fails in the middle may be begun again.
   */
  void prepare() throws IOException {
    store.ensureBucket(buckets.inbox());
    store.ensureBucket(buckets.archive());
    store.ensureBucket(buckets.deadLetter());
    store.ensureBucket(buckets.models());
    store.makePublic(buckets.models());
    Files.createDirectories(settings.inbox().folder());
    Files.createDirectories(settings.work());
    recovery.takeBackOwn();
    recovery.sweep(settings.work());
    recovery.sweep(store, buckets);
  }

  private long depth() {
    return broker.map(EmbeddedBroker::depth).orElse(-1L);
  }

  /** Camel without its routes. */
  Main camel() {
    management.register("Jobs", new Jobs(jobs, letters, this::depth, waiting));
    Main main = new Main();
    main.setDefaultPropertyPlaceholderLocation("false");
    Properties properties = settings.asProperties();
    properties.setProperty("camel.main.name", "e2e3d");
    properties.setProperty("camel.main.useMdcLogging", "false");
    properties.setProperty("camel.main.autoStartup", "false");
    properties.setProperty("camel.main.jmxEnabled", "true");
    properties.setProperty(
        "camel.main.shutdownTimeout",
        Long.toString(settings.jobs().grace().toSeconds() + HAND_BACK_SECONDS));
    managementUrl = ManagementServer.configure(settings.management(), properties);
    main.setOverrideProperties(properties);
    bind(main);
    return main;
  }

  /** Address of health, metrics and Jolokia; known once {@link #camel} was called. */
  Optional<URI> managementUrl() {
    return managementUrl;
  }

  /** Gives Camel its routes and starts them; their endpoints ask for the store at once. */
  void startRoutes(CamelContext context) throws Exception {
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(PluginHelper.getPackageScanResourceResolver(context).findResources(routes()));
    context.getRouteController().startAllRoutes();
  }

  private String routes() {
    return settings
        .routes()
        .map(folder -> "file:" + folder + "/*.camel.yaml")
        .orElse("classpath:routes/*.camel.yaml");
  }

  private void bind(Main main) {
    Settings.Inbox inbox = settings.inbox();
    FolderInbox folderInbox =
        FolderInbox.bounded(inbox.folder(), inbox.maxFiles(), inbox.maxListed());
    BucketInbox bucketInbox =
        BucketInbox.bounded(store, buckets.inbox(), inbox.maxFiles(), inbox.maxListed());
    ImagePlaces places = new ImagePlaces(store, buckets, folderInbox, bucketInbox);
    MoveImages mover = new MoveImages(places, jobs, clock);
    MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    main.bind("folderInbox", folderInbox);
    main.bind("bucketInbox", bucketInbox);
    main.bind("inboxClient", inboxClient());
    main.bind("storeGate", gate);
    main.bind("loadClaim", new LoadClaim(claims));
    main.bind("waiting", waiting);
    main.bind("batchScan", new BatchScan(folderInbox, bucketInbox));
    main.bind("completeness", new Completeness(inbox.quiet(), inbox.settle(), inboxBounds, clock));
    main.bind(
        "claimBatch",
        new ClaimBatch(
            jobs,
            claims,
            new BatchDigest(),
            new SecondDrop(places, buckets, replay, clock),
            bounds,
            inboxBounds,
            clock));
    main.bind("jmsSender", sender);
    main.bind("jmsReceiver", (ConnectionFactory) connections);
    main.bind("recovery", recovery);
    main.bind("commands", new Commands(letters));
    main.bind(
        "takeJob", new TakeJob(jobs, gate, heartbeats, policy, worker, settings.work(), clock));
    main.bind("fetchImages", new FetchImages(places, new RoomCheck(Service.room(settings))));
    main.bind(
        "runEngine",
        new RunEngine(engine, settings.jobs().preset(), jobs, heartbeats, worker, clock));
    main.bind(
        "settleFailure",
        new SettleFailure(
            jobs,
            policy,
            worker::draining,
            gate,
            () -> store.bucketExists(buckets.archive()),
            clock));
    main.bind("publishModel", new PublishModel(store, buckets, jobs, clock));
    main.bind("movePointers", new MovePointers(store, buckets, jobs, clock));
    main.bind("endJob", new EndJob(mover, store, buckets, jobs, clock));
    main.bind("scratch", new Scratch());
    main.bind("notify", new Notify(store, buckets, settings.webhook()));
    main.bind("metricsRegistry", meters);
    main.bind("jobMetrics", new JobMetrics(meters, jobs, this::depth, waiting));
    bindHealth(main);
  }

  private void bindHealth(Main main) {
    main.bind(
        "storeHealth",
        new PartHealth(
            "store",
            () -> store.bucketExists(buckets.models()) ? "answers" : missing(buckets.models())));
    main.bind(
        "databaseHealth",
        new PartHealth("database", () -> "answers in " + jobs.ping().toMillis() + " ms"));
    main.bind("brokerHealth", new PartHealth("broker", this::brokerAnswers));
    main.bind("diskHealth", new PartHealth("disk", this::diskHasRoom));
  }

  private static String missing(String bucket) {
    throw new IllegalStateException("bucket " + bucket + " is missing");
  }

  private String brokerAnswers() throws Exception {
    if (broker.isPresent()) {
      if (!broker.get().alive()) {
        throw new IllegalStateException("the embedded broker does not run");
      }
      return broker.get().depth() + " messages";
    }
    try (var connection = connections.createConnection()) {
      return connection.getMetaData().getJMSProviderName() + " answers";
    }
  }

  private String diskHasRoom() throws IOException {
    long free = Files.getFileStore(settings.data()).getUsableSpace();
    if (free < LEAST_DISK) {
      throw new IllegalStateException("only " + (free >> 20) + " MiB are free for the data folder");
    }
    return (free >> 20) + " MiB free";
  }

  private MinioClient inboxClient() {
    return MinioClient.builder()
        .endpoint(storeSettings.endpoint().toString())
        .credentials(storeSettings.accessKey(), storeSettings.secretKey())
        .region(storeSettings.region())
        .build();
  }

  /** No prefetch: a message that one worker holds back is one that another could be running. */
  private ActiveMQConnectionFactory connectionFactory() {
    String url = broker.map(EmbeddedBroker::url).or(() -> settings.broker().url()).orElseThrow();
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
    factory.setConsumerWindowSize(0);
    factory.setBlockOnDurableSend(true);
    if (!settings.broker().user().isEmpty()) {
      factory.setUser(settings.broker().user());
      factory.setPassword(settings.broker().password());
    }
    return factory;
  }

  @Override
  public void close() {
    management.close();
    heartbeats.close();
    sender.destroy();
    connections.close();
  }
}
