package org.e2e3d.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.e2e3d.faults.FaultProxy.Mode;
import org.e2e3d.job.Job;

/** Does to the parts what a {@link Fault} says. */
final class Harm {
  private static final int HOUR = 3600;
  private final Parts parts;

  Harm(Parts parts) {
    this.parts = parts;
  }

  /** Returns when the harm is done, and passing ones are over. */
  void inflict(Fault fault, List<Batch> batches, Random random) throws Exception {
    Killable one = parts.services.get(random.nextInt(parts.services.size()));
    int pause = random.nextInt(1500);
    switch (fault) {
      case SERVICE_KILLED -> kill(pause, one);
      case BOTH_SERVICES_KILLED -> kill(pause, parts.services.toArray(new Killable[0]));
      case ENGINE_KILLED -> killEngine();
      case BROKER_KILLED -> kill(pause, parts.broker);
      case STORE_KILLED -> kill(pause, parts.store);
      case EVERYTHING_KILLED -> {
        kill(0, parts.services.toArray(new Killable[0]));
        kill(0, parts.store, parts.broker);
        for (Killable service : parts.services) {
          service.begin();
        }
        TimeUnit.MILLISECONDS.sleep(2000 + pause);
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
      case STORE_DENIES -> treat(Mode.DENY, 500 + pause);
      case STORE_IS_SLOW -> treat(Mode.SLOW, 2000 + pause);
      case STORE_CUTS_CONNECTIONS -> treat(Mode.CUT, 2000 + pause);
      case DATABASE_INTERRUPTED -> Rows.interrupt(parts.db, pause);
      case DISK_FULL ->
          SmallDisk.full(parts.folder, () -> TimeUnit.MILLISECONDS.sleep(1500 + pause));
      case INBOX_READ_ONLY -> {
        Immutable.set(parts.inbox, true);
        try {
          TimeUnit.MILLISECONDS.sleep(1500 + pause);
        } finally {
          Immutable.set(parts.inbox, false);
        }
      }
      case CLOCK_AHEAD -> clocks(HOUR, random, pause);
      case CLOCK_LATE -> clocks(-HOUR, random, pause);
      case SPOILED_CHECKPOINT -> {
        spoilCheckpoints();
        killEngine();
      }
      case DAMAGED_ROW -> Rows.damage(parts.db, batches.get(0).name(), random);
      case MESSAGES_TWICE -> {
        for (int i = 0; i < 3; i++) {
          List<Job> jobs = new ArrayList<>(parts.jobs.recent(Set.of(), 6, 0));
          Collections.shuffle(jobs, random);
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
  }

  private static void kill(int pause, Killable... some) throws InterruptedException {
    for (Killable one : some) {
      one.kill();
    }
    TimeUnit.MILLISECONDS.sleep(pause);
  }

  private void treat(Mode mode, int millis) throws InterruptedException {
    parts.proxy.set(mode);
    TimeUnit.MILLISECONDS.sleep(millis);
    parts.proxy.set(Mode.PASS);
  }

  /** Half of the time they are put right in the middle, else when the run is over. */
  private void clocks(int seconds, Random random, int pause) throws Exception {
    boolean all = random.nextBoolean();
    int one = random.nextInt(parts.services.size());
    for (int i = 0; i < parts.services.size(); i++) {
      parts.setClock(i, all || i == one ? seconds : 0);
    }
    if (random.nextBoolean()) {
      TimeUnit.MILLISECONDS.sleep(1000 + pause);
      rightClocks();
    }
  }

  void rightClocks() throws IOException {
    for (int i = 0; i < parts.services.size(); i++) {
      parts.setClock(i, 0);
    }
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
    } catch (NoSuchFileException | UncheckedIOException e) {
      // a job ended meanwhile, and its folder went
    }
  }

  private void send(String text) {
    try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + parts.brokerPort);
        var connection = factory.createContext()) {
      connection.createProducer().send(connection.createQueue(Parts.QUEUE), text);
    }
  }
}
