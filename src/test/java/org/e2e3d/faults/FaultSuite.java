package org.e2e3d.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.e2e3d.faults.FaultProxy.Mode;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStoreException;
import org.e2e3d.storage.PutOptions;
import org.e2e3d.storage.StorageException;

/**
 * Drops small batches into running services and injects one fault a run at a random moment of their
 * way; waits, without a helping hand but that of a supervisor which starts dead processes again,
 * until every batch has ended; and lets the {@link Auditor} look at what is left.
 *
 * <pre>FaultSuite RUNS SEED FOLDER</pre>
 */
final class FaultSuite {
  /** What goes wrong. */
  enum Fault {
    SERVICE_KILLED,
    BOTH_SERVICES_KILLED,
    ENGINE_KILLED,
    BROKER_KILLED,
    STORE_KILLED,
    EVERYTHING_KILLED,
    SERVICE_STOPPED,
    SERVICE_FROZEN,
    STORE_REFUSES,
    STORE_ANSWERS_503,
    STORE_IS_SLOW,
    STORE_CUTS_CONNECTIONS,
    DISK_FULL,
    SPOILED_CHECKPOINT,
    DAMAGED_ROW,
    MESSAGES_TWICE,
    MESSAGE_FOR_NO_JOB
  }

  /** What came of it. */
  record Summary(
      int runs,
      Map<Fault, Integer> byFault,
      int batches,
      int models,
      int letters,
      int retried,
      int resumed,
      long looks,
      long badConnections,
      List<String> broken) {}

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  // from the drop to the model takes about so long here; faults fall anywhere in it
  private static final int WAY_MS = 3000;

  private final Parts parts;
  private final long seed;
  private final List<Batch> all = new ArrayList<>();
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private final List<String> broken = new ArrayList<>();
  private final Watcher watcher;
  private final Thread reader;
  private final List<Fault> faults;
  private int resumed;
  private int retried;
  private int models;
  private int letters;

  FaultSuite(Path folder, long seed, List<Fault> faults, int nodes) throws Exception {
    this.seed = seed;
    this.faults = faults;
    this.parts = new Parts(folder, seed, nodes, false);
    this.watcher = new Watcher(parts.direct);
    this.reader = new Thread(watcher, "reader");
    reader.setDaemon(true);
    reader.start();
  }

  public static void main(String[] args) throws Exception {
    int runs = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    Path folder = Files.createDirectories(Path.of(args[2]));
    long from = System.nanoTime();
    List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
    if (!SmallDisk.mount(folder)) {
      System.out.println("DISK_FULL is left out: a small tmpfs cannot be mounted here");
      faults.remove(Fault.DISK_FULL);
    }
    Summary summary;
    FaultSuite suite = new FaultSuite(folder, seed, faults, 2);
    try {
      System.out.println("fault suite, seed " + seed + ": " + suite.parts.kinds);
      for (int i = 0; i < runs; i++) {
        suite.run(i);
      }
      summary = suite.summary(runs);
    } finally {
      suite.end();
      SmallDisk.unmount(folder);
    }
    print(summary, (System.nanoTime() - from) / 1_000_000_000L);
    System.exit(summary.broken().isEmpty() ? 0 : 1);
  }

  private static void print(Summary s, long seconds) {
    System.out.println("runs " + s.runs() + " in " + seconds + " s, faults " + s.byFault());
    System.out.printf(
        "batches %d: models %d, dead letters %d; jobs with a further attempt %d, of which went on"
            + " from a whole stage %d%n",
        s.batches(), s.models(), s.letters(), s.retried(), s.resumed());
    System.out.printf(
        "looks of a reader %d; connections and requests treated badly %d%n",
        s.looks(), s.badConnections());
    Map<String, Long> kinds = new LinkedHashMap<>();
    for (Auditor.Kind kind : Auditor.Kind.values()) {
      kinds.put(
          kind.name(), s.broken().stream().filter(b -> b.contains(" " + kind + ": ")).count());
    }
    System.out.println("findings " + kinds);
    s.broken().forEach(System.out::println);
  }

