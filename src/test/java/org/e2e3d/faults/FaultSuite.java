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
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStoreException;
import org.e2e3d.storage.PutOptions;
import org.e2e3d.storage.StorageException;

/**
 * Drops small batches into running services and injects one fault a run at a random moment of their
 * way; waits, without a helping hand but that of a supervisor which starts dead processes again,
 * until every batch has ended; and lets the {@link Auditor} look at what is left.
 *
 * <pre>FaultSuite RUNS SEED FIRST FOLDER RESULTS</pre>
 *
 * <pre>FaultSuite total RESULTS</pre>
 */
final class FaultSuite {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  // from the drop to the model takes about so long here; faults fall anywhere in it
  private static final int WAY_MS = 3000;

  private final Parts parts;
  private final Harm harm;
  private final long seed;
  private final List<Batch> all = new ArrayList<>();
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private final List<String> broken = new ArrayList<>();
  private final Watcher watcher;
  private final Thread reader;
  private final List<Fault> faults;
  private final long begun = System.nanoTime();
  private int resumed;
  private int retried;
  private int models;
  private int letters;

  FaultSuite(Path folder, long seed, List<Fault> faults, int nodes) throws Exception {
    this.seed = seed;
    this.faults = faults;
    this.parts = new Parts(folder, seed, nodes, false);
    this.harm = new Harm(parts);
    this.watcher = new Watcher(parts.direct);
    this.reader = new Thread(watcher, "reader");
    reader.setDaemon(true);
    reader.start();
  }

  public static void main(String[] args) throws Exception {
    if (args[0].equals("total")) {
      Summary.total(Path.of(args[1])).forEach(sum -> sum.print(System.out));
      return;
    }
    int runs = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    int first = Integer.parseInt(args[2]);
    Path folder = Files.createDirectories(Path.of(args[3]));
    List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
    if (!SmallDisk.mount(folder)) {
      System.out.println("DISK_FULL is left out: a small tmpfs cannot be mounted here");
      faults.remove(Fault.DISK_FULL);
    }
    if (!Immutable.possible(folder)) {
      System.out.println("INBOX_READ_ONLY is left out: chattr +i is not possible here");
      faults.remove(Fault.INBOX_READ_ONLY);
    }
    Summary summary;
    FaultSuite suite = new FaultSuite(folder, seed, faults, 2);
    try {
      System.out.println("fault suite, seed " + seed + ": " + suite.parts.kinds);
      for (int i = first; i < first + runs; i++) {
        suite.run(i);
      }
      summary = suite.summary(first, runs);
    } finally {
      suite.end();
      SmallDisk.unmount(folder);
    }
    summary.print(System.out);
    summary.keep(Path.of(args[4]));
    System.exit(summary.broken().isEmpty() ? 0 : 1);
  }

  /** One run: drop, harm, wait, audit. */
  void run(int number) throws Exception {
    Random random = new Random(seed * 1_000_003 + number);
    Fault fault = faults.get(number % faults.size());
    List<Batch> batches = batches(number, fault, random);
    all.addAll(batches);
    watcher.watch(batches.get(0).name());
    long from = System.nanoTime();
    for (Batch batch : batches) {
      drop(batch);
    }
    TimeUnit.MILLISECONDS.sleep(random.nextInt(WAY_MS)); // the random moment
    counts.merge(fault, 1, Integer::sum);
    harm.inflict(fault, batches, random);
    supervise();
    boolean ended = awaitEnd(batches);
    harm.rightClocks();
    long took = (System.nanoTime() - from) / 1_000_000;
    String what = "run " + number + " " + fault;
    int before = broken.size();
    if (!ended) {
      broken.add(what + " LOST: not ended after " + PATIENCE + ": " + jobs(batches));
    }
    List<Auditor.Finding> findings = new Auditor(parts.jobs, parts.direct).audit(batches);
    findings.forEach(f -> broken.add(what + " " + f.kind() + ": " + f.what()));
    watcher.seen().forEach(s -> broken.add(what + " HALF_PUBLISHED: " + s));
    broken.subList(before, broken.size()).forEach(System.out::println);
    watcher.seen().clear();
    count(batches);
    System.out.printf("%s: %d ms%s%n", what, took, broken.size() == before ? "" : " BROKEN");
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

  private static List<Batch> batches(int number, Fault fault, Random random) {
    boolean folder = random.nextBoolean() || fault == Fault.INBOX_READ_ONLY;
    List<Batch> batches = new ArrayList<>();
    batches.add(batch("run" + number + "a", folder ? "folder" : "bucket", false, random));
    if (random.nextInt(3) == 0) {
      batches.add(batch("run" + number + "b", folder ? "bucket" : "folder", true, random));
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

  /** What a supervisor does: start again whatever is dead. */
  private void supervise() throws Exception {
    for (Killable part : parts.all()) {
      if (!part.alive()) {
        part.begin();
      }
    }
    for (Killable part : parts.all()) {
      try {
        part.awaitReady();
      } catch (IOException e) {
        System.out.println("started again: " + e.getMessage()); // at the next look
      }
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
  Summary summary(int first, int runs) throws InterruptedException {
    watcher.stop();
    reader.join();
    new Auditor(parts.jobs, parts.direct)
        .audit(all)
        .forEach(f -> broken.add("at the end " + f.kind() + ": " + f.what()));
    return new Summary(
        parts.kinds,
        seed,
        first,
        runs,
        counts,
        all.size(),
        models,
        letters,
        retried,
        resumed,
        watcher.looks(),
        parts.proxy.faults(),
        (System.nanoTime() - begun) / 1_000_000_000L,
        broken.stream().distinct().toList());
  }

  void end() throws Exception {
    watcher.stop();
    parts.end();
  }
}
