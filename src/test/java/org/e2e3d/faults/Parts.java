package org.e2e3d.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.e2e3d.job.JdbcJobStore;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.MinioObjectStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.StoreSettings;

/**
 * Everything the suite runs, each a process of its own: a broker, a store behind a {@link
 * FaultProxy}, and two services that share one inbox, one database, one queue and one store.
 *
 * <p>With {@code E2E3D_FAULT_MINIO} (a minio binary) the store is a real MinIO; with {@code
 * E2E3D_PG_URL} (and an empty database there) the rows are in PostgreSQL.
 */
final class Parts {
  static final String QUEUE = "e2e3d.jobs";
  private static final String ACCESS = "fault-access";
  private static final String SECRET = "fault-secret-key";

  final Path folder;
  final Path inbox;
  final int brokerPort;
  final int storePort;
  final Killable broker;
  final Killable store;
  final FaultProxy proxy;
  final List<Killable> services = new ArrayList<>();
  final ObjectStore direct;
  final JobStore jobs;
  final String kinds;
  final String db;

  Parts(Path folder, long seed, int nodes, boolean realEngine) throws Exception {
    this.folder = folder;
    this.inbox = Files.createDirectories(folder.resolve("inbox"));
    Path logs = Files.createDirectories(folder.resolve("logs"));
    brokerPort = freePort();
    storePort = freePort();
    broker =
        Killable.java(
            "broker",
            logs,
            96,
            BrokerProcess.class,
            List.of(folder.resolve("broker").toString(), "" + brokerPort, QUEUE));
    String minio = System.getenv("E2E3D_FAULT_MINIO");
    store = minio == null ? embedded(logs) : minio(logs, minio);
    String url = System.getenv("E2E3D_PG_URL");
    db = url == null ? "jdbc:sqlite:" + folder.resolve("jobs.db") : url;
    kinds =
        (minio == null ? "embedded S3 server" : "MinIO")
            + ", "
            + (url == null ? "SQLite" : "PostgreSQL")
            + ", Artemis, "
            + nodes
            + (nodes == 1 ? " service" : " services on one inbox");
    proxy = new FaultProxy(storePort, seed);
    broker.start();
    store.start();
    direct =
        MinioObjectStore.connect(
            StoreSettings.of(URI.create("http://127.0.0.1:" + storePort), ACCESS, SECRET));
    jobs = JdbcJobStore.open(db, "", "");
    for (int i = 0; i < nodes; i++) {
      services.add(service(logs, "service-" + i, db, realEngine));
    }
    for (Killable service : services) {
      service.begin();
    }
    for (Killable service : services) {
      service.awaitReady();
    }
  }

  /** Broker, store and services. */
  List<Killable> all() {
    List<Killable> all = new ArrayList<>(List.of(broker, store));
    all.addAll(services);
    return all;
  }

  /** Sets a service's clock so many seconds ahead of the machine's; negative: behind it. */
  void setClock(int service, int seconds) throws IOException {
    Files.writeString(clock("service-" + service), seconds + "\n");
  }

  private Path clock(String name) {
    return folder.resolve(name + ".clock");
  }

  private Killable embedded(Path logs) {
    return Killable.java(
        "store",
        logs,
        160,
        StoreProcess.class,
        List.of(folder.resolve("objects").toString(), "" + storePort, ACCESS, SECRET));
  }

  private Killable minio(Path logs, String binary) {
    return Killable.program(
        "minio",
        logs,
        List.of(
            "env",
            "MINIO_ROOT_USER=" + ACCESS,
            "MINIO_ROOT_PASSWORD=" + SECRET,
            "MINIO_BROWSER=off",
            "MINIO_UPDATE=off",
            "MINIO_CI_CD=1",
            binary,
            "server",
            "--quiet",
            "--address",
            "127.0.0.1:" + storePort,
            folder.resolve("objects").toString()));
  }

  private Killable service(Path logs, String name, String db, boolean realEngine) {
    List<String> args = new ArrayList<>(List.of("--clock=" + clock(name)));
    if (realEngine) {
      args.add("--real");
    }
    String store = "http://127.0.0.1:" + proxy.port();
    args.addAll(
        List.of(
            "e2e3d.data=" + data().resolve(name),
            "e2e3d.inbox.folder=" + inbox,
            "e2e3d.db.url=" + db,
            "e2e3d.s3.endpoint=" + store,
            "e2e3d.s3.access-key=" + ACCESS,
            "e2e3d.s3.secret-key=" + SECRET,
            "e2e3d.broker.url=tcp://127.0.0.1:" + brokerPort,
            "e2e3d.queue=" + QUEUE,
            "e2e3d.management.port=-1",
            "e2e3d.job.preset=low",
            "e2e3d.inbox.poll=200ms",
            "e2e3d.inbox.quiet=800ms",
            "e2e3d.inbox.settle=150ms",
            "e2e3d.job.lease=4s",
            "e2e3d.job.resend=300ms",
            "e2e3d.job.resend-after=5s",
            "e2e3d.job.max-attempts=4",
            "e2e3d.retry.delay=200ms",
            "e2e3d.retry.max-delay=1s",
            "e2e3d.job.grace=5s"));
    return Killable.java(name, logs, 192, ServiceProcess.class, args);
  }

  /** What the services keep; a small disk of its own where one can be mounted. */
  Path data() {
    return folder.resolve("data");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void end() throws Exception {
    for (Killable service : services) {
      service.end();
    }
    direct.close();
    jobs.close();
    store.end();
    broker.end();
    proxy.close();
  }
}