  /** One run: drop, harm, wait, audit. */
  void run(int number) throws Exception {
    Random random = new Random(seed * 1_000_003 + number);
    Fault fault = faults.get(number % faults.size());
    List<Batch> batches = batches(number, random);
    all.addAll(batches);
    watcher.watch(batches.get(0).name());
    long from = System.nanoTime();
    for (Batch batch : batches) {
      drop(batch);
    }
    TimeUnit.MILLISECONDS.sleep(random.nextInt(WAY_MS)); // the random moment
    counts.merge(fault, 1, Integer::sum);
    harm(fault, batches, random);
    boolean ended = awaitEnd(batches);
    long took = (System.nanoTime() - from) / 1_000_000;
    String what = "run " + number + " " + fault;
    if (!ended) {
      broken.add(what + " LOST: not ended after " + PATIENCE + ": " + jobs(batches));
    }
    List<Auditor.Finding> findings = new Auditor(parts.jobs, parts.direct).audit(batches);
    findings.forEach(f -> broken.add(what + " " + f.kind() + ": " + f.what()));
    watcher.seen().forEach(s -> broken.add(what + " HALF_PUBLISHED: " + s));
    watcher.seen().clear();
    count(batches);
    System.out.printf("%s: %d ms%s%n", what, took, findings.isEmpty() && ended ? "" : " BROKEN");
  }

  private void count(List<Batch> batches) {
    for (Batch batch : batches) {
      for (Job job : parts.jobs.ofBatch(batch.name(), 10)) {
        models += job.modelAt().isEmpty() ? 0 : 1;
        letters += job.letterAt().isEmpty() ? 0 : 1;
        retried += job.attempt() > 1 ? 1 : 0;
        resumed += job.attempt() > 1 && job.stageSeconds().containsValue(0.0) ? 1 : 0;
      }
    }
  }

  private List<Job> jobs(List<Batch> batches) {
    return batches.stream().flatMap(b -> parts.jobs.ofBatch(b.name(), 10).stream()).toList();
  }

  private static List<Batch> batches(int number, Random random) {
    List<Batch> batches = new ArrayList<>();
    batches.add(batch("run" + number + "a", number % 2 == 0 ? "folder" : "bucket", false, random));
    if (number % 3 == 0) {
      batches.add(batch("run" + number + "b", number % 2 == 0 ? "bucket" : "folder", true, random));
    }
    return batches;
  }

