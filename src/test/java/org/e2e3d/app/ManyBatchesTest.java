package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.ReconstructionEngine;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.testing.FakeEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many small batches dropped at once: all are processed, once each, in the order they came, with as
 * many at a time as the setting says, in a heap that does not grow. {@code -De2e3d.batches=500} is
 * the measurement in docs/benchmarks.md; the figures are printed.
 */
final class ManyBatchesTest {
  private static final int BATCHES = Integer.getInteger("e2e3d.batches", 25);
  private static final int PARALLEL = 2;

  @TempDir Path data;

  @Test
  void allAreProcessedInOrderWithBoundedParallelism() throws IOException {
    FakeEngine fake = new FakeEngine();
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicLong halfHeap = new AtomicLong();
    AtomicInteger calls = new AtomicInteger();
    ReconstructionEngine engine =
        (request, log, events, cancelled) -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          try {
            if (calls.incrementAndGet() == BATCHES / 2) {
              halfHeap.set(usedHeap());
            }
            EngineOutcome outcome = fake.reconstruct(request, log, events, cancelled);
            return outcome;
          } finally {
            atOnce.decrementAndGet();
          }
        };
    try (RunningService s =
        RunningService.start(
            data,
            engine,
            "e2e3d.job.parallel",
            Integer.toString(PARALLEL),
            "e2e3d.inbox.poll",
            "1s",
            "e2e3d.job.resend",
            "5s")) {
      long start = System.nanoTime();
      dropAll(s.folderInbox());
      await()
          .atMost(Duration.ofMinutes(BATCHES < 100 ? 2 : 30))
          .pollInterval(Duration.ofMillis(250))
          .until(() -> s.service.jobs().counts().get(JobState.COMPLETED) == BATCHES);
      double seconds = (System.nanoTime() - start) * 1e-9;

      List<Job> jobs =
          new ArrayList<>(s.service.jobs().recent(EnumSet.of(JobState.COMPLETED), BATCHES + 10, 0));
      assertThat(jobs).hasSize(BATCHES).allMatch(job -> job.attempt() == 1);
      assertThat(fake.calls()).hasSize(BATCHES);
      assertThat(s.folderFiles()).isEmpty();
      assertThat(most.get()).isLessThanOrEqualTo(PARALLEL);
      jobs.sort(Comparator.comparing(Job::batch));
      List<Job> begun = new ArrayList<>(jobs);
      begun.sort(Comparator.comparing(Job::started));
      for (int i = 0; i < begun.size(); i++) {
        // two workers begin within the same moment: the order holds but for them
        assertThat(Math.abs(jobs.indexOf(begun.get(i)) - i)).isLessThanOrEqualTo(2 * PARALLEL);
      }
      print(jobs, seconds, halfHeap.get(), usedHeap());
    }
  }

  /** Each has a marker; the order of the markers is the order of arrival. */
  private static void dropAll(Path inbox) throws IOException {
    Path staging = Files.createDirectories(inbox.resolveSibling("dropping"));
    for (int i = 0; i < BATCHES; i++) {
      Path batch = Files.createDirectories(staging.resolve("b%04d".formatted(i)));
      Files.writeString(batch.resolve("a.jpg"), "one " + i);
      Files.writeString(batch.resolve("b.jpg"), "two " + i);
      Files.writeString(batch.resolve("_READY"), "");
    }
    for (int i = 0; i < BATCHES; i++) {
      String name = "b%04d".formatted(i);
      Files.move(staging.resolve(name), inbox.resolve(name));
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void print(List<Job> jobs, double seconds, long half, long end) {
    double[] waits =
        jobs.stream()
            .mapToDouble(job -> Duration.between(job.created(), job.started()).toMillis() / 1000.0)
            .sorted()
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "MANY %d batches in %.1f s: %.2f a second; in the queue %.1f s median, %.1f s at most;"
            + " heap in use %d MiB half-way, %d MiB at the end%n",
        jobs.size(),
        seconds,
        jobs.size() / seconds,
        waits[waits.length / 2],
        waits[waits.length - 1],
        half >> 20,
        end >> 20);
  }
}
