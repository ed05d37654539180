package org.e2e3d.app;

import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.e2e3d.job.Failure;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code status}: what the jobs are doing. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows the jobs of a service: all recent ones, or those of one batch.")
final class StatusCommand implements Callable<Integer> {
  private static final String ROW = "%-26s %-20s %-10s %4s %7s  %s%n";

  @Mixin private ServiceFlags flags;

  @Parameters(arity = "0..1", paramLabel = "BATCH", description = "Only this batch, in full.")
  private String batch;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "20",
      description = "How many jobs to show.")
  private int limit;

  @Override
  public Integer call() {
    Settings settings = flags.settings();
    if (settings.database().url().isEmpty() && !Files.exists(settings.db())) {
      System.err.println("There is no service data in " + settings.data() + ".");
      return 1;
    }
    try (JobStore jobs = JobStores.open(settings)) {
      if (batch != null) {
        return full(jobs);
      }
      System.out.println(counts(jobs));
      table(jobs.recent(EnumSet.allOf(JobState.class), Math.max(1, limit), 0), System.out);
      return 0;
    }
  }

  private static String counts(JobStore jobs) {
    StringBuilder line = new StringBuilder("jobs:");
    jobs.counts()
        .forEach(
            (state, n) ->
                line.append(' ')
                    .append(state.name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(n));
    return line.toString();
  }

  private static void table(List<Job> jobs, PrintStream out) {
    out.printf(Locale.ROOT, ROW, "JOB", "BATCH", "STATE", "TRY", "DONE", "");
    for (Job job : jobs) {
      out.printf(
          Locale.ROOT,
          ROW,
          job.id(),
          job.batch(),
          job.state(),
          job.attempt(),
          Math.round(job.progress().fraction() * 100) + " %",
          remark(job));
    }
  }

  private static String remark(Job job) {
    return switch (job.state()) {
      case RUNNING ->
          job.progress().stage()
              + (job.progress().secondsLeft() < 0
                  ? ""
                  : ", about " + ProgressBar.duration(job.progress().secondsLeft()) + " left");
      case COMPLETED -> job.modelAt() + (job.partial() ? " (partial)" : "");
      default -> job.whyNot().map(f -> f.code() + ": " + f.message()).orElse("");
    };
  }

  private int full(JobStore jobs) {
    List<Job> all = jobs.ofBatch(batch, Math.max(1, limit));
    if (all.isEmpty()) {
      all = jobs.find(batch).map(List::of).orElse(List.of());
    }
    if (all.isEmpty()) {
      System.err.println("There is no job of a batch " + batch + ".");
      return 1;
    }
    for (Job job : all) {
      print(job, System.out);
      jobs.history(job.id()).forEach(change -> System.out.println("  " + change));
    }
    return 0;
  }

  private static void print(Job job, PrintStream out) {
    out.println("job " + job.id() + ": " + job.state() + ", attempt " + job.attempt());
    out.println("  batch " + job.batch() + ", " + job.images() + " images, " + job.closedBecause());
    out.println("  images at " + job.imagesAt());
    if (!job.modelAt().isEmpty()) {
      out.println("  model at " + job.modelAt());
    }
    if (!job.letterAt().isEmpty()) {
      out.println("  dead letter at " + job.letterAt());
    }
    if (!job.predecessor().isEmpty()) {
      out.println("  replays " + job.predecessor());
    }
    Instant end = job.finished() == null ? Instant.now() : job.finished();
    out.println("  age " + ProgressBar.duration(Duration.between(job.created(), end).toSeconds()));
    job.whyNot().ifPresent(f -> explain(f, out));
  }

  private static void explain(Failure f, PrintStream out) {
    out.println("  " + f.code() + ": " + f.message());
    out.println("  " + f.advice());
    f.evidence()
        .forEach(e -> out.println("    " + e.image() + ": " + e.problem() + ", " + e.detail()));
  }
}