  private static Batch batch(String name, String inbox, boolean blurry, Random random) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      byte[] bytes = new byte[20_000 + random.nextInt(20_000)];
      random.nextBytes(bytes);
      files.put((blurry ? "blurry " : "nested/") + i + ".jpg", bytes);
    }
    return new Batch(name, inbox, files, blurry);
  }

  private void drop(Batch batch) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>(batch.files());
    files.put("_READY", new byte[0]);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String key = batch.name() + "/" + file.getKey();
      if (batch.inbox().equals("bucket")) {
        parts.direct.put("inbox", key, file.getValue(), PutOptions.forName(key));
      } else {
        Path path = parts.inbox.resolve(key);
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
    }
  }

  private void harm(Fault fault, List<Batch> batches, Random random) throws Exception {
    Killable one = parts.services.get(random.nextInt(parts.services.size()));
    int pause = random.nextInt(1500);
    switch (fault) {
      case SERVICE_KILLED -> {
        one.kill();
        TimeUnit.MILLISECONDS.sleep(pause);
      }
      case BOTH_SERVICES_KILLED -> {
        for (Killable service : parts.services) {
          service.kill();
        }
        TimeUnit.MILLISECONDS.sleep(pause);
      }
      case ENGINE_KILLED -> killEngine();
      case BROKER_KILLED -> {
        parts.broker.kill();
        TimeUnit.MILLISECONDS.sleep(pause);
      }
      case STORE_KILLED -> {
        parts.store.kill();
        TimeUnit.MILLISECONDS.sleep(pause);
      }
      case EVERYTHING_KILLED -> {
        for (Killable service : parts.services) {
          service.kill();
        }
        parts.store.kill();
        parts.broker.kill();
      }
      case SERVICE_STOPPED -> one.stop();
      case SERVICE_FROZEN -> {
        // longer than its lease: when it wakes, another may have its job
        one.signal("STOP");
        TimeUnit.MILLISECONDS.sleep(5000 + pause);
        one.signal("CONT");
      }
      case STORE_REFUSES -> treat(Mode.REFUSE, 500 + pause);
      case STORE_ANSWERS_503 -> treat(Mode.UNAVAILABLE, 500 + pause);
      case STORE_IS_SLOW -> treat(Mode.SLOW, 2000 + pause);
      case STORE_CUTS_CONNECTIONS -> treat(Mode.CUT, 2000 + pause);
      case DISK_FULL ->
          SmallDisk.full(parts.folder, () -> TimeUnit.MILLISECONDS.sleep(1500 + pause));
      case SPOILED_CHECKPOINT -> {
        spoilCheckpoints();
        killEngine();
      }
      case DAMAGED_ROW -> Rows.damage(parts.db, batches.get(0).name(), random);
      case MESSAGES_TWICE -> {
        for (int i = 0; i < 3; i++) {
          List<Job> jobs = new ArrayList<>(parts.jobs.recent(java.util.Set.of(), 6, 0));
          java.util.Collections.shuffle(jobs, random);
          jobs.forEach(job -> send(job.id()));
          TimeUnit.MILLISECONDS.sleep(pause / 3);
        }
      }
      case MESSAGE_FOR_NO_JOB -> {
        send("no-such-job-" + random.nextInt(1000));
        send("");
        send("../../etc/passwd");
      }
    }
    supervise();
  }

  /** What a supervisor does: start again whatever is dead. */
  private void supervise() throws Exception {
    if (!parts.store.alive()) {
      parts.startStore();
    }
    if (!parts.broker.alive()) {
      parts.broker.start(true);
    }
    for (Killable service : parts.services) {
      if (!service.alive()) {
        service.start(true);
      }
    }
  }

  private void treat(Mode mode, int millis) throws InterruptedException {
    parts.proxy.set(mode);
    TimeUnit.MILLISECONDS.sleep(millis);
    parts.proxy.set(Mode.PASS);
  }

  private void killEngine() {
    for (Killable service : parts.services) {
      service.children().forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void spoilCheckpoints() throws IOException {
    try (Stream<Path> files = Files.walk(parts.data())) {
      for (Path file : files.filter(f -> f.endsWith("done")).toList()) {
        Files.writeString(file, "spoiled");
      }
    }
  }

  private void send(String text) {
    try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + parts.brokerPort);
        var connection = factory.createContext()) {
      connection.createProducer().send(connection.createQueue(Parts.QUEUE), text);
    }
  }

  private boolean awaitEnd(List<Batch> batches) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      try {
        if (batches.stream().allMatch(this::ended)) {
          return true;
        }
      } catch (JobStoreException | StorageException e) {
        // damaged rows and stores that have just come back
      }
      supervise();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return false;
  }

  private boolean ended(Batch batch) {
    List<Job> jobs = parts.jobs.ofBatch(batch.name(), 10);
    return !jobs.isEmpty()
        && jobs.stream().allMatch(job -> job.state().isFinal())
        && !Files.exists(parts.inbox.resolve(batch.name()))
        && !parts.direct.all("inbox", batch.name() + "/").iterator().hasNext();
  }

  /** At the end all that was ever dropped is looked at once more. */
  Summary summary(int runs) throws InterruptedException {
    watcher.stop();
    reader.join();
    new Auditor(parts.jobs, parts.direct)
        .audit(all)
        .forEach(f -> broken.add("at the end " + f.kind() + ": " + f.what()));
    return new Summary(
        runs,
        counts,
        all.size(),
        models,
        letters,
        retried,
        resumed,
        watcher.looks(),
        parts.proxy.faults(),
        broken.stream().distinct().toList());
  }

  void end() throws Exception {
    watcher.stop();
    parts.end();
  }
}
